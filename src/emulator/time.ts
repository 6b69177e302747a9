import { commit } from "./commit.ts";
import { invitationOf } from "./inviting.ts";
import type { ResidentRecord } from "./records.ts";
import { stampOf } from "./stamp.ts";
import { type TimeEvent, timeEvents } from "./status.ts";
import { forgetResident, type SiteStore, storeResident, type World } from "./world.ts";

type DueEvent = TimeEvent & { readonly site: SiteStore; readonly residentId: string };

/**
 * Lets time do its work up to `now`: invitations that fall due, each once and dated when it was due, and the
 * removal of accounts whose 31 days are over. Cheap where nothing is due.
 */
export function passTime(world: World, now: number): void {
  const since = world.now;
  world.now = now;
  if (now < world.nextEventAt) return;
  const due = dueEvents(world, since, now);
  for (const event of due.sort((a, b) => a.at - b.at)) {
    const resident = event.site.residents.get(event.residentId);
    if (resident !== undefined) perform(world, event, resident);
  }
}

/**
 * The events up to `now`; notes when the next one after them is. An invitation that was due before `since` belongs to
 * an account that was stored with both its dates in the past, and is never sent.
 */
function dueEvents(world: World, since: number, now: number): DueEvent[] {
  const due: DueEvent[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (const site of world.sites.values()) {
    for (const resident of site.residents.values()) {
      for (const event of timeEvents(resident)) {
        if (event.at > now) next = Math.min(next, event.at);
        else if (event.kind === "removal" || event.at > since) {
          due.push({ ...event, site, residentId: resident.residentId });
        }
      }
    }
  }
  world.nextEventAt = next;
  return due;
}

function perform(world: World, event: DueEvent, resident: ResidentRecord): void {
  switch (event.kind) {
    case "removal":
      forgetResident(world, event.site, resident);
      return;
    case "invitation":
      // Stored before the e-mail goes out, so that storing finds nothing due any more.
      storeResident(world, event.site, { ...resident, invitedAt: stampOf(event.at) });
      commit(world, event.site, invitationOf(event.site, resident), event.at);
  }
}
