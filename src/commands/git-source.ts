import { promisify } from "node:util";
import type { PlanSource } from "../planning/plan.ts";

/** What an apply writes beside the declarations is no change to them. */
const JOURNAL = ":(exclude).residentctl";

/**
 * The commit that a directory's repository is at, and whether the directory differs from it. Outside a repository,
 * without a commit or without git both are null: a plan does not depend on them.
 */
export async function gitSource(directory: string): Promise<Pick<PlanSource, "commit" | "dirty">> {
  const commit = await git(directory, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  if (commit === null) return { commit: null, dirty: null };
  const changes = await git(directory, ["status", "--porcelain", "--", ".", JOURNAL]);
  return { commit: commit.trim(), dirty: changes === null ? null : changes !== "" };
}

/**
 * Where a directory stands in its repository: its path from the root, with a slash at its end, and empty for the root
 * itself. Null outside a repository, and without git.
 */
export async function folderInRepository(directory: string): Promise<string | null> {
  const prefix = await git(directory, ["rev-parse", "--show-prefix"]);
  return prefix === null ? null : prefix.replace(/\n$/, "");
}

/** What git prints, or null where it fails or is not there. */
async function git(directory: string, args: readonly string[]): Promise<string | null> {
  // Loaded here, because most runs ask git nothing.
  const { execFile } = await import("node:child_process");
  try {
    const { stdout } = await promisify(execFile)("git", args, {
      cwd: directory,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch {
    return null;
  }
}
