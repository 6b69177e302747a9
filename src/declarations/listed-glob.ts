import type { FileSystemAdapter } from "tinyglobby";
import { globSync } from "tinyglobby";
import { compareText } from "../domain/compare-text.ts";
import { NEVER_SEARCHED } from "./file-tree.ts";

const ROOT = "/";

interface ListedEntry {
  readonly name: string;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

/**
 * Those of a list of paths that match any of the globs, sorted: by the very rules that a working directory is
 * searched with, so that a commit and its checkout hold the same declarations.
 */
export function matchListed(files: readonly string[], globs: readonly string[]): string[] {
  const folders = foldersOf(files);
  const readdirSync = ((directory: string) => [
    ...(folders.get(directory.length > 1 ? directory.replace(/\/$/, "") : directory)?.values() ?? []),
  ]) as unknown as NonNullable<FileSystemAdapter["readdirSync"]>;
  const found = globSync(globs, {
    cwd: ROOT,
    ignore: NEVER_SEARCHED,
    expandDirectories: false,
    fs: { readdirSync },
  });
  return found.sort(compareText);
}

function foldersOf(files: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, ListedEntry>> {
  const folders = new Map<string, Map<string, ListedEntry>>();
  for (const file of files) {
    const names = file.split("/");
    let folder = ROOT;
    names.forEach((name, index) => {
      const isFile = index === names.length - 1;
      let entries = folders.get(folder);
      if (entries === undefined) {
        entries = new Map();
        folders.set(folder, entries);
      }
      entries.set(name, entryOf(name, isFile));
      folder = folder === ROOT ? `/${name}` : `${folder}/${name}`;
    });
  }
  return folders;
}

function entryOf(name: string, isFile: boolean): ListedEntry {
  return { name, isFile: () => isFile, isDirectory: () => !isFile, isSymbolicLink: () => false };
}
