import type { DeclaredDate } from "../../domain/declared-date.ts";
import { liveInstant } from "../../domain/live-date.ts";
import type { DeclaredSite, LiveResident } from "../../domain/site.ts";
import { type Zone, zoneOf } from "../../domain/zone.ts";

/** What the dates of a site are read and written with. */
export interface SiteDates {
  readonly zone: Zone;
  readonly times: DeclaredSite["times"];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The dates of a site at an instant. */
export function siteDates(site: Pick<DeclaredSite, "timezone" | "times">, now: number): SiteDates {
  return { zone: zoneOf(site.timezone), times: site.times, now };
}

/** When a live resident's access starts (epoch milliseconds); null where the API gives no date. */
export function liveStartOf({ zone }: SiteDates, live: LiveResident): number | null {
  return liveInstant(live.activationDateUTC, live.activationDate, zone.name);
}

/** When a live resident's access ends (epoch milliseconds); null where it is open. */
export function liveEndOf({ zone }: SiteDates, live: LiveResident): number | null {
  return liveInstant(live.deactivationDateUTC, live.deactivationDate, zone.name);
}

/** True where a declared end has passed: the planner then takes the entry for `terminated`. */
export function hasPassed({ zone, times, now }: SiteDates, end: DeclaredDate | null | undefined): boolean {
  return end != null && zone.instantOf(end, times.end) <= now;
}

/** True where the planner sees a declared date and a live instant as the same. */
export function isSameDate(
  { zone }: SiteDates,
  declared: DeclaredDate,
  time: string,
  live: number | null,
): boolean {
  if (live === null) return false;
  if (declared.form === "date") return declared.text === zone.localDate(live);
  return Math.floor(zone.instantOf(declared, time) / 1000) === Math.floor(live / 1000);
}
