/** Replaces `start` up to `end` (excluded; offsets in UTF-16 code units) with `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Makes all replacements at once. Where two of them take out the same characters, they are taken out once. */
export function applySplices(source: string, splices: readonly Splice[]): string {
  const sorted = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of sorted) {
    if (start > at) parts.push(source.slice(at, start));
    parts.push(text);
    at = Math.max(at, end);
  }
  parts.push(source.slice(at));
  return parts.join("");
}

/** Where the line begins that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line after an offset's line begins; the text's end on its last line. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}
