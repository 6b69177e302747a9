const [TAB, LINE_FEED, RETURN, SPACE, HASH, DASH] = [9, 10, 13, 32, 35, 45];

/** A stretch of a `residents:` list in block form, cut into its items. */
export interface Cut {
  /** How far the dashes are indented. */
  readonly indent: number;
  /** Where each item's first line begins; an item ends where the next one begins. */
  readonly starts: readonly number[];
  /** Where the list ends: at the next key of the file, or at `to`. */
  readonly end: number;
}

/**
 * Cuts the lines from `from` to `to` into list items by their indentation alone. What a line is does not depend on
 * the lines around it, so that a stretch which begins and ends at lines' beginnings can be cut by itself. Null where
 * a line stands where the plain form has none: then only a YAML parser can say what the lines mean. `indent` is
 * that of the dashes, or null: the first dash's.
 */
export function cutItems(bytes: Buffer, from: number, to: number, indent: number | null): Cut | null {
  const starts: number[] = [];
  let dashes = indent;
  let line = from;
  while (line < to) {
    const lineFeed = bytes.indexOf(LINE_FEED, line);
    const next = lineFeed === -1 || lineFeed >= to ? to : lineFeed + 1;
    const first = firstInk(bytes, line, next);
    const column = first - line;
    const byte = bytes[first];
    if (first < next && byte !== HASH) {
      if (byte === TAB) return null;
      const isDash = byte === DASH && isGap(bytes[first + 1], first + 1 >= next);
      if (isDash && column === (dashes ?? column)) {
        dashes = column;
        starts.push(line);
      } else if (dashes !== null && starts.length > 0 && column === 0 && isLetter(byte)) {
        return { indent: dashes, starts, end: line };
      } else if (dashes === null || starts.length === 0 || column <= dashes) return null;
    }
    line = next;
  }
  return dashes === null ? null : { indent: dashes, starts, end: to };
}

/** The first byte that is neither a space nor the line's end; `next` for an empty line. */
function firstInk(bytes: Buffer, line: number, next: number): number {
  let at = line;
  while (at < next && bytes[at] === SPACE) at += 1;
  const isEmpty =
    at === next || bytes[at] === LINE_FEED || (bytes[at] === RETURN && bytes[at + 1] === LINE_FEED);
  return isEmpty ? next : at;
}

function isGap(byte: number | undefined, isEnd: boolean): boolean {
  return isEnd || byte === SPACE || byte === LINE_FEED || byte === RETURN;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}

/** Where the key `residents:` stands on a line of its own at the margin, and where the next line begins. */
export function findList(bytes: Buffer, to: number): { readonly key: number; readonly items: number } | null {
  let line = 0;
  while (line < to) {
    const lineFeed = bytes.indexOf(LINE_FEED, line);
    if (lineFeed === -1 || lineFeed >= to) return null;
    if (bytes[line] === LETTER_R && LIST_KEY.test(bytes.toString("latin1", line, lineFeed))) {
      return { key: line, items: lineFeed + 1 };
    }
    line = lineFeed + 1;
  }
  return null;
}

const LETTER_R = 114;
const LIST_KEY = /^residents: *( #.*)?\r?$/;

/** How many bytes two files have in common at their beginning. */
export function commonPrefix(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  return narrowed(length, (at, size) => a.compare(b, at, at + size, at, at + size) === 0);
}

/** How many bytes two files have in common at their end, of `most`. */
export function commonSuffix(a: Buffer, b: Buffer, most: number): number {
  return narrowed(most, (at, size) => {
    const [endOfA, endOfB] = [a.length - at, b.length - at];
    return a.compare(b, endOfB - size, endOfB, endOfA - size, endOfA) === 0;
  });
}

/** The longest stretch, of `length` bytes, that is the same; compared in halves, by memcmp. */
function narrowed(length: number, isSame: (at: number, size: number) => boolean): number {
  let same = 0;
  let rest = length;
  while (rest > 0) {
    const half = Math.ceil(rest / 2);
    if (isSame(same, half)) {
      same += half;
      rest -= half;
    } else if (half === 1) return same;
    else rest = half;
  }
  return same;
}
