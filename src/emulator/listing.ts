import { unitKey } from "../domain/unit.ts";
import type { WireResident, WireResidents } from "../elevenos/wire.ts";
import type { ResidentRecord } from "./records.ts";
import { epochOf, type Stamp } from "./stamp.ts";
import { nextStatusChange, statusWordsAt } from "./status.ts";
import type { SiteStore } from "./world.ts";

/** A resident as the API lists it at an instant (epoch milliseconds). */
export function wireResident(site: SiteStore, resident: ResidentRecord, now: number): WireResident {
  const place = site.mappingByUnit.get(unitKey(resident));
  const mapping = place === undefined ? undefined : site.mappings[place];
  const local = (stamp: Stamp | null) => (stamp === null ? null : site.zone.localDateTime(epochOf(stamp)));
  return {
    ActivationDate: local(resident.activation),
    ActivationDateUTC: resident.activation,
    Building: resident.building,
    DeactivationDate: local(resident.deactivation),
    DeactivationDateUTC: resident.deactivation,
    Email: resident.email,
    FirstName: resident.firstName,
    Floor: resident.floor,
    LastName: resident.lastName,
    Mobile: null,
    OnboardedAt: resident.onboardedAt,
    Phone: resident.phone,
    ResidentId: resident.residentId,
    SSID: mapping?.ssid ?? null,
    ServiceAreaNumber: place === undefined ? null : String(1000 + place),
    Status: statusWordsAt(resident, now),
    UUID: resident.uuid,
    Unit: resident.unit,
  };
}

/** A whole list as text, kept until a change or the clock makes it untrue: a large site is asked for often. */
interface KeptList {
  readonly version: number;
  readonly until: number;
  readonly text: string;
}

const kept = new WeakMap<SiteStore, KeptList>();

/** The answer to `GET …/resident`: everybody, in the order of their adding. */
export function residentList(site: SiteStore, now: number): string {
  const known = kept.get(site);
  if (known !== undefined && known.version === site.version && now < known.until) return known.text;
  const residents = [...site.residents.values()];
  const until = residents.reduce(
    (soonest, resident) => Math.min(soonest, nextStatusChange(resident, now)),
    Number.POSITIVE_INFINITY,
  );
  const text = listOf(site, residents, now);
  kept.set(site, { version: site.version, until, text });
  return text;
}

/** A list of these residents, as text. */
export function listOf(site: SiteStore, residents: readonly ResidentRecord[], now: number): string {
  return JSON.stringify({
    Error: null,
    Residents: residents.map((resident) => wireResident(site, resident, now)),
  } satisfies WireResidents);
}
