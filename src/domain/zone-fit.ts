import { liveInstant } from "./live-date.ts";
import type { LiveResident } from "./site.ts";
import { zoneOf } from "./zone.ts";

/** One date of a resident as the API gives it twice. */
export interface DatePair {
  /** Site-local, to the second: `2021-11-05T14:10:22`. */
  readonly local: string;
  /** Epoch milliseconds of the UTC one. */
  readonly epoch: number;
}

/** The dates that residents have in both forms, each pair once. What cannot be read is left out. */
export function datePairs(residents: readonly LiveResident[]): readonly DatePair[] {
  const pairs = new Map<string, DatePair>();
  for (const resident of residents) {
    const dates = [
      [resident.activationDate, resident.activationDateUTC],
      [resident.deactivationDate, resident.deactivationDateUTC],
    ] as const;
    for (const [local, utc] of dates) {
      const pair = pairOf(local, utc);
      if (pair !== null) pairs.set(`${pair.local} ${pair.epoch}`, pair);
    }
  }
  return [...pairs.values()];
}

function pairOf(local: string | null, utc: string | null): DatePair | null {
  const wall = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,]\d+)?$/.exec(local ?? "");
  const epoch = liveInstant(utc, null, "UTC");
  return wall === null || epoch === null ? null : { local: `${wall[1]}T${wall[2]}`, epoch };
}

/** How many of the pairs are not one and the same moment in a zone (an IANA name). */
export function countMisfits(pairs: readonly DatePair[], timezone: string): number {
  const zone = zoneOf(timezone);
  return pairs.filter(({ local, epoch }) => zone.localDateTime(epoch) !== local).length;
}

/** Zones that are named before others with the same clock. */
const COMMON = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
  "America/Toronto",
  "Europe/London",
  "Europe/Berlin",
  "Australia/Sydney",
  "UTC",
];

/** Every zone in which all pairs are right, the common ones first; empty where there are no pairs. */
export function zonesThatFit(pairs: readonly DatePair[]): readonly string[] {
  if (pairs.length === 0) return [];
  // As a set: some of the common names are in Node's own list, and some are not.
  const names = new Set([...COMMON, ...Intl.supportedValuesOf("timeZone")]);
  return [...names].filter((name) => {
    const localOf = localTime(name);
    return pairs.every(({ local, epoch }) => localOf(epoch) === local);
  });
}

/** Site-local date and time of an instant. Some 400 zones are asked for a date or two each: `zoneOf` is for many. */
function localTime(timeZone: string): (epoch: number) => string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (epoch) => {
    const parts = new Map(format.formatToParts(epoch).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
    return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
  };
}
