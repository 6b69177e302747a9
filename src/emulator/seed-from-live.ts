import { liveInstant } from "../domain/live-date.ts";
import type { LiveResident, LiveSite } from "../domain/site.ts";
import type { EmulatorSeed, SeedResident, SeedSite, SeedTeam } from "./seed.ts";
import { epochOf, epochOrNull, parseStamp, type Stamp, stampOf } from "./stamp.ts";
import { GRACE_MILLISECONDS, statusWordsAt } from "./status.ts";

/** A live site with what the API does not say of it. */
export interface RehearsedSite {
  readonly live: LiveSite;
  readonly name: string;
  /** An IANA zone. */
  readonly timezone: string;
}

const DAY = 86_400_000;

/**
 * The seed of a rehearsal: an emulator whose clock stands at `now` (epoch milliseconds) and whose sites list the
 * residents that the live sites list, with the same ids, dates (to the microsecond, as UTC) and statuses, word for
 * word. What the API does not say is supposed: whoever is current or has expired completed onboarding, whoever is
 * pending was invited, and whoever expired did so on the deactivation date. Passphrases and onboarding dates are
 * not in it.
 */
export function seedFromLive(sites: readonly RehearsedSite[], now: number): EmulatorSeed {
  const teams = new Map<string, SeedTeam & { readonly sites: SeedSite[] }>();
  for (const site of sites) {
    const { teamId } = site.live;
    const team = teams.get(teamId) ?? { teamId, name: teamId, sites: [] };
    team.sites.push(seedSite(site, now));
    teams.set(teamId, team);
  }
  return { now: stampOf(now), teams: [...teams.values()] };
}

function seedSite({ live, name, timezone }: RehearsedSite, now: number): SeedSite {
  return {
    siteId: live.siteId,
    name,
    timezone,
    siteType: "rehearsal",
    mappings: live.mappings.map(({ building, floor, unit, ssid, vlan }) => ({
      building,
      floor,
      unit,
      ssid,
      vlan,
    })),
    residents: live.residents.map((resident) => seedResident(resident, timezone, now)),
  };
}

function seedResident(live: LiveResident, timezone: string, now: number): SeedResident {
  const activation = stampOfLive(live.activationDateUTC, live.activationDate, timezone);
  const deactivation = stampOfLive(live.deactivationDateUTC, live.deactivationDate, timezone);
  const { residentId, email, firstName, lastName, phone, building, floor, unit } = live;
  const identity = { residentId, email, firstName, lastName, phone, building, floor, unit };
  const facts = supposedFacts(live, { activation, deactivation }, now);
  const seed = { ...identity, uuid: residentId, activation, deactivation, ...facts };
  const isListedSo = statusWordsAt({ ...seed, listedStatus: null }, now).join() === live.status.words.join();
  return isListedSo ? seed : { ...seed, listedStatus: live.status.words };
}

function stampOfLive(utc: string | null, local: string | null, timezone: string): Stamp | null {
  const exact = utc === null ? null : parseStamp(utc);
  if (exact !== null) return exact;
  const epoch = liveInstant(utc, local, timezone);
  return epoch === null ? null : stampOf(epoch);
}

interface Dates {
  readonly activation: Stamp | null;
  readonly deactivation: Stamp | null;
}

/** Facts from which the live status follows, where any do; the listed words stand in where none do. */
function supposedFacts({ status }: LiveResident, { activation, deactivation }: Dates, now: number) {
  const isActivationPast = activation === null || epochOf(activation) <= now;
  const since = activation !== null && isActivationPast ? activation : stampOf(now);
  const unknown = {
    onboardedAt: null,
    onboardNowAt: null,
    invitedAt: null,
    terminatedAt: null,
    suspended: false,
  };
  const active = { ...unknown, onboardNowAt: isActivationPast ? null : since, invitedAt: since };
  switch (status.name) {
    case "scheduled":
      return unknown;
    case "pending":
      return active;
    case "current":
      return { ...active, onboardedAt: since };
    case "suspended":
      return { ...active, onboardedAt: since, suspended: true };
    case "expired":
      return {
        ...active,
        onboardNowAt: null,
        onboardedAt: since,
        terminatedAt: supposedEnd(deactivation, now),
      };
    case "unknown":
      return { ...unknown, invitedAt: since };
  }
}

/**
 * When an account that is listed as expired was ended: the day after its deactivation date if it was terminated,
 * which is the later of the two; not in the future, and not so long ago that it would be gone.
 */
function supposedEnd(deactivation: Stamp | null, now: number): Stamp {
  const end = (epochOrNull(deactivation) ?? now) + DAY;
  return stampOf(Math.max(now - GRACE_MILLISECONDS, Math.min(now, end)));
}
