import { type DateRange, formatRange, rangesOverlap } from "../domain/date-range.ts";
import { formatUnit, type Unit, unitKey } from "../domain/unit.ts";
import type { ResidentRecord } from "./records.ts";
import type { Scene } from "./scene.ts";
import { epochOf, type Stamp } from "./stamp.ts";
import { statusAt } from "./status.ts";
import type { SiteStore } from "./world.ts";

/** What of a resident takes up a unit. */
interface Stay extends Unit {
  readonly activation: Stamp | null;
  readonly deactivation: Stamp | null;
}

/** The site-local dates of a stay, both ends counted; a stay without an end is open. */
function datesOf(site: SiteStore, stay: Stay): DateRange {
  const dateOf = (stamp: Stamp | null) => (stamp === null ? null : site.zone.localDate(epochOf(stamp)));
  return { from: dateOf(stay.activation), to: dateOf(stay.deactivation) };
}

/** Why a unit cannot be named, in the server's words: it is not among the site's mappings. null where it is. */
export function unitProblem({ site }: Scene, unit: Unit): string | null {
  if (site.mappingByUnit.has(unitKey(unit))) return null;
  return `Building/Floor/Unit ${formatUnit(unit)} is not in the PAN mappings of this site.`;
}

/**
 * Why a stay is not possible, in the server's words: somebody who has not expired holds the unit on one of the days
 * (the guide: «Only one resident can occupy a unit on any given date or date range»). null where it is free.
 * `except` is the ResidentId that may hold it already.
 */
export function occupancyProblem(scene: Scene, stay: Stay, except: string | null): string | null {
  const other = occupantOf(scene, stay, datesOf(scene.site, stay), except);
  if (other === null) return null;
  const taken = formatRange(datesOf(scene.site, other));
  return `Unit ${formatUnit(stay)} is occupied (${taken}): only one resident can occupy a unit on any given date or date range.`;
}

function occupantOf(
  { site, now }: Scene,
  stay: Stay,
  dates: DateRange,
  except: string | null,
): ResidentRecord | null {
  for (const residentId of site.byUnit.get(unitKey(stay)) ?? []) {
    const other = site.residents.get(residentId);
    if (other === undefined || residentId === except || statusAt(other, now) === "expired") continue;
    if (rangesOverlap(datesOf(site, other), dates)) return other;
  }
  return null;
}
