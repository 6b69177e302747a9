import type { CsvKey } from "./columns.ts";

const MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const DATE_IN_WORDS = new RegExp(
  `^(?:\\d{1,4}[- /.](?:${MONTH})[a-z]*(?:[- /.]\\d{1,4})?|(?:${MONTH})[a-z]*[- /.]\\d{1,4})$`,
  "i",
);
const DATE_IN_NUMBERS = /^(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2})(?:[ T].*)?$/;
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d+$/i;
const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!|SPILL!|CALC!|#+)$/i;
/** UTF-8 that was read as Windows-1252 and saved again: `JosÃ©`. */
const MOJIBAKE = /[ÂÃ][\u0080-\u00bf]|â€|\ufffd/;

const PLACES: readonly CsvKey[] = ["building", "floor", "unit"];

/** What a spreadsheet has done to a cell, in words with the way out; null where nothing is seen. */
export function damageOf(key: CsvKey, text: string): string | null {
  if (ERROR_VALUE.test(text)) return "A formula's error stands here in place of a value. Enter the value.";
  if (MOJIBAKE.test(text)) {
    return "Letters are garbled: the file was once opened in the wrong encoding. Take the text from the original.";
  }
  if (key === "accessStart" || key === "accessEnd" || key === "email") return null;
  if (SCIENTIFIC.test(text)) {
    return "A spreadsheet has turned a number into scientific notation, and digits may be lost. Format the column as text and enter the value again.";
  }
  if (key === "firstName" || key === "lastName") return null;
  if (/^[+-]?\d+[.,]0+$/.test(text)) {
    return `A spreadsheet has added "${text.slice(text.search(/[.,]/))}". Format the column as text and enter the value again.`;
  }
  if (PLACES.includes(key) && (DATE_IN_WORDS.test(text) || DATE_IN_NUMBERS.test(text))) {
    return "A spreadsheet has made a date of it, such as 3-Apr of 3-4 or 4-3. Format the column as text and enter the value again.";
  }
  return null;
}
