import type { MappingRecord, ResidentRecord } from "./records.ts";
import type { EmulatorSeed, SeedMapping, SeedResident, SeedSite } from "./seed.ts";
import { type Stamp, stampOf } from "./stamp.ts";
import type { SiteStore, World } from "./world.ts";

/**
 * The state as a seed: started from it at the same instant, the emulator answers the same. Tokens and jobs are not
 * part of it. `isStanding`: whether the clock stands, and is saved too.
 */
export function saveState(world: World, isStanding: boolean): EmulatorSeed {
  return {
    ...(isStanding ? { now: stampOf(world.now) } : {}),
    accounts: world.accounts.map(({ email, password, teams }) => ({
      email,
      password,
      ...(teams === null ? {} : { teams }),
    })),
    teams: [...world.teams.values()].map(({ teamId, name, siteIds }) => ({
      teamId,
      name,
      sites: siteIds
        .map((siteId) => world.sites.get(siteId))
        .filter((site) => site !== undefined)
        .map(savedSite),
    })),
    outbox: [...world.outbox],
  };
}

function savedSite({ facts, mappings, residents }: SiteStore): SeedSite {
  const { siteId, name, timezone, siteType } = facts;
  return {
    siteId,
    name,
    timezone,
    siteType,
    mappings: mappings.map((mapping: MappingRecord): SeedMapping => ({ ...mapping })),
    residents: [...residents.values()].map(savedResident),
  };
}

/** Facts that say nothing are left out, but for `invitedAt`: leaving it out would mean something. */
function savedResident(resident: ResidentRecord): SeedResident {
  const { onboardedAt, onboardNowAt, terminatedAt, suspended, listedStatus, ...rest } = resident;
  return {
    ...rest,
    ...known({ onboardedAt, onboardNowAt, terminatedAt }),
    ...(suspended ? { suspended } : {}),
    ...(listedStatus === null ? {} : { listedStatus }),
  };
}

function known(facts: Readonly<Record<string, Stamp | null>>): Readonly<Record<string, Stamp>> {
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, Stamp] => fact[1] !== null),
  );
}
