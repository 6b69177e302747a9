import { emailKey } from "../domain/email.ts";
import { unitKey } from "../domain/unit.ts";
import { type Zone, zoneOf } from "../domain/zone.ts";
import type { Job } from "./job.ts";
import type { Account, Mail, MappingRecord, ResidentRecord, SiteFacts, Violation } from "./records.ts";
import { timeEvents } from "./status.ts";
import type { TokenFacts } from "./tokens.ts";

/** A team and its sites, in the order of the seed. */
export interface TeamStore {
  readonly teamId: string;
  readonly name: string;
  readonly siteIds: readonly string[];
}

/** A site's residents in the order of their adding, with the indexes that keep every rule a look-up. */
export interface SiteStore {
  readonly facts: SiteFacts;
  readonly zone: Zone;
  readonly mappings: readonly MappingRecord[];
  /** Unit key to the unit's place in `mappings`. */
  readonly mappingByUnit: ReadonlyMap<string, number>;
  readonly residents: Map<string, ResidentRecord>;
  /** Unit key to the ResidentIds that name it. */
  readonly byUnit: Map<string, Set<string>>;
  /** Grows with every change. */
  version: number;
}

/** Where an e-mail address is in use. */
export interface EmailHolder {
  readonly siteId: string;
  readonly residentId: string;
}

/** The whole state while the emulator runs. `commit` and `time` change it, nothing else. */
export interface World {
  readonly accounts: readonly Account[];
  readonly teams: ReadonlyMap<string, TeamStore>;
  readonly sites: ReadonlyMap<string, SiteStore>;
  readonly emails: Map<string, EmailHolder>;
  readonly jobs: Map<string, Job>;
  readonly unfinished: Set<Job>;
  readonly tokens: Map<string, TokenFacts>;
  readonly outbox: Mail[];
  readonly violations: Violation[];
  /** The instant up to which time has done its work (epoch milliseconds). */
  now: number;
  /** No resident changes by time alone before this instant. */
  nextEventAt: number;
}

/** A site without residents yet. */
export function makeSite(facts: SiteFacts, mappings: readonly MappingRecord[]): SiteStore {
  return {
    facts,
    zone: zoneOf(facts.timezone),
    mappings,
    mappingByUnit: new Map(mappings.map((mapping, index) => [unitKey(mapping), index])),
    residents: new Map(),
    byUnit: new Map(),
    version: 0,
  };
}

/** Stores a resident's facts, new or changed, and keeps the indexes right. */
export function storeResident(world: World, site: SiteStore, resident: ResidentRecord): void {
  const before = site.residents.get(resident.residentId);
  if (before !== undefined) leaveUnit(site, before);
  site.residents.set(resident.residentId, resident);
  const key = unitKey(resident);
  const holders = site.byUnit.get(key);
  if (holders === undefined) site.byUnit.set(key, new Set([resident.residentId]));
  else holders.add(resident.residentId);
  world.emails.set(emailKey(resident.email), {
    siteId: site.facts.siteId,
    residentId: resident.residentId,
  });
  for (const event of timeEvents(resident)) world.nextEventAt = Math.min(world.nextEventAt, event.at);
  site.version += 1;
}

/** Forgets a resident. */
export function forgetResident(world: World, site: SiteStore, resident: ResidentRecord): void {
  leaveUnit(site, resident);
  site.residents.delete(resident.residentId);
  const key = emailKey(resident.email);
  if (world.emails.get(key)?.residentId === resident.residentId) world.emails.delete(key);
  site.version += 1;
}

function leaveUnit(site: SiteStore, resident: ResidentRecord): void {
  site.byUnit.get(unitKey(resident))?.delete(resident.residentId);
}

/** The resident of an e-mail address, compared without case; null where the address is free. */
export function findByEmail(
  world: World,
  email: string,
): { readonly site: SiteStore; readonly resident: ResidentRecord } | null {
  const holder = world.emails.get(emailKey(email));
  const site = holder && world.sites.get(holder.siteId);
  const resident = holder && site?.residents.get(holder.residentId);
  return site === undefined || resident === undefined ? null : { site, resident };
}
