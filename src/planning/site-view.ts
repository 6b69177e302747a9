import type { Temporal } from "temporal-polyfill";
import type { DateRange } from "../domain/date-range.ts";
import { type DeclaredDate, localDateOf } from "../domain/declared-date.ts";
import { emailKey } from "../domain/email.ts";
import { liveInstant } from "../domain/live-date.ts";
import type { DeclaredResident, DeclaredSite, LiveResident, LiveSite, Mapping } from "../domain/site.ts";
import { unitKey } from "../domain/unit.ts";
import { type Zone, zoneOf } from "../domain/zone.ts";

/** One site as the planner sees it: what is declared, what is live, and the instant it is read at. */
export interface SiteView {
  readonly declared: DeclaredSite;
  readonly live: LiveSite;
  readonly zone: Zone;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The site-local date of `now`. */
  readonly today: string;
  readonly liveByEmail: ReadonlyMap<string, LiveResident>;
  readonly declaredByEmail: ReadonlyMap<string, DeclaredResident>;
  readonly mappingByUnit: ReadonlyMap<string, Mapping>;
}

/** Indexes a site once, so that everything after it is look-ups. */
export function viewSite(declared: DeclaredSite, live: LiveSite, now: Temporal.Instant): SiteView {
  const zone = zoneOf(declared.timezone);
  return {
    declared,
    live,
    zone,
    now: now.epochMilliseconds,
    today: zone.localDate(now.epochMilliseconds),
    liveByEmail: new Map(live.residents.map((resident) => [emailKey(resident.email), resident])),
    declaredByEmail: new Map(declared.residents.map((resident) => [emailKey(resident.email), resident])),
    mappingByUnit: new Map(live.mappings.map((mapping) => [unitKey(mapping), mapping])),
  };
}

/** The instant (epoch milliseconds) that a declared start stands for. */
export function startInstant(view: SiteView, date: DeclaredDate): number {
  return view.zone.instantOf(date, view.declared.times.start);
}

/**
 * The instant (epoch milliseconds) that a declared end stands for. A date without a time ends with the site's
 * `times.end`.
 */
export function endInstant(view: SiteView, date: DeclaredDate): number {
  return view.zone.instantOf(date, view.declared.times.end);
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
  const start = liveStart(view, live);
  const end = liveEnd(view, live);
  return {
    from: start === null ? null : view.zone.localDate(start),
    to: end === null ? null : view.zone.localDate(end),
  };
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
  const current: DateRange = live === null ? { from: view.today, to: null } : liveRange(view, live);
  const { accessStart, accessEnd } = declared;
  const openEnd = kind === "update" ? current.to : null;
  return {
    from: accessStart === undefined ? current.from : localDateOf(accessStart, view.zone.name),
    to:
      accessEnd === undefined ? openEnd : accessEnd === null ? null : localDateOf(accessEnd, view.zone.name),
  };
}
