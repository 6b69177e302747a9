import { Temporal } from "temporal-polyfill";
import { type DeclaredDate, instantOf } from "./declared-date.ts";
import { formatUtc } from "./live-date.ts";

/** A stretch of time in which a zone keeps one offset from UTC. All in milliseconds; `until` is excluded. */
interface OffsetSpan {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** What was worked out of a declared date: epoch milliseconds, and the text that is sent. */
interface KnownInstant {
  readonly epoch: number;
  readonly utc: string;
}

/** A zone whose offsets are looked up once and kept: a portfolio has a handful of zones and very many dates. */
export interface Zone {
  /** The IANA name. */
  readonly name: string;
  /** The site-local calendar date, `YYYY-MM-DD`, of an instant in epoch milliseconds. */
  readonly localDate: (epoch: number) => string;
  /** The site-local date and time to the second, `YYYY-MM-DDTHH:MM:SS`, of an instant in epoch milliseconds. */
  readonly localDateTime: (epoch: number) => string;
  /** The instant (epoch milliseconds) of a declared date; `time` (`HH:MM`) completes a date without one. */
  readonly instantOf: (date: DeclaredDate, time: string) => number;
  /** The same instant as it is sent (`2022-11-06T19:00:00+00:00`). */
  readonly utcOf: (date: DeclaredDate, time: string) => string;
}

const DAY_MS = 86_400_000;

const zones = new Map<string, Zone>();

const dates = new Map<number, string>();

/** The calendar date, `YYYY-MM-DD`, of a day counted from 1970-01-01. */
function dateOfDay(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const [date = ""] = new Date(day * DAY_MS).toISOString().split("T");
  dates.set(day, date);
  return date;
}

/** The zone of an IANA name; rejects (RangeError) a name that is not one. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone {
  const spans: OffsetSpan[] = [readSpan(name, 0)];
  function offsetAt(epoch: number): number {
    const known = spans.find((span) => span.from <= epoch && epoch < span.until);
    if (known !== undefined) return known.offset;
    const span = readSpan(name, epoch);
    spans.unshift(span);
    return span.offset;
  }
  const byTime = new Map<string, Map<string, KnownInstant>>();
  function known(date: DeclaredDate, time: string): KnownInstant {
    const instants = byTime.get(time) ?? new Map<string, KnownInstant>();
    byTime.set(time, instants);
    const seen = instants.get(date.text);
    if (seen !== undefined) return seen;
    const epoch = instantOf(date, name, time).epochMilliseconds;
    const found = { epoch, utc: formatUtc(epoch) };
    instants.set(date.text, found);
    return found;
  }
  return {
    name,
    instantOf: (date, time) => known(date, time).epoch,
    utcOf: (date, time) => known(date, time).utc,
    localDate: (epoch) => dateOfDay(Math.floor((epoch + offsetAt(epoch)) / DAY_MS)),
    localDateTime: (epoch) => new Date(epoch + offsetAt(epoch)).toISOString().slice(0, 19),
  };
}

function readSpan(name: string, epoch: number): OffsetSpan {
  const moment = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(name);
  // `previous` looks before the moment: ask from one millisecond on, so that a transition at the moment counts.
  const previous = moment.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const next = moment.getTimeZoneTransition("next");
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: moment.offsetNanoseconds / 1e6,
  };
}

/** The date that is `days` after `date` (`YYYY-MM-DD`); negative goes back. */
export function addDays(date: string, days: number): string {
  return dateOfDay(Date.parse(date) / DAY_MS + days);
}

/** How many days `to` is after `from` (`YYYY-MM-DD`). */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}
