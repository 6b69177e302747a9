import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { type FileSystemAdapter, globSync } from "tinyglobby";
import { compareText } from "../domain/compare-text.ts";
import {
  type FileContent,
  type FileTree,
  type Listing,
  MAX_FILE_BYTES,
  NEVER_SEARCHED,
} from "./file-tree.ts";

/** The files as they stand in a directory. Links are followed. */
export function workingTree(directory: string): FileTree {
  const root = path.resolve(directory);
  return {
    label: root,
    root,
    list: (globs) => list(root, globs),
    read: (files) => {
      const contents = new Map<string, FileContent>();
      for (const file of files) {
        const content = read(path.join(root, file));
        if (content !== null) contents.set(file, content);
      }
      return contents;
    },
  };
}

function list(root: string, globs: readonly string[]): Listing {
  const unreadable: { file: string; reason: string }[] = [];
  function note(place: string, reason: string): void {
    const file = path.relative(root, place).split(path.sep).join("/");
    unreadable.push({ file: file === "" ? "." : file, reason });
  }
  // tinyglobby passes over what it cannot open, and residents nobody read are residents nobody declared.
  const readdirWatched = ((directory: string, options: { withFileTypes: true }) => {
    try {
      return readdirSync(directory, options);
    } catch (error) {
      const code = codeOf(error);
      if (code !== "ENOENT" && code !== "ENOTDIR") {
        note(directory, reasonOf(code));
      }
      return [];
    }
  }) as NonNullable<FileSystemAdapter["readdirSync"]>;
  const realpathWatched = ((link: string) => {
    try {
      return realpathSync(link);
    } catch (error) {
      // Editors keep hidden links to nothing as locks; any other may stand for a file of residents.
      if (/\.ya?ml$/.test(link) && !path.basename(link).startsWith(".")) note(link, "is a link to nothing");
      throw error;
    }
  }) as NonNullable<FileSystemAdapter["realpathSync"]>;
  const files = globSync(globs, {
    cwd: root,
    ignore: NEVER_SEARCHED,
    expandDirectories: false,
    fs: { readdirSync: readdirWatched, realpathSync: realpathWatched },
  });
  return { files: files.sort(compareText), unreadable };
}

function read(file: string): FileContent | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, "r");
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { kind: "unreadable", reason: "is not a file" };
    if (stat.size > MAX_FILE_BYTES) return { kind: "too-large", size: stat.size };
    return { kind: "bytes", bytes: readFileSync(descriptor) };
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" ? null : { kind: "unreadable", reason: reasonOf(code) };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function codeOf(error: unknown): string {
  const { code }: NodeJS.ErrnoException = Object(error);
  return String(code);
}

/** Such as `EACCES`, permission denied, or `ELOOP`, links in a circle. */
function reasonOf(code: string): string {
  return `cannot be read (${code})`;
}
