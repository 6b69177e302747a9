import { Temporal } from "temporal-polyfill";
import { emailKey } from "../domain/email.ts";
import { ExpectedError } from "../domain/exit.ts";
import type { HistoryEvent } from "../domain/history-event.ts";
import { formatUnit, type Unit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";

/** Which events are wanted: those for which all that is not null holds. */
export interface HistoryFilter {
  /** About this resident; compared without case. */
  readonly email: string | null;
  /** About residents of this unit, before or after the change: `Hudson/1/105`, or `105` in any building. */
  readonly unit: string | null;
  /** About any of these sites, under its name before or after the change. Empty: all, and the Project. */
  readonly sites: readonly string[];
  /** By an author whose name or e-mail holds this; compared without case. */
  readonly author: string | null;
  /** Committed at or after, and before, these instants (epoch milliseconds). */
  readonly since: number | null;
  readonly until: number | null;
}

/** True for an event that passes the filter. */
export function isWanted(event: HistoryEvent, filter: HistoryFilter): boolean {
  const { commit } = event;
  const { unit: named } = filter;
  return (
    (filter.email === null || isAboutEmail(event, emailKey(filter.email))) &&
    (named === null || unitsOf(event).some((unit) => isNamed(unit, named))) &&
    (filter.sites.length === 0 || sitesOf(event).some((site) => filter.sites.includes(site))) &&
    (filter.author === null || isBy(event, filter.author.toLowerCase())) &&
    (filter.since === null || commit.instant >= filter.since) &&
    (filter.until === null || commit.instant < filter.until)
  );
}

/** An address that was respelt counts under both spellings, which differ in case only. */
function isAboutEmail(event: HistoryEvent, key: string): boolean {
  return "email" in event && emailKey(event.email) === key;
}

function unitsOf(event: HistoryEvent): readonly Unit[] {
  if (!("unit" in event)) return [];
  const previous = "previousUnit" in event ? event.previousUnit : null;
  return [event.unit, previous].filter((unit) => unit !== null);
}

function isNamed(unit: Unit, wanted: string): boolean {
  return unit.unit === wanted || formatUnit(unit) === wanted;
}

function sitesOf(event: HistoryEvent): readonly string[] {
  const site = "site" in event ? event.site : null;
  return [site, "fromSite" in event ? event.fromSite : null].filter((name) => name !== null);
}

function isBy({ commit }: HistoryEvent, part: string): boolean {
  return commit.author.toLowerCase().includes(part) || commit.authorEmail.toLowerCase().includes(part);
}

/** The events that pass a filter, as they come. */
export async function* wantedEvents(
  events: AsyncIterable<HistoryEvent>,
  filter: HistoryFilter,
): AsyncGenerator<HistoryEvent> {
  for await (const event of events) if (isWanted(event, filter)) yield event;
}

/** The last `limit` events, oldest first; all of them, as they come, where there is no limit. */
export async function* latestEvents(
  events: AsyncIterable<HistoryEvent>,
  limit: number | null,
): AsyncGenerator<HistoryEvent> {
  if (limit === null) {
    yield* events;
    return;
  }
  let latest: HistoryEvent[] = [];
  for await (const event of events) {
    latest.push(event);
    // Cut now and then: an array gives up its first element at the cost of moving all others.
    if (latest.length >= 2 * limit) latest = latest.slice(-limit);
  }
  yield* latest.slice(-limit);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads `--since` or `--until`: a date (a day in UTC, counted whole by both) or an instant. Returns epoch
 * milliseconds for `HistoryFilter`. Rejects (ExpectedError, exit 4) anything else.
 */
export function parseMoment(text: string, flag: "since" | "until"): number {
  try {
    if (DATE.test(text)) {
      const day = Temporal.PlainDate.from(text).add({ days: flag === "until" ? 1 : 0 });
      return day.toZonedDateTime("UTC").epochMilliseconds;
    }
    if (INSTANT.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ExpectedError(
    4,
    `--${flag} "${visibleText(text, 60)}" is neither a date nor an instant.`,
    "Give a date such as 2026-11-23 (a day in UTC), or an instant such as 2026-11-23T09:00:00-08:00.",
  );
}
