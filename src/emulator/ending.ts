import { Temporal } from "temporal-polyfill";
import { addDays } from "../domain/zone.ts";
import { type Decision, put, type ResidentRecord, refuse, UNCHANGED } from "./records.ts";
import type { Scene } from "./scene.ts";
import { type Stamp, stampOf } from "./stamp.ts";
import { statusAt } from "./status.ts";
import type { SiteStore } from "./world.ts";

/** The guide: «Terminating a resident changes their Deactivation Date to the day before you terminated them». */
export function terminate({ site, now }: Scene, resident: ResidentRecord): Decision {
  if (statusAt(resident, now) === "expired") return refuse("The resident is already in the Expired status.");
  return put({
    ...resident,
    deactivation: endOfDayBefore(site, now),
    terminatedAt: stampOf(now),
    suspended: false,
    listedStatus: null,
  });
}

/** The last second of the site-local day before `now`. */
function endOfDayBefore({ zone }: SiteStore, now: number): Stamp {
  const dayBefore = Temporal.PlainDateTime.from(`${addDays(zone.localDate(now), -1)}T23:59:59`);
  return stampOf(dayBefore.toZonedDateTime(zone.name).epochMilliseconds);
}

/** The guide: «Residents already in the Expired status cannot be terminated and purged». */
export function purge({ now }: Scene, resident: ResidentRecord): Decision {
  if (statusAt(resident, now) === "expired") {
    return refuse("Residents already in the Expired status cannot be terminated and purged.");
  }
  return { ...UNCHANGED, changes: [{ kind: "remove", resident }] };
}
