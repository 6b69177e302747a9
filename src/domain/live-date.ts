import { Temporal } from "temporal-polyfill";

/**
 * What the API writes: `2021-11-05T21:10:22.844348+00:00` in a `…UTC` field, `2021-11-05T14:10:22` in a
 * site-local one. A `…UTC` text without an offset is UTC.
 */
const TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Epoch milliseconds, to the second, of a live date; null where there is none or it cannot be read. */
export function liveInstant(utc: string | null, local: string | null, zone: string): number | null {
  if (utc !== null) {
    const epoch = canonicalInstant(utc);
    if (epoch !== null) return epoch;
    const parts = TEXT.exec(utc);
    if (parts !== null) return wallClock(parts) - offsetOf(parts[7]);
  }
  if (local === null) return null;
  const parts = TEXT.exec(local);
  if (parts === null) return null;
  const text = new Date(wallClock(parts)).toISOString().slice(0, 19);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

/** The spelling of the API's examples, `2022-11-06T19:00:00+00:00`, which a portfolio has very often; else null. */
function canonicalInstant(utc: string): number | null {
  if (utc.length < 25 || utc[10] !== "T" || utc[13] !== ":" || !utc.endsWith("+00:00")) return null;
  const epoch = Date.parse(utc);
  return Number.isNaN(epoch) ? null : Math.floor(epoch / 1000) * 1000;
}

function wallClock(parts: RegExpExecArray): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetOf(text: string | undefined): number {
  if (text === undefined || text.toUpperCase() === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** An instant (epoch milliseconds) as the API's examples write it: `2022-11-06T19:00:00+00:00`. */
export function formatUtc(epoch: number): string {
  return `${new Date(epoch).toISOString().slice(0, 19)}+00:00`;
}
