import { type DateRange, rangesOverlap } from "../../domain/date-range.ts";
import { localDateOf, parseDeclaredDate } from "../../domain/declared-date.ts";
import { type Unit, unitKey } from "../../domain/unit.ts";
import type { SiteDates } from "./pull-context.ts";

/** A unit that an entry holds, and the days it says. */
export interface Stay<T> {
  readonly of: T;
  readonly unit: Unit;
  readonly days: DateRange;
}

/** The days between two declared dates as text; null is open. */
export function daysOf(
  { zone }: SiteDates,
  start: string | null | undefined,
  end: string | null | undefined,
): DateRange {
  return { from: dayOf(start ?? null, zone.name), to: dayOf(end ?? null, zone.name) };
}

function dayOf(text: string | null, zone: string): string | null {
  if (text === null) return null;
  const date = parseDeclaredDate(text, zone);
  return typeof date === "string" ? null : localDateOf(date, zone);
}

/**
 * The stays that cannot be declared beside those before them in the list: one resident a unit a day. Each with the
 * one it is in the way of.
 */
export function surplusStays<T>(stays: readonly Stay<T>[]): ReadonlyMap<T, T> {
  const held = new Map<string, Stay<T>[]>();
  const surplus = new Map<T, T>();
  for (const stay of stays) {
    const key = unitKey(stay.unit);
    const others = held.get(key) ?? [];
    const other = others.find(({ days }) => rangesOverlap(days, stay.days));
    if (other === undefined) held.set(key, [...others, stay]);
    else surplus.set(stay.of, other.of);
  }
  return surplus;
}
