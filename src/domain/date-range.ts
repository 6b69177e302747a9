/**
 * A range of site-local calendar dates, both ends counted (the guide: «Only one resident can occupy a unit on any
 * given date or date range»). `null` is open: from the beginning, or for ever. ISO dates compare as text.
 */
export interface DateRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** True where both ranges hold at least one day and share one. */
export function rangesOverlap(a: DateRange, b: DateRange): boolean {
  return !isEmptyRange(a) && !isEmptyRange(b) && startsBy(a, b) && startsBy(b, a);
}

/** True where the range ends before it starts, as an account does that was terminated on the day it began. */
export function isEmptyRange(range: DateRange): boolean {
  return range.from !== null && range.to !== null && range.to < range.from;
}

function startsBy(a: DateRange, b: DateRange): boolean {
  return a.from === null || b.to === null || a.from <= b.to;
}

/** The days two ranges share; only for ranges that overlap. */
export function sharedDays(a: DateRange, b: DateRange): DateRange {
  const from = a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from;
  const to = a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to;
  return { from, to };
}

/** `2026-11-01 to 2026-12-31`, `from 2026-11-01`, `until 2026-12-31`, `always`. */
export function formatRange(range: DateRange): string {
  if (range.from !== null && range.to !== null) {
    return range.from === range.to ? range.from : `${range.from} to ${range.to}`;
  }
  if (range.from !== null) return `from ${range.from}`;
  return range.to !== null ? `until ${range.to}` : "always";
}
