import { CsvError, parse } from "csv-parse/sync";
import { ExpectedError } from "../../domain/exit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { keyOf } from "./columns.ts";

/** The rows of a CSV file as text, the header first. Row 1 is the header, as a spreadsheet counts. */
export type Table = readonly (readonly string[])[];

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * Reads a CSV file: UTF-8 with or without a byte order mark; comma, semicolon or tab, whichever the header's columns
 * are told apart by; Excel's `sep=` line. Anything else is an `ExpectedError` with exit code 4 that names it.
 */
export function readTable(file: string, bytes: Uint8Array): Table {
  const text = decode(file, bytes);
  const hint = /^sep=(.)\r?\n/i.exec(text);
  const content = hint === null ? text : text.slice(hint[0].length);
  return rowsOf(file, content, hint?.[1] ?? delimiterOf(content));
}

function decode(file: string, bytes: Uint8Array): string {
  const shown = visibleText(file, 200);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16 || bytes.includes(0)) {
    throw new ExpectedError(4, `${shown} is UTF-16, not UTF-8.`, SAVE_AS);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const lossy = new TextDecoder("utf-8").decode(bytes);
    const line = lossy.slice(0, lossy.indexOf("\ufffd")).split("\n").length;
    throw new ExpectedError(
      4,
      `${shown} is not UTF-8 from line ${line} on: most likely it is Windows-1252 or Latin-1, which Excel writes as plain "CSV".`,
      SAVE_AS,
    );
  }
}

const SAVE_AS = 'Save it as "CSV UTF-8".';

/** The delimiter that tells most known columns apart; of equals, the first. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const known = DELIMITERS.map((delimiter) => ({
    delimiter,
    count: line.split(delimiter).filter((cell) => keyOf(cell) !== null).length,
  }));
  return known.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}

function rowsOf(file: string, text: string, delimiter: string): Table {
  try {
    return parse(text, { delimiter, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? ` at line ${error.lines}` : "";
    throw new ExpectedError(
      4,
      `${visibleText(file, 200)} is not a CSV file${line}: a quote is not closed, or stands in the middle of a cell.`,
      "Put cells with quotes in quotes and write every quote in them twice, as spreadsheets do when they save CSV.",
      error,
    );
  }
}
