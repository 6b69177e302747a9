import type { Unreadable, WrittenFile } from "./read-file.ts";

/** What a path holds at a commit. Compared by identity: the same object is the same content. */
export interface TreeFile {
  /** The id of the object. */
  readonly object: string;
  readonly mode: string;
  /** What it says; of an unreadable one, what it last said on this line of history. Null where it never said anything. */
  readonly file: WrittenFile | null;
  readonly problem: Unreadable | null;
}

/** The declaration files of a commit, by path. */
export type Tree = Map<string, TreeFile>;

/** A path where two trees differ; null where one has no such file. */
interface TreeDifference {
  readonly path: string;
  readonly old: TreeFile | null;
  readonly new: TreeFile | null;
}

/** Where two trees differ. */
export function differences(from: Tree, to: Tree): readonly TreeDifference[] {
  if (from === to) return [];
  const found: TreeDifference[] = [];
  for (const [path, old] of from) {
    const now = to.get(path) ?? null;
    if (now !== old) found.push({ path, old, new: now });
  }
  for (const [path, now] of to) if (!from.has(path)) found.push({ path, old: null, new: now });
  return found;
}
