import { emailKey } from "../../domain/email.ts";
import { type EntryChange, entrySplices, styleOfEntry } from "./edit-entry.ts";
import { dashColumn, type EntryPlace, entryPlaces, isBlankLine } from "./entry-places.ts";
import { blockEntry, flowEntry, PLAIN_STYLE } from "./entry-text.ts";
import type { EntryFields } from "./key-order.ts";
import { type Neighbour, neighbourFinder } from "./neighbours.ts";
import {
  type ListOutline,
  type MapOutline,
  outlineOf,
  pairUnder,
  residentsOf,
  textUnderKey,
} from "./outline.ts";
import { applySplices, lineStart, nextLine, type Splice } from "./splice.ts";

/** What becomes of the entries of one file; entries are named by their e-mail keys. */
export interface ResidentsEdit {
  readonly changed: ReadonlyMap<string, EntryChange>;
  readonly removed: ReadonlySet<string>;
  /** In the order in which they are to stand. */
  readonly added: readonly EntryFields[];
}

/** A file while it is edited. */
interface Editing {
  readonly source: string;
  readonly lineEnd: string;
  readonly defaults: EntryFields;
  readonly list: ListOutline;
  readonly entries: readonly MapOutline[];
  readonly stays: (entry: MapOutline) => boolean;
}

/**
 * The text of a declaration file with its residents edited; everything that is not concerned stays as it is, byte
 * for byte. An entry that goes takes the comment lines directly above it along. A new one comes after the last
 * entry of its floor, else of its building, else at the end, in that neighbour's style. Only for a file that loads
 * without problems.
 */
export function editResidents(source: string, edit: ResidentsEdit): string {
  const root = outlineOf(source);
  const residents = residentsOf(root);
  const lineEnd = source.includes("\r\n") ? "\r\n" : "\n";
  if (residents === undefined) return addList(source, root, edit.added, lineEnd);
  const defaults = defaultsOf(root);
  const { list, entries } = residents;
  const editing: Editing = {
    source,
    lineEnd,
    defaults,
    list,
    entries,
    stays: (entry) => !edit.removed.has(keyOf(entry)),
  };
  const changes = entries.flatMap((entry) => {
    const change = editing.stays(entry) ? edit.changed.get(keyOf(entry)) : undefined;
    return change === undefined ? [] : entrySplices(source, entry, change, defaults, lineEnd);
  });
  const added = edit.added.map((fields) => withoutDefaults(fields, defaults));
  const others = list.isFlow ? flowListSplices(editing, root, added) : blockListSplices(editing, root, added);
  return applySplices(source, [...changes, ...others]);
}

/** The building and floor that a file gives to entries without their own. */
export function defaultsOf(root: MapOutline): EntryFields {
  const defaults = pairUnder(root, "defaults")?.value;
  if (defaults?.kind !== "map") return {};
  const building = textUnderKey(defaults, "building");
  const floor = textUnderKey(defaults, "floor");
  return { ...(building === undefined ? {} : { building }), ...(floor === undefined ? {} : { floor }) };
}

function withoutDefaults(fields: EntryFields, defaults: EntryFields): EntryFields {
  const { building, floor, ...others } = fields;
  return {
    ...others,
    ...(building === undefined || building === defaults.building ? {} : { building }),
    ...(floor === undefined || floor === defaults.floor ? {} : { floor }),
  };
}

function keyOf(entry: MapOutline): string {
  return emailKey(textUnderKey(entry, "email") ?? "");
}

function addList(source: string, root: MapOutline, added: readonly EntryFields[], lineEnd: string): string {
  if (added.length === 0) return source;
  const last = root.pairs.at(-1);
  if (root.isFlow && last !== undefined) {
    const list = added.map((fields) => flowEntry(fields, PLAIN_STYLE)).join(", ");
    return applySplices(source, [
      { start: last.value.end, end: last.value.end, text: `, residents: [${list}]` },
    ]);
  }
  const at = nextLine(source, root.end);
  const open = source[at - 1] === "\n" ? "" : lineEnd;
  const list = added.map((fields) => blockEntry(fields, 2, PLAIN_STYLE, lineEnd)).join("");
  return applySplices(source, [{ start: at, end: at, text: `${open}residents:${lineEnd}${list}` }]);
}

