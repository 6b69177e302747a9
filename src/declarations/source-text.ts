import type { SourcePosition } from "../domain/source.ts";
import type { Problem } from "./problem.ts";

/** A file's text and the way from an offset in it to a line and column. */
export interface SourceText {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** The position of an offset (from 0, in UTF-16 code units, as editors count columns). */
  readonly at: (offset: number) => SourcePosition;
}

/** A text under the name of its file. */
export function sourceText(file: string, text: string): SourceText {
  let starts: readonly number[] | null = null;
  return {
    file,
    text,
    at: (offset) => {
      starts ??= lineStarts(text);
      const line = lastAtOrBefore(starts, offset);
      return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
  };
}

/** The text of a file's bytes, or the problem with its encoding. */
export function decodeFile(file: string, bytes: Uint8Array): SourceText | Problem {
  try {
    return sourceText(file, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const lossy = sourceText(file, new TextDecoder("utf-8").decode(bytes));
    return {
      severity: "error",
      rule: "file-encoding",
      message: isUtf16 ? "The file is UTF-16, not UTF-8." : "The file is not UTF-8 from here on.",
      remedy: "Save it as UTF-8.",
      position: lossy.at(lossy.text.indexOf("\ufffd")),
    };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** The index of the last number that is not above `value`; the numbers rise and begin with 0. */
function lastAtOrBefore(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
