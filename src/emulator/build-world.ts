import type { Account, MappingRecord, ResidentRecord } from "./records.ts";
import { DEFAULT_ACCOUNT, type EmulatorSeed, type SeedMapping, type SeedResident } from "./seed.ts";
import { parseStamp, type Stamp, stampOf } from "./stamp.ts";
import { isActivated } from "./status.ts";
import { passTime } from "./time.ts";
import { makeSite, type SiteStore, storeResident, type World } from "./world.ts";

/** What `Passphrase` says where the seed gives none: a secret by its name, and no secret. */
const EMULATED_PASSPHRASE = "not-a-real-passphrase";

/** The running state of a seed at an instant (epoch milliseconds). Missing ids are made with `newId`. */
export function buildWorld(seed: EmulatorSeed, now: number, newId: () => string): World {
  const sites = new Map<string, SiteStore>();
  const world: World = {
    accounts: accountsOf(seed),
    teams: new Map(
      seed.teams.map(({ teamId, name, sites: members }) => [
        teamId,
        { teamId, name, siteIds: members.map(({ siteId }) => siteId) },
      ]),
    ),
    sites,
    emails: new Map(),
    jobs: new Map(),
    unfinished: new Set(),
    tokens: new Map(),
    outbox: [...(seed.outbox ?? [])],
    violations: [],
    // What fell due since the state was saved is caught up with.
    now: Number.NEGATIVE_INFINITY,
    nextEventAt: Number.POSITIVE_INFINITY,
  };
  for (const team of seed.teams) {
    for (const { siteId, name, timezone, siteType, mappings, residents } of team.sites) {
      const facts = { siteId, teamId: team.teamId, name, timezone, siteType };
      const site = makeSite(facts, mappings.map(mappingOf));
      sites.set(siteId, site);
      for (const resident of residents) storeResident(world, site, recordOf(resident, now, newId));
    }
  }
  passTime(world, now);
  return world;
}

function accountsOf({ account, accounts }: EmulatorSeed): readonly Account[] {
  return (accounts ?? [account ?? DEFAULT_ACCOUNT]).map(({ email, password, teams }) => ({
    email,
    password,
    teams: teams ?? null,
  }));
}

function mappingOf({ building, floor, unit, ssid, vlan, passphrase }: SeedMapping): MappingRecord {
  return {
    building,
    floor,
    unit,
    ssid,
    vlan,
    passphrase: passphrase === undefined ? EMULATED_PASSPHRASE : passphrase,
  };
}

function recordOf(seed: SeedResident, now: number, newId: () => string): ResidentRecord {
  const record: ResidentRecord = {
    residentId: seed.residentId ?? newId(),
    uuid: seed.uuid ?? newId(),
    email: seed.email,
    firstName: seed.firstName,
    lastName: seed.lastName,
    phone: seed.phone ?? null,
    building: seed.building,
    floor: seed.floor,
    unit: seed.unit,
    activation: stampOrNull(seed.activation),
    deactivation: stampOrNull(seed.deactivation),
    onboardedAt: stampOrNull(seed.onboardedAt),
    onboardNowAt: stampOrNull(seed.onboardNowAt),
    invitedAt: stampOrNull(seed.invitedAt),
    terminatedAt: stampOrNull(seed.terminatedAt),
    suspended: seed.suspended ?? false,
    listedStatus: seed.listedStatus ?? null,
  };
  // A seed describes a system that has been running: who has access by now was invited when it began.
  const wasInvited = seed.invitedAt === undefined && isActivated(record, now);
  return wasInvited ? { ...record, invitedAt: record.activation ?? stampOf(now) } : record;
}

function stampOrNull(text: string | null | undefined): Stamp | null {
  return text === undefined || text === null ? null : parseStamp(text);
}
