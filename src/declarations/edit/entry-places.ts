import type { ListOutline, MapOutline } from "./outline.ts";
import { lineStart, nextLine } from "./splice.ts";

/** The lines of an entry in a block list. */
export interface EntryPlace {
  /** Where the comment lines directly above it begin; without any, its own first line. */
  readonly start: number;
  /** After its last line, and after the comment lines below that are indented as part of it. */
  readonly end: number;
  /** Where the entry's own first line begins. */
  readonly dash: number;
}

/** The places of all entries of a block list, in order. */
export function entryPlaces(
  source: string,
  list: ListOutline,
  entries: readonly MapOutline[],
): readonly EntryPlace[] {
  const column = dashColumn(source, list);
  const places: EntryPlace[] = [];
  let bound = lineStart(source, list.start);
  for (const entry of entries) {
    const dash = dashLine(source, entry.start, column);
    let start = dash;
    while (start > bound) {
      const above = lineStart(source, start - 1);
      if (above < bound || !isComment(source, above)) break;
      start = above;
    }
    // The list's range begins with its first dash: the comments above that one are looked for further up.
    if (places.length === 0) start = commentsAbove(source, dash);
    const end = endOfEntry(source, entry.end, column);
    places.push({ start, end, dash });
    bound = end;
  }
  return places;
}

/** How far the dashes of a block list are indented. */
export function dashColumn(source: string, list: ListOutline): number {
  return list.start - lineStart(source, list.start);
}

/** Where the comment lines begin that stand directly above a line. */
function commentsAbove(source: string, line: number): number {
  let start = line;
  while (start > 0) {
    const above = lineStart(source, start - 1);
    if (!isComment(source, above)) break;
    start = above;
  }
  return start;
}

function dashLine(source: string, offset: number, column: number): number {
  let line = lineStart(source, offset);
  while (line > 0 && !(source[line + column] === "-" && isBlank(source.slice(line, line + column)))) {
    line = lineStart(source, line - 1);
  }
  return line;
}

function endOfEntry(source: string, contentEnd: number, column: number): number {
  let end = nextLine(source, contentEnd);
  while (end < source.length && isComment(source, end) && indentAt(source, end) > column) {
    end = nextLine(source, end);
  }
  return end;
}

function indentAt(source: string, line: number): number {
  let at = line;
  while (source[at] === " ") at += 1;
  return at - line;
}

/** True where the line that begins here holds a comment and nothing else. */
function isComment(source: string, line: number): boolean {
  return /^[ \t]*#/.test(source.slice(line, nextLine(source, line)));
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** True where the line that begins here is empty. */
export function isBlankLine(source: string, line: number): boolean {
  return line < source.length && isBlank(source.slice(line, nextLine(source, line)));
}
