import { unitKey } from "../domain/unit.ts";
import type { Zone } from "../domain/zone.ts";
import type { WireMappings, WireResident, WireResidents } from "../elevenos/wire.ts";
import { type Answer, ok } from "./answer.ts";
import type { ResidentRecord } from "./records.ts";
import { remembering } from "./remember.ts";
import { epochOf, type Stamp } from "./stamp.ts";
import { nextStatusChange, statusWordsAt } from "./status.ts";
import type { SiteStore } from "./world.ts";

const localTimes = new WeakMap<Zone, (stamp: Stamp) => string>();

/** Site-local dates and times of a zone: those of very many residents are the same few. */
function localTimesOf(zone: Zone): (stamp: Stamp) => string {
  const known = localTimes.get(zone);
  if (known !== undefined) return known;
  const local = remembering((stamp) => zone.localDateTime(epochOf(stamp)));
  localTimes.set(zone, local);
  return local;
}

/** A resident as the API lists it at an instant (epoch milliseconds). */
export function wireResident(site: SiteStore, resident: ResidentRecord, now: number): WireResident {
  const place = site.mappingByUnit.get(unitKey(resident));
  const mapping = place === undefined ? undefined : site.mappings[place];
  const localTime = localTimesOf(site.zone);
  const local = (stamp: Stamp | null) => (stamp === null ? null : localTime(stamp));
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

/** The answer with a whole list, kept until a change or the clock makes it untrue: a large site is asked for often. */
interface KeptList {
  readonly version: number;
  readonly until: number;
  readonly answer: Answer;
}

const kept = new WeakMap<SiteStore, KeptList>();

/** The answer to `GET …/resident`: everybody, in the order of their adding. */
export function residentList(site: SiteStore, now: number): Answer {
  const known = kept.get(site);
  if (known !== undefined && known.version === site.version && now < known.until) return known.answer;
  const residents = [...site.residents.values()];
  const until = residents.reduce(
    (soonest, resident) => Math.min(soonest, nextStatusChange(resident, now)),
    Number.POSITIVE_INFINITY,
  );
  const answer = listOf(site, residents, now);
  kept.set(site, { version: site.version, until, answer });
  return answer;
}

/** A list of these residents. */
export function listOf(site: SiteStore, residents: readonly ResidentRecord[], now: number): Answer {
  return ok({
    Error: null,
    Residents: residents.map((resident) => wireResident(site, resident, now)),
  } satisfies WireResidents);
}

const keptMappings = new WeakMap<SiteStore, Answer>();

/** The answer to `GET …/mappings`. A site's mappings never change. */
export function mappingList(site: SiteStore): Answer {
  const known = keptMappings.get(site);
  if (known !== undefined) return known;
  const answer = ok({
    Error: null,
    Mappings: site.mappings.map((mapping) => ({
      Building: mapping.building,
      Floor: mapping.floor,
      Unit: mapping.unit,
      SSID: mapping.ssid,
      Vlan: mapping.vlan,
      Passphrase: mapping.passphrase,
    })),
  } satisfies WireMappings);
  keptMappings.set(site, answer);
  return answer;
}
