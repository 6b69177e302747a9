import { codePoint } from "../code-point.ts";
import type { CsvKey } from "./columns.ts";
import { isDateInPlaceOfText, isSerialDate } from "./date-damage.ts";
import { isGarbled } from "./garbled.ts";

const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d+$/i;
const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!|SPILL!|CALC!|#+)$/i;
/** Spaces that look like one and are another character; with them a unit or a name is not the one it seems. */
const ODD_SPACE = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/;
/** What no address holds, and a link, a list or quotes leave behind. An apostrophe may stand within one. */
const NOT_AN_ADDRESS = /^mailto:|^['‘’]|["“”„<>(),;?\\]|\.\.|\.$/i;

const PLACES: readonly CsvKey[] = ["building", "floor", "unit"];
const WORDS: readonly CsvKey[] = ["firstName", "lastName", "building"];

/** What a spreadsheet, or another program, has done to a cell, in words with the way out; null where nothing is seen. */
export function damageOf(key: CsvKey, text: string): string | null {
  if (ERROR_VALUE.test(text)) return "A formula's error stands here in place of a value. Enter the value.";
  if (isGarbled(text)) {
    return "Letters are garbled: the file was once opened in the wrong encoding. Take the text from the original.";
  }
  // Newer spreadsheets write such a space into times of day themselves.
  if (key === "accessStart" || key === "accessEnd") return null;
  const space = ODD_SPACE.exec(text);
  if (space !== null) {
    return `A character looks like a space and is another (${codePoint(space[0])}). Type an ordinary space in its place.`;
  }
  if (key === "email") {
    return NOT_AN_ADDRESS.test(text)
      ? "More, or less, than an e-mail address stands here: a link, a list, quotes or a sign too many. Give the address alone."
      : null;
  }
  return textDamage(key, text);
}

function textDamage(key: CsvKey, text: string): string | null {
  if (/^[“”„]/.test(text)) {
    return 'Curly quotes stand where straight ones were, which keep a cell together. Write ", or none.';
  }
  if (SCIENTIFIC.test(text)) {
    return "A spreadsheet has turned a number into scientific notation, and digits may be lost. Format the column as text and enter the value again.";
  }
  if (WORDS.includes(key) && /\p{L}\?|\?\p{L}/u.test(text)) {
    return 'A "?" stands where a letter was lost: the file was once saved in an encoding without it. Take the text from the original.';
  }
  if (key === "firstName" || key === "lastName") return null;
  if (/^[+-]?\d+[.,]0+$/.test(text)) {
    return `A spreadsheet has added "${text.slice(text.search(/[.,]/))}". Format the column as text and enter the value again.`;
  }
  const isDate =
    PLACES.includes(key) && (isDateInPlaceOfText(text) || (key === "floor" && isSerialDate(text)));
  return isDate ? DATE_IN_PLACE : null;
}

/** What is said of a date where a building, floor or unit should be. */
export const DATE_IN_PLACE =
  "A spreadsheet has made a date of it, such as 3-Apr of 3-4 or 4-3. Format the column as text and enter the value again.";
