import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A commit to be made: its whole tree. Parents are indices into the list of commits. */
export interface CommitModel {
  readonly parents: readonly number[];
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly author?: string;
  readonly email?: string;
  readonly subject?: string;
  /** Seconds since the epoch. */
  readonly date?: number;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "residentctl-history-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function runGit(folder: string, args: readonly string[], input: string | Uint8Array = ""): string {
  return execFileSync("git", args, { cwd: folder, input, stdio: ["pipe", "pipe", "pipe"] }).toString("utf8");
}

/** Makes a repository whose branch ends at the last commit; returns its folder and the commits' ids. */
export function makeRepository(commits: readonly CommitModel[]): { folder: string; ids: readonly string[] } {
  const folder = temporaryFolder();
  runGit(folder, ["init", "-q", "-b", "main"]);
  const parts: Uint8Array[] = [];
  function write(text: string | Uint8Array): void {
    parts.push(typeof text === "string" ? Buffer.from(text) : text);
  }
  for (const [index, commit] of commits.entries()) {
    const {
      parents,
      files,
      author = "Ada Byron",
      email = "ada@example.com",
      subject = `Change ${index}`,
    } = commit;
    write(`reset refs/heads/main\n`);
    write(`commit refs/heads/main\nmark :${index + 1}\n`);
    const date = commit.date ?? 1_700_000_000 + index * 60;
    write(`author ${author} <${email}> ${date - 10} +0100\ncommitter Bot <bot@example.com> ${date} +0000\n`);
    write(`data ${Buffer.byteLength(subject)}\n${subject}\n`);
    for (const [order, parent] of parents.entries())
      write(`${order === 0 ? "from" : "merge"} :${parent + 1}\n`);
    write("deleteall\n");
    for (const [file, content] of files) {
      const bytes = Buffer.from(content);
      const mode = file.endsWith(".link.yaml") ? "120000" : "100644";
      write(`M ${mode} inline ${quoted(file)}\ndata ${bytes.length}\n`);
      write(bytes);
      write("\n");
    }
    write("\n");
  }
  const marks = path.join(folder, ".git", "marks");
  runGit(folder, ["fast-import", "--quiet", "--force", `--export-marks=${marks}`], Buffer.concat(parts));
  const ids: string[] = [];
  for (const line of execFileSync("cat", [marks]).toString("utf8").trim().split("\n")) {
    const [mark = "", id = ""] = line.split(" ");
    ids[Number(mark.slice(1)) - 1] = id;
  }
  return { folder, ids };
}

/** A path as fast-import reads it. */
function quoted(file: string): string {
  return `"${file.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
