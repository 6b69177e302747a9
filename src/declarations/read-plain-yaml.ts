import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import { type ListNode, MAX_DEPTH, type MapEntry, type MapNode, type Node, type TextNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";

/**
 * Reads a file that is written plainly: one document of mappings, lists and texts of one line. js-yaml's events
 * carry the offset of everything in the source, so there is no document to build first, and the file is read about
 * ten times as fast. Null where the file holds anything else, or anything that has to be reported:
 * `parse-document.ts` is the judge of that. What is not null is, node for node, what it reads.
 */
export function readPlainYaml(source: SourceText): Node | null {
  if (isReadDifferently(source.text)) return null;
  const events = eventsOf(source.text);
  const [document] = events ?? [];
  if (events === null || document?.type !== EVENT_ID.DOCUMENT || document.explicitEnd) return null;
  if (document.explicitStart && ODD_START.test(source.text)) return null;
  const reader: Reader = { source, events, next: 1 };
  const root = readNode(reader, 0);
  // After the root its document closes, and nothing follows.
  return reader.next === events.length - 1 ? root : null;
}

/** True for text that one of the two libraries reads in another way, or refuses alone: tests found each of these. */
function isReadDifferently(text: string): boolean {
  return (
    text.includes("\t") ||
    text.includes("\ufeff") ||
    text.startsWith("...") ||
    text.includes("\n...") ||
    (text.includes("\r") && LONE_RETURN.test(text))
  );
}

const LONE_RETURN = /\r(?!\n)/;

/** Before the "---" of a document: a directive, or a marker that is indented, which js-yaml takes for one. */
const ODD_START = /^(?: *%| +---)/m;

function eventsOf(text: string): readonly Event[] | null {
  try {
    return parseEvents(text, { maxDepth: 2 * MAX_DEPTH });
  } catch {
    // Whatever is wrong is found, and worded, by the judge.
    return null;
  }
}

/** The events, and the next one to be read. */
interface Reader {
  readonly source: SourceText;
  readonly events: readonly Event[];
  next: number;
}

/** The node that begins at the next event; null where it is not plain. */
function readNode(reader: Reader, depth: number): Node | null {
  const event = reader.events[reader.next];
  if (event === undefined || depth >= MAX_DEPTH) return null;
  reader.next += 1;
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return readText(reader, event);
    case EVENT_ID.MAPPING:
      return hasProperties(event) ? null : readMap(reader, event.start, depth);
    case EVENT_ID.SEQUENCE:
      return hasProperties(event) ? null : readList(reader, event.start, depth);
    default:
      return null;
  }
}

function readMap(reader: Reader, offset: number, depth: number): MapNode | null {
  const { source, events } = reader;
  const entries = new Map<string, MapEntry>();
  for (;;) {
    const event = events[reader.next];
    reader.next += 1;
    if (event?.type === EVENT_ID.POP) return { kind: "map", source, offset, entries };
    const key = event?.type === EVENT_ID.SCALAR ? readText(reader, event) : null;
    // A merge key, or one that stands there twice.
    if (key === null || key.text === "<<" || entries.has(key.text)) return null;
    const value = readNode(reader, depth + 1);
    if (value === null) return null;
    entries.set(key.text, { keyOffset: key.offset, value });
  }
}

function readList(reader: Reader, offset: number, depth: number): ListNode | null {
  const { source, events } = reader;
  const items: Node[] = [];
  while (events[reader.next]?.type !== EVENT_ID.POP) {
    const item = readNode(reader, depth + 1);
    if (item === null) return null;
    items.push(item);
  }
  reader.next += 1;
  return { kind: "list", source, offset, items };
}

/** A text of one line, which is not empty unless it is in quotes. */
function readText({ source }: Reader, event: ScalarEvent): TextNode | null {
  const { style, valueStart, valueEnd } = event;
  if (hasProperties(event) || valueStart < 0) return null;
  const isPlain = style === SCALAR_STYLE.PLAIN;
  if (!isPlain && style !== SCALAR_STYLE.SINGLE_QUOTED && style !== SCALAR_STYLE.DOUBLE_QUOTED) return null;
  const text = source.text.slice(valueStart, valueEnd);
  if (event.fast)
    return { kind: "text", source, offset: isPlain ? valueStart : valueStart - 1, text, isPlain };
  // Not fast: escapes, or several lines.
  if (isPlain || LINE_BREAK.test(text)) return null;
  return { kind: "text", source, offset: valueStart - 1, text: getScalarValue(source.text, event), isPlain };
}

const LINE_BREAK = /[\r\n]/;

function hasProperties({ anchorStart, tagStart }: { anchorStart: number; tagStart: number }): boolean {
  return anchorStart >= 0 || tagStart >= 0;
}
