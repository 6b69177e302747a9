import type { DateRange } from "../../domain/date-range.ts";
import { addDays } from "../../domain/zone.ts";

/** The days that a timeline shows. */
export interface Scale {
  readonly from: string;
  readonly to: string;
  readonly today: string;
  /** The place of a day's beginning, 0 to 100; what is outside is at the edge. */
  readonly at: (date: string) => number;
  /** The stretch of a range, both ends counted; null where nothing of it is in sight. */
  readonly stretch: (range: DateRange) => { readonly x: number; readonly width: number } | null;
  /** The first days of the months in sight. */
  readonly months: readonly string[];
}

const DAYS_BACK = 45;
const DAYS_AHEAD = 183;

/** A scale around today, up to `until` where that is later than half a year from now. */
export function makeScale(today: string, until: string): Scale {
  const from = addDays(today, -DAYS_BACK);
  const ahead = addDays(today, DAYS_AHEAD);
  const to = until > ahead ? until : ahead;
  const first = dayNumber(from);
  const days = dayNumber(to) + 1 - first;
  const place = (day: number) => round(Math.min(100, Math.max(0, ((day - first) / days) * 100)));
  return {
    from,
    to,
    today,
    at: (date) => place(dayNumber(date)),
    stretch: (range) => {
      const x = range.from === null ? 0 : place(dayNumber(range.from));
      const end = range.to === null ? 100 : place(dayNumber(range.to) + 1);
      return end > x ? { x, width: round(end - x) } : null;
    },
    months: monthsBetween(from, to),
  };
}

function dayNumber(date: string): number {
  return Date.parse(date) / 86_400_000;
}

function round(place: number): number {
  return Math.round(place * 100) / 100;
}

/** The first days of months after `from` and up to `to`. */
function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  let [year = 0, month = 0] = from.split("-").map(Number);
  for (;;) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    const date = `${year}-${String(month).padStart(2, "0")}-01`;
    if (date > to) return months;
    months.push(date);
  }
}
