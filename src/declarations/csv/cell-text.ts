/** What a spreadsheet takes for a formula at the beginning of a cell (OWASP, "CSV Injection"), also full-width. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** The text of a cell that no spreadsheet runs: with an apostrophe before what looks like a formula. */
export function safeCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `safeCell` was given. White space around it is no part of a value. */
export function cellText(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