function flowListSplices(
  { source, list, entries, stays, lineEnd }: Editing,
  root: MapOutline,
  added: readonly EntryFields[],
): readonly Splice[] {
  const last = entries.findLast(stays);
  if (last === undefined && !root.isFlow && (added.length > 0 || entries.length === 0)) {
    return added.length === 0 ? [] : openList(source, list, added, lineEnd);
  }
  const style = entries[0] === undefined ? PLAIN_STYLE : styleOfEntry(entries[0]);
  const written = added.map((fields) => flowEntry(fields, style));
  if (last === undefined) {
    const isUnchanged = entries.length === 0 && added.length === 0;
    return isUnchanged ? [] : [{ start: list.start, end: list.end, text: `[${written.join(", ")}]` }];
  }
  const removals = entries.flatMap((entry, index) => {
    if (stays(entry)) return [];
    const following = entries[index + 1];
    const isBehindAll = entry.start > last.start;
    if (isBehindAll) return [{ start: last.end, end: entry.end, text: "" }];
    return following === undefined ? [] : [{ start: entry.start, end: following.start, text: "" }];
  });
  const text = written.map((entry) => `, ${entry}`).join("");
  return [...removals, { start: last.end, end: last.end, text }];
}

/** Puts a block list in the place of a flow list of which nothing stays, such as `[]`. */
function openList(
  source: string,
  list: ListOutline,
  added: readonly EntryFields[],
  lineEnd: string,
): readonly Splice[] {
  const before = source.slice(0, list.start).trimEnd().length;
  const at = nextLine(source, list.end);
  const open = source[at - 1] === "\n" ? "" : lineEnd;
  const text = added.map((fields) => blockEntry(fields, 2, PLAIN_STYLE, lineEnd)).join("");
  return [
    { start: before, end: list.end, text: "" },
    { start: at, end: at, text: open + text },
  ];
}

function blockListSplices(
  editing: Editing,
  root: MapOutline,
  added: readonly EntryFields[],
): readonly Splice[] {
  const { source, list, entries, stays } = editing;
  const places = entryPlaces(source, list, entries);
  const areSpaced = places.slice(1).filter(({ start }) => isBlankLine(source, lineStart(source, start - 1)));
  const isSpaced = areSpaced.length * 2 > places.length - 1 && areSpaced.length > 0;
  const removals = entries.flatMap((entry, index) => {
    const place = places[index];
    return place === undefined || stays(entry) ? [] : [removal(source, place, places[index - 1])];
  });
  if (added.length === 0 && !entries.some(stays)) return [...removals, emptyList(source, root)];
  return [...removals, ...insertions(editing, places, added, isSpaced)];
}

function emptyList(source: string, root: MapOutline): Splice {
  const keyEnd = pairUnder(root, "residents")?.key.end ?? 0;
  const at = source.indexOf(":", keyEnd) + 1;
  return { start: at, end: at, text: " []" };
}

/** The lines of an entry with the blank ones above; of the first entry, with those below. */
function removal(source: string, place: EntryPlace, previous: EntryPlace | undefined): Splice {
  let { start, end } = place;
  while (start > (previous?.end ?? 0)) {
    const above = lineStart(source, start - 1);
    if (!isBlankLine(source, above)) break;
    start = above;
  }
  const hadBlankAbove = start < place.start;
  while (!hadBlankAbove && isBlankLine(source, end)) end = nextLine(source, end);
  return { start, end, text: "" };
}

function insertions(
  { source, list, entries, stays, defaults, lineEnd }: Editing,
  places: readonly EntryPlace[],
  added: readonly EntryFields[],
  isSpaced: boolean,
): readonly Splice[] {
  const column = dashColumn(source, list);
  const staying = entries.flatMap((entry, index): readonly Neighbour[] => {
    const place = places[index];
    return place !== undefined && stays(entry) ? [{ entry, end: place.end }] : [];
  });
  const neighbourOf = neighbourFinder(staying, defaults);
  return added.map((fields) => {
    const neighbour = neighbourOf(fields);
    const style = neighbour === undefined ? PLAIN_STYLE : styleOfEntry(neighbour.entry);
    const lines =
      neighbour?.entry.isFlow === true
        ? `${" ".repeat(column)}- ${flowEntry(fields, style)}${lineEnd}`
        : blockEntry(fields, column, style, lineEnd);
    const at = neighbour?.end ?? places.at(-1)?.end ?? source.length;
    const blank = isSpaced && neighbour !== undefined ? lineEnd : "";
    const isLineOpen = at > 0 && source[at - 1] !== "\n";
    const text = isLineOpen ? `${lineEnd}${blank}${lines.slice(0, -lineEnd.length)}` : `${blank}${lines}`;
    return { start: at, end: at, text };
  });
}
