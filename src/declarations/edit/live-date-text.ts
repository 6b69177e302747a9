import { Temporal } from "temporal-polyfill";
import { type DeclaredDate, parseDeclaredDate } from "../../domain/declared-date.ts";
import type { Zone } from "../../domain/zone.ts";

/**
 * An instant (epoch milliseconds, whole seconds) as a declared date that means exactly that instant: the site-local
 * date where the site's own time (`HH:MM`) completes it, else the site-local date and time, else (where clocks are
 * changed, or `isLocal` is not enough) an instant with its offset. Null for a year that cannot be written.
 *
 * A date alone is not taken for any other time of that day: it would mean the site's time once it counts whether
 * access has ended.
 */
export function liveDateText(epoch: number, zone: Zone, time: string): DeclaredDate | null {
  const local = zone.localDateTime(epoch);
  const day = local.slice(0, 10);
  const short = local.endsWith(":00") ? [local.slice(0, 16)] : [];
  for (const text of [day, ...short, local]) {
    const date = parseDeclaredDate(text, zone.name);
    if (typeof date !== "string" && zone.instantOf(date, time) === epoch) return date;
  }
  const date = parseDeclaredDate(instantText(epoch, zone), zone.name);
  return typeof date === "string" ? null : date;
}

function instantText(epoch: number, zone: Zone): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(zone.name);
  // Zones had odd seconds in their offsets long ago, which a declared date cannot have.
  const isWhole = moment.offsetNanoseconds % 60e9 === 0;
  return isWhole
    ? `${moment.toPlainDateTime().toString({ smallestUnit: "second" })}${moment.offset}`
    : `${new Date(epoch).toISOString().slice(0, 19)}Z`;
}
