import type { LiveResident } from "../domain/site.ts";
import { addDays } from "../domain/zone.ts";
import { liveEnd, type SiteView } from "./site-view.ts";

/** How long an expired account stays (the guide: «a 31-day grace period before being automatically purged»). */
export const GRACE_DAYS = 31;

/**
 * When the server removes an expired account, in words. The API does not say when an account expired: one that
 * was terminated shows the day before, one whose time ran out shows the day itself, so this is a day's range.
 */
export function removalDate(view: SiteView, live: LiveResident): string {
  const end = liveEnd(view, live);
  if (end === null) return `${GRACE_DAYS} days after it expired`;
  const last = addDays(view.zone.localDate(end), GRACE_DAYS);
  return `about ${last}, ${GRACE_DAYS} days after it expired`;
}

/** The first instant (epoch milliseconds) at which an expired account may be gone; null where that is not known. */
export function removalInstant(view: SiteView, live: LiveResident): number | null {
  const end = liveEnd(view, live);
  return end === null ? null : end + GRACE_DAYS * 86_400_000;
}
