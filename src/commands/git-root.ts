import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What git prints in a directory, without the last line break; null where it fails or is not there. */
export async function gitOutput(directory: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await execute("git", args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 });
    return stdout.replace(/\r?\n$/, "");
  } catch {
    return null;
  }
}

/** The root of the repository that a directory is in; null where it is in none, or git is not there. */
export function gitRoot(directory: string): Promise<string | null> {
  return gitOutput(directory, ["rev-parse", "--show-toplevel"]);
}
