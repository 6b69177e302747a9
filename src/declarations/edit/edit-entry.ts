import { type EntryStyle, pairText } from "./entry-text.ts";
import { type EntryFields, RESIDENT_KEYS, type ResidentKey } from "./key-order.ts";
import { type MapOutline, type PairOutline, pairUnder } from "./outline.ts";
import { type ScalarStyle, scalarText } from "./scalar-text.ts";
import { lineStart, nextLine, type Splice } from "./splice.ts";

const ORDER: readonly string[] = RESIDENT_KEYS;

/** What becomes of one entry: keys that get a value, and keys that go. */
export interface EntryChange {
  readonly set: EntryFields;
  readonly remove: readonly ResidentKey[];
}

/**
 * The replacements that make the change: a value is replaced where it stands, in its own quotes; a key that is new
 * comes after the last of those that belong before it; a key that goes takes its line with it. `defaults` are the
 * file's: a building or floor that they give already is not written.
 */
export function entrySplices(
  source: string,
  entry: MapOutline,
  { set, remove }: EntryChange,
  defaults: EntryFields,
  lineEnd: string,
): readonly Splice[] {
  const style = styleOfEntry(entry);
  const splices: Splice[] = [];
  const insertions = new Map<PairOutline, ResidentKey[]>();
  const gone = new Set<string>(remove);
  for (const key of RESIDENT_KEYS) {
    const value = set[key];
    if (value === undefined) continue;
    const pair = pairUnder(entry, key);
    if (pair !== undefined) {
      splices.push(valueSplice(pair, value, entry.isFlow));
    } else if (defaults[key] === undefined || defaults[key] !== value) {
      const anchor = anchorOf(entry, key, gone);
      insertions.set(anchor, [...(insertions.get(anchor) ?? []), key]);
    }
  }
  for (const [anchor, keys] of insertions) {
    const pairs = keys.map((key) => pairText(key, set[key] ?? null, style, entry.isFlow));
    splices.push(insertion(source, entry, anchor, pairs, lineEnd));
  }
  for (const key of remove) {
    const pair = pairUnder(entry, key);
    if (pair !== undefined) splices.push(removal(source, entry, pair, gone));
  }
  return splices;
}

/** The quotes that an entry has around its keys and values: those that all of them have. */
export function styleOfEntry({ pairs }: MapOutline): EntryStyle {
  return {
    key: commonStyle(pairs.map(({ key }) => key.style)),
    value: commonStyle(pairs.map(({ value }) => (value.kind === "text" ? value.style : "plain"))),
  };
}

function commonStyle(styles: readonly string[]): ScalarStyle {
  if (styles.length > 0 && styles.every((style) => style === "double")) return "double";
  return styles.length > 0 && styles.every((style) => style === "single") ? "single" : "plain";
}

function valueSplice({ value }: PairOutline, text: string | null, isInFlow: boolean): Splice {
  const style = value.kind === "text" && value.style !== "block" ? value.style : "plain";
  const written = text === null ? "null" : scalarText(text, style, isInFlow);
  return { start: value.start, end: value.end, text: written };
}

/** The last pair of those that belong before a key and stay; an entry always has an e-mail. */
function anchorOf({ pairs }: MapOutline, key: ResidentKey, gone: ReadonlySet<string>): PairOutline {
  const place = RESIDENT_KEYS.indexOf(key);
  const before = pairs.filter(
    (pair) => !gone.has(pair.key.text) && RESIDENT_KEYS.some((k, i) => k === pair.key.text && i < place),
  );
  const anchor = before.reduce<PairOutline | undefined>(
    (last, pair) => (last === undefined || keyPlace(pair) >= keyPlace(last) ? pair : last),
    undefined,
  );
  if (anchor === undefined) throw new Error("the entry has no e-mail");
  return anchor;
}

function keyPlace({ key }: PairOutline): number {
  return ORDER.indexOf(key.text);
}

function insertion(
  source: string,
  entry: MapOutline,
  { value }: PairOutline,
  pairs: readonly string[],
  lineEnd: string,
): Splice {
  if (entry.isFlow) {
    return { start: value.end, end: value.end, text: pairs.map((pair) => `, ${pair}`).join("") };
  }
  const indent = " ".repeat(entry.start - lineStart(source, entry.start));
  const at = nextLine(source, value.end);
  const isLineOpen = source[at - 1] !== "\n";
  const lines = pairs.map((pair) =>
    isLineOpen ? `${lineEnd}${indent}${pair}` : `${indent}${pair}${lineEnd}`,
  );
  return { start: at, end: at, text: lines.join("") };
}

function removal(source: string, entry: MapOutline, pair: PairOutline, gone: ReadonlySet<string>): Splice {
  const index = entry.pairs.indexOf(pair);
  const following = entry.pairs[index + 1];
  const staying = entry.pairs.slice(0, index).findLast(({ key }) => !gone.has(key.text));
  if (staying === undefined && following !== undefined) {
    // The first of the entry stands behind its dash or brace, where the next one takes its place.
    return { start: pair.key.start, end: following.key.start, text: "" };
  }
  if (entry.isFlow) return { start: staying?.value.end ?? pair.key.start, end: pair.value.end, text: "" };
  return { start: lineStart(source, pair.key.start), end: nextLine(source, pair.value.end), text: "" };
}
