import { execFileSync } from "node:child_process";
import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { type FileContent, type FileTree, MAX_FILE_BYTES } from "./file-tree.ts";
import { matchListed } from "./listed-glob.ts";

/** One line of `git ls-tree -r`: a file, a link (mode 120000) or a submodule (type commit). */
interface TreeEntry {
  readonly mode: string;
  readonly object: string;
}

/**
 * The files of a commit, without a checkout, below `directory`. `ref` is whatever git resolves to a commit.
 * Rejects (ExpectedError, exit 4) a ref that names no commit and a directory that is in no git repository.
 */
export function gitTree(directory: string, ref: string): FileTree {
  const root = path.resolve(directory);
  const commit = resolveCommit(root, ref);
  const entries = listCommit(root, commit);
  const files = [...entries].filter(([, { mode }]) => mode !== "160000").map(([file]) => file);
  return {
    label: `${root} at ${visibleText(ref, 100)} (${commit.slice(0, 12)})`,
    root,
    list: (globs) => ({ files: matchListed(files, globs), unreadable: [] }),
    read: (wanted) => readBlobs(root, entries, wanted),
  };
}

/** The full id of the commit that `ref` names; rejects as `gitTree` does. */
export function resolveCommit(directory: string, ref: string): string {
  const shown = visibleText(ref, 100);
  // A leading dash would be an option to git; git itself allows no such branch or tag.
  if (ref === "" || ref.startsWith("-") || visibleText(ref) !== ref) {
    throw new ExpectedError(4, `"${shown}" is not the name of a commit, branch or tag.`, REF_REMEDY);
  }
  git(directory, ["rev-parse", "--git-dir"]);
  try {
    return git(directory, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])
      .toString("utf8")
      .trim();
  } catch (error) {
    throw new ExpectedError(
      4,
      `There is no commit, branch or tag "${shown}" in the git repository of ${visibleText(directory)}.`,
      REF_REMEDY,
      error,
    );
  }
}

const REF_REMEDY =
  'Name one that "git log" knows. A shallow clone may lack it: "git fetch" it first (in GitHub Actions, fetch-depth: 0).';

function listCommit(root: string, commit: string): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (const line of git(root, ["ls-tree", "-r", "-z", commit]).toString("utf8").split("\0")) {
    const [, mode, object, file] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    if (mode !== undefined && object !== undefined && file !== undefined) entries.set(file, { mode, object });
  }
  return entries;
}

function readBlobs(
  root: string,
  entries: ReadonlyMap<string, TreeEntry>,
  wanted: readonly string[],
): ReadonlyMap<string, FileContent> {
  const contents = new Map<string, FileContent>();
  const regular: { file: string; object: string }[] = [];
  for (const file of wanted) {
    const entry = entries.get(file);
    if (entry === undefined) continue;
    if (entry.mode === "120000") {
      contents.set(file, {
        kind: "unreadable",
        reason: "is a symbolic link, and a commit is read without following links",
      });
    } else regular.push({ file, object: entry.object });
  }
  if (regular.length === 0) return contents;
  const output = git(root, ["cat-file", "--batch"], regular.map(({ object }) => `${object}\n`).join(""));
  let offset = 0;
  for (const { file } of regular) {
    const header = output.indexOf("\n", offset);
    const size = Number(output.toString("latin1", offset, header).split(" ")[2]);
    if (!Number.isInteger(size)) {
      // A partial clone, offline: the object is known and not here.
      contents.set(file, { kind: "unreadable", reason: "is not in the local git repository" });
      offset = header + 1;
      continue;
    }
    const bytes = output.subarray(header + 1, header + 1 + size);
    contents.set(file, size > MAX_FILE_BYTES ? { kind: "too-large", size } : { kind: "bytes", bytes });
    offset = header + 1 + size + 1;
  }
  return contents;
}

/** Runs git without a shell; rejects (ExpectedError, exit 4) where it fails or is not there. */
function git(directory: string, args: readonly string[], input = ""): Buffer {
  try {
    return execFileSync("git", args, {
      cwd: directory,
      input,
      maxBuffer: Number.POSITIVE_INFINITY,
      stdio: ["pipe", "pipe", "pipe"],
    });
  } catch (error) {
    throw gitError(directory, error);
  }
}

/** The `ExpectedError` (exit 4) for a git that failed or is not there; any other error as it is. */
export function gitError(directory: string, error: unknown): ExpectedError {
  const { code, stderr }: { readonly code?: unknown; readonly stderr?: unknown } = Object(error);
  const shown = visibleText(directory);
  if (code === "ENOENT") {
    return new ExpectedError(
      4,
      `git could not be started in ${shown}.`,
      "Install git, and check the directory.",
      error,
    );
  }
  return new ExpectedError(
    4,
    `git could not read the repository of ${shown}: ${visibleText(String(stderr).replaceAll(/\s+/g, " ").trim(), 300)}`,
    "Run this inside a git repository, or name its directory with -C.",
    error,
  );
}
