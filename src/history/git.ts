import { execFile, spawn } from "node:child_process";
import { gitError } from "../declarations/git-tree.ts";
import { ExpectedError } from "../domain/exit.ts";

/** Runs git without a shell and returns what it prints; rejects (ExpectedError, exit 4) where it fails. */
export function git(directory: string, args: readonly string[], input = ""): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      [...args],
      { cwd: directory, encoding: "buffer", maxBuffer: Number.POSITIVE_INFINITY },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(gitError(directory, Object.assign(error, { stderr })));
      },
    );
    // A git that ends without reading its input is told apart by its exit code.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/** What git prints, or null where it fails: for questions whose answer may be "there is none". */
export async function gitAnswer(directory: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await git(directory, args)).toString("utf8").trim();
  } catch (error) {
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}

/**
 * Runs git and yields what it prints between NULs, as it comes. Ends the process when nobody reads on. Rejects
 * (ExpectedError, exit 4) where git fails.
 */
export async function* gitTokens(directory: string, args: readonly string[]): AsyncGenerator<string> {
  const child = spawn("git", args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | Error | null>((resolve) => {
    child.on("error", resolve).on("close", resolve);
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of child.stdout) {
      const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, from)) {
        yield bytes.toString("utf8", from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
    const end = await ended;
    if (end instanceof Error) throw gitError(directory, end);
    if (end !== 0) throw gitError(directory, Object.assign(new Error("git failed"), { stderr }));
  } finally {
    child.kill();
  }
}
