import { isUtf8 } from "node:buffer";
import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { newFindings } from "../declarations/findings.ts";
import { itemsUnder } from "../declarations/node.ts";
import { parseYaml } from "../declarations/parse-yaml.ts";
import { sourceText } from "../declarations/source-text.ts";
import { type Frame, readSource, type WrittenFile } from "./read-file.ts";
import { type Layout, type Recut, recut } from "./recut.ts";
import { type WrittenResident, withDefaults, writtenResident } from "./written.ts";

/** A file in the plain form: what it says, where its items stand, and what stands around them. */
export interface PlainFile extends WrittenFile {
  readonly layout: Layout;
  /** The file's text with an empty list in the place of its items. */
  readonly frameText: string;
}

/**
 * Reads a file in the plain form, and parses no more of it than differs from an earlier file: what its unchanged
 * items say is known. Gives what `readWholeFile` gives; or null where the file is not in the plain form or any part
 * of it is not in order, and then that function is the judge. `earlier` is best an earlier version of the file.
 */
export function readPlainFile(file: string, bytes: Buffer, earlier: PlainFile | null): PlainFile | null {
  // Its kind depends on its place; and it has no residents.
  if (file === PROJECT_FILE) return null;
  const layout = recut(bytes, earlier?.layout ?? null);
  if (layout === null) return null;
  const looked = bytes.subarray(layout.looked.from, layout.looked.to);
  if (!isUtf8(looked) || hasLoneReturn(looked)) return null;
  const text = frameText(layout);
  const frame = text === earlier?.frameText ? earlier.frame : readFrame(file, text);
  const middle = frame === null ? null : readMiddle(file, layout, earlier);
  if (frame === null || middle === null) return null;
  const entries = around(earlier?.entries ?? [], layout, middle);
  return {
    frame,
    entries,
    residents: filledIn(entries, middle, frame, layout, earlier),
    layout: { bytes, key: layout.key, indent: layout.indent, starts: layout.starts, end: layout.end },
    frameText: text,
  };
}

/** The entries with the file's defaults; those that stand as they did stay the same objects. */
function filledIn(
  entries: readonly WrittenResident[],
  middle: readonly WrittenResident[],
  { defaults }: Frame,
  layout: Recut,
  earlier: PlainFile | null,
): readonly WrittenResident[] {
  if (defaults.building === null && defaults.floor === null) return entries;
  const known = earlier?.frame.defaults;
  if (earlier === null || known?.building !== defaults.building || known.floor !== defaults.floor) {
    return entries.map((entry) => withDefaults(entry, defaults));
  }
  return around(
    earlier.residents,
    layout,
    middle.map((entry) => withDefaults(entry, defaults)),
  );
}

/** Earlier items, with others in the place of those that were looked at again. */
function around<T>(earlier: readonly T[], { before, after }: Recut, middle: readonly T[]): readonly T[] {
  return [...earlier.slice(0, before), ...middle, ...earlier.slice(after)];
}

/** YAML takes a carriage return for a line break; the cutting of lines here does not. */
function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(13); at !== -1; at = bytes.indexOf(13, at + 1)) {
    if (bytes[at + 1] !== 10) return true;
  }
  return false;
}

function frameText({ bytes, key, end }: Layout): string {
  const text = `${bytes.toString("utf8", 0, key)}residents: []\n${bytes.toString("utf8", end)}`;
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function readFrame(file: string, text: string): Frame | null {
  // A directive at the top would go for the items too.
  if (/^%/m.test(text)) return null;
  const read = readSource(sourceText(file, text));
  return "frame" in read ? read.frame : null;
}

/** The items that were looked at: those that stood in the same place before are known by their text. */
function readMiddle(
  file: string,
  layout: Recut,
  earlier: PlainFile | null,
): readonly WrittenResident[] | null {
  const known = earlier === null ? new Map<string, WrittenResident>() : knownItems(earlier, layout);
  const count = layout.starts.length - layout.before - ((earlier?.entries.length ?? 0) - layout.after);
  const texts = Array.from({ length: count }, (_, index) => itemText(layout, layout.before + index));
  const unknown = texts.filter((text) => !known.has(text));
  const read = parseItems(file, unknown);
  if (read === null) return null;
  let next = 0;
  return texts.flatMap((text) => known.get(text) ?? read[next++] ?? []);
}

function knownItems(earlier: PlainFile, { before, after }: Recut): Map<string, WrittenResident> {
  const known = new Map<string, WrittenResident>();
  for (const [index, entry] of earlier.entries.slice(before, after).entries()) {
    known.set(itemText(earlier.layout, before + index), entry);
  }
  return known;
}

function itemText({ bytes, starts, end }: Layout, index: number): string {
  return bytes.toString("utf8", starts[index], starts[index + 1] ?? end);
}

/** Parses items one after the other, as they would stand in a file; null where any is not in order. */
function parseItems(file: string, texts: readonly string[]): readonly WrittenResident[] | null {
  if (texts.length === 0) return [];
  const findings = newFindings();
  const root = parseYaml(sourceText(file, `residents:\n${texts.join("")}`), findings);
  if (root?.kind !== "map" || findings.sorted().length > 0) return null;
  const entries = itemsUnder(root, "residents").flatMap((item) =>
    item.kind === "map" ? (writtenResident(item) ?? []) : [],
  );
  return entries.length === texts.length ? entries : null;
}
