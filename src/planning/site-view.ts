import type { Temporal } from "temporal-polyfill";
import type { DateRange } from "../domain/date-range.ts";
import { type DeclaredDate, localDateOf } from "../domain/declared-date.ts";
import { liveInstant } from "../domain/live-date.ts";
import type { DeclaredResident, DeclaredSite, LiveResident, LiveSite } from "../domain/site.ts";
import { type Zone, zoneOf } from "../domain/zone.ts";
import { type Joined, joinByEmail } from "./join.ts";
import { indexMappings, type MappingOf } from "./mappings.ts";
import { idsListedTwice, sharedIds } from "./shared-ids.ts";

/** A declared site, and the instant it is read at. */
export interface SiteClock {
  readonly declared: DeclaredSite;
  readonly zone: Zone;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One site as the planner sees it: what is declared, what is live, and the instant it is read at. */
export interface SiteView extends SiteClock, Joined {
  readonly live: LiveSite;
  /** The site-local date of `now`. */
  readonly today: string;
  readonly mappingOf: MappingOf;
  /** The ids that the API lists more than once, sorted. */
  readonly idsListedTwice: readonly string[];
  /** Ids that the API gives to accounts of several e-mails: what is done by such an id may hit either. */
  readonly sharedIds: ReadonlySet<string>;
}

/** A declared site at `now`, whatever is known of its live side. */
export function clockSite(declared: DeclaredSite, now: Temporal.Instant): SiteClock {
  return { declared, zone: zoneOf(declared.timezone), now: now.epochMilliseconds };
}

/** Indexes a site once, so that everything after it is look-ups. */
export function viewSite(clock: SiteClock, live: LiveSite): SiteView {
  const twice = idsListedTwice(live.residents);
  return {
    ...clock,
    live,
    today: clock.zone.localDate(clock.now),
    mappingOf: indexMappings(live.mappings),
    idsListedTwice: twice,
    sharedIds: sharedIds(live.residents, twice),
    ...joinByEmail(clock.declared.residents, live.residents),
  };
}

/** The instant (epoch milliseconds) that a declared start stands for. */
export function startInstant(site: SiteClock, date: DeclaredDate): number {
  return site.zone.instantOf(date, site.declared.times.start);
}

/**
 * The instant (epoch milliseconds) that a declared end stands for. A date without a time ends with the site's
 * `times.end`.
 */
export function endInstant(site: SiteClock, date: DeclaredDate): number {
  return site.zone.instantOf(date, site.declared.times.end);
}

/** A declared start as it is sent. */
export function startText(site: SiteClock, date: DeclaredDate): string {
  return site.zone.utcOf(date, site.declared.times.start);
}

/** A declared end as it is sent. */
export function endText(site: SiteClock, date: DeclaredDate): string {
  return site.zone.utcOf(date, site.declared.times.end);
}

/** When a live resident's access starts (epoch milliseconds); null where the API gives no date. */
export function liveStart(view: SiteView, live: LiveResident): number | null {
  return liveInstant(live.activationDateUTC, live.activationDate, view.zone.name);
}

/** When a live resident's access ends (epoch milliseconds); null where it is open. */
export function liveEnd(view: SiteView, live: LiveResident): number | null {
  return liveInstant(live.deactivationDateUTC, live.deactivationDate, view.zone.name);
}

/** The site-local dates on which a live resident holds the unit. */
export function liveRange(view: SiteView, live: LiveResident): DateRange {
  return { from: localDay(view, liveStart(view, live)), to: localDay(view, liveEnd(view, live)) };
}

function localDay(view: SiteView, epoch: number | null): string | null {
  return epoch === null ? null : view.zone.localDate(epoch);
}

/**
 * The site-local dates on which a resident will hold the unit: declared dates, else the live ones. A create
 * without a start begins today; a reinstatement without an end is open.
 */
export function desiredRange(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident | null,
  kind: "create" | "update" | "reinstate",
): DateRange {
  const { accessStart, accessEnd } = declared;
  const currentStart = () => (live === null ? view.today : localDay(view, liveStart(view, live)));
  const currentEnd = () => (live === null || kind !== "update" ? null : localDay(view, liveEnd(view, live)));
  return {
    from: accessStart === undefined ? currentStart() : localDateOf(accessStart, view.zone.name),
    to:
      accessEnd === undefined
        ? currentEnd()
        : accessEnd === null
          ? null
          : localDateOf(accessEnd, view.zone.name),
  };
}
