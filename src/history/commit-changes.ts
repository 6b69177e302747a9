import { compareText } from "../domain/compare-text.ts";
import type { Change } from "../domain/history-event.ts";
import type { DeclaredIndex, Touched } from "./declared-index.ts";
import { type HeadVersions, headChanges, renamesOf } from "./head-changes.ts";
import { type ResidentVersions, residentChanges } from "./resident-changes.ts";
import { differences, type Tree } from "./tree.ts";

/**
 * What a commit changed, in a fixed order: files that cannot be read, sites, residents. What a merge has from any of
 * its parents was done there, not by the merge: only what differs from all of them is its own. Leaves the index at
 * the commit's tree.
 */
export function commitChanges(tree: Tree, parents: readonly Tree[], index: DeclaredIndex): readonly Change[] {
  const [first = new Map() as Tree, ...others] = parents;
  index.moveTo(first);
  const touched = index.moveTo(tree);
  const unreadable = unreadableFiles(tree, parents);
  // A merge that is one of its parents changed nothing.
  if (others.some((other) => differences(other, tree).length === 0)) return unreadable;
  const heads = headVersions(touched, index);
  const residents = residentVersions(touched, index);
  if (heads.length + residents.length === 0) return unreadable;
  for (const other of others) {
    index.moveTo(other);
    for (const head of heads) head.before.push(index.head(head.site));
    for (const resident of residents) resident.before.push(index.resident(resident.site, resident.key));
  }
  index.moveTo(tree);
  const renames = renamesOf(heads);
  return [...unreadable, ...headChanges(heads, renames), ...residentChanges(residents, renames)];
}

type Growing<T extends { readonly before: readonly unknown[] }> = Omit<T, "before"> & {
  readonly before: T["before"][number][];
};

function headVersions({ heads }: Touched, index: DeclaredIndex): readonly Growing<HeadVersions>[] {
  return [...heads]
    .map(([site, before]) => ({ site, before: [before], after: index.head(site) }))
    .filter(({ before, after }) => before[0] !== after)
    .sort((a, b) => compareText(a.site ?? "", b.site ?? ""));
}

function residentVersions(
  { residents }: Touched,
  index: DeclaredIndex,
): readonly Growing<ResidentVersions>[] {
  return [...residents]
    .flatMap(([site, keys]) =>
      [...keys].map(([key, before]) => ({ site, key, before: [before], after: index.resident(site, key) })),
    )
    .filter(({ before, after }) => before[0] !== after)
    .sort((a, b) => compareText(a.site, b.site) || compareText(a.key, b.key));
}

function unreadableFiles(tree: Tree, parents: readonly Tree[]): readonly Change[] {
  const changes: Change[] = [];
  for (const [path, file] of tree) {
    if (file.problem === null || parents.some((parent) => parent.get(path) === file)) continue;
    const site = file.file?.frame.site ?? null;
    changes.push({ type: "unreadable", site, file: path, ...file.problem });
  }
  return changes.sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}
