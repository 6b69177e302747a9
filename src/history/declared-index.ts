import { type Bag, bag } from "./bag.ts";
import type { WrittenFile } from "./read-file.ts";
import { differences, type Tree } from "./tree.ts";
import type { WrittenHead, WrittenResident } from "./written.ts";

/**
 * Who may be declared differently after a move, and what was declared before it: sites by name (null: the Project),
 * residents by site and key.
 */
export interface Touched {
  readonly heads: Map<string | null, WrittenHead | undefined>;
  readonly residents: Map<string, Map<string, WrittenResident | undefined>>;
}

/**
 * All that is declared at one commit, to be looked up, and to be moved to another commit at the cost of what differs.
 * Where a site has several entries of one e-mail, or several files have one name (`validate` refuses both), one of
 * them counts, whatever order they stand in.
 */
export interface DeclaredIndex {
  /** Moves to another tree and says what may differ there, with what was there before. */
  readonly moveTo: (tree: Tree) => Touched;
  readonly head: (site: string | null) => WrittenHead | undefined;
  readonly resident: (site: string, key: string) => WrittenResident | undefined;
}

/** An index that stands at an empty tree. */
export function declaredIndex(): DeclaredIndex {
  const heads = bag<string | null, WrittenHead>();
  const residents = new Map<string, Bag<string, WrittenResident>>();
  let current: Tree = new Map();

  function residentsOf(site: string): Bag<string, WrittenResident> {
    const known = residents.get(site) ?? bag();
    residents.set(site, known);
    return known;
  }
  function replaceHead(old: WrittenFile | null, now: WrittenFile | null, touched: Touched): void {
    for (const file of [old, now]) {
      if (file === null || file.frame.head === null) continue;
      noteOnce(touched.heads, file.frame.site, heads.get);
      if (file === old) heads.remove(file.frame.site, file.frame.head);
      else heads.add(file.frame.site, file.frame.head);
    }
  }
  function replaceResidents({ old, now, site }: Replaced, touched: Touched): void {
    if (old.length === 0 && now.length === 0) return;
    const own = residentsOf(site);
    const before = touched.residents.get(site) ?? new Map<string, WrittenResident | undefined>();
    touched.residents.set(site, before);
    for (const resident of old) {
      noteOnce(before, resident.key, own.get);
      own.remove(resident.key, resident);
    }
    for (const resident of now) {
      noteOnce(before, resident.key, own.get);
      own.add(resident.key, resident);
    }
  }
  return {
    moveTo: (tree) => {
      const touched: Touched = { heads: new Map(), residents: new Map() };
      for (const { old, new: now } of differences(current, tree)) {
        const [before, after] = [old?.file ?? null, now?.file ?? null];
        if (before === after) continue;
        if (before?.frame !== after?.frame) replaceHead(before, after, touched);
        for (const replaced of replacedResidents(before, after)) replaceResidents(replaced, touched);
      }
      current = tree;
      return touched;
    },
    head: heads.get,
    resident: (site, key) => residents.get(site)?.get(key),
  };
}

/** Notes what is found under a key, unless that was noted before. */
function noteOnce<K, V>(notes: Map<K, V | undefined>, key: K, find: (key: K) => V | undefined): void {
  if (!notes.has(key)) notes.set(key, find(key));
}

interface Replaced {
  readonly site: string;
  readonly old: readonly WrittenResident[];
  readonly now: readonly WrittenResident[];
}

/** What two versions do not have in common; most of a file stays the same objects from one to the next. */
function replacedResidents(before: WrittenFile | null, after: WrittenFile | null): readonly Replaced[] {
  const [from, to] = [before?.frame.site ?? null, after?.frame.site ?? null];
  const [old, now] = [before?.residents ?? [], after?.residents ?? []];
  if (from !== null && from === to) return [{ site: from, ...withoutSameEnds(old, now) }];
  return [
    ...(from === null ? [] : [{ site: from, old, now: [] }]),
    ...(to === null ? [] : [{ site: to, old: [], now }]),
  ];
}

function withoutSameEnds(
  old: readonly WrittenResident[],
  now: readonly WrittenResident[],
): Omit<Replaced, "site"> {
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  while (first < shorter && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < shorter - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  return { old: old.slice(first, old.length - last), now: now.slice(first, now.length - last) };
}
