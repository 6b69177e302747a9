/** Months as spreadsheets write them in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTHS = [
  "jan|january|januar|janv|janvier|ene|enero|gen|gennaio|janeiro|januari",
  "feb|february|februar|févr|février|febrero|febbraio|fev|fevereiro|februari",
  "mar|march|mär|märz|mrz|mars|marzo|março|mrt|maart",
  "apr|april|avr|avril|abr|abril|aprile",
  "may|mai|mayo|mag|maggio|maio|mei",
  "jun|june|juni|juin|junio|giu|giugno|junho",
  "jul|july|juli|juil|juillet|julio|lug|luglio|julho",
  "aug|august|août|ago|agosto|augustus",
  "sep|sept|september|septembre|septiembre|set|settembre|setembro",
  "oct|october|okt|oktober|octobre|octubre|ott|ottobre|out|outubro",
  "nov|november|novembre|noviembre|novembro",
  "dec|december|dez|dezember|déc|décembre|dic|diciembre|dicembre|dezembro",
].join("|");
const IN_WORDS = new RegExp(
  String.raw`^(?:\d{1,4}[-/. ]+(?:${MONTHS})\.?(?:[-/. ]+\d{1,4})?|(?:${MONTHS})\.?[-/. ]+\d{1,4})$`,
  "iu",
);
const IN_NUMBERS = /^(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2})(?:[ T].*)?$/;

/** True for a text that a spreadsheet writes for a date, which is what it takes `3-4` for. */
export function isDateInPlaceOfText(text: string): boolean {
  return IN_WORDS.test(text) || IN_NUMBERS.test(text);
}

/** True for a number that is a day of this century's first half to a spreadsheet: 36526 to 54788. */
export function isSerialDate(text: string): boolean {
  return /^\d{5}$/.test(text) && Number(text) >= 36_526 && Number(text) <= 54_788;
}
