import { compareText } from "../domain/compare-text.ts";
import type { LiveResident, LiveSite, Mapping } from "../domain/site.ts";
import { textHash } from "./canonical-json.ts";

/** What is worked out of a site's live side by itself. */
export interface LiveFingerprint {
  /** SHA-256 (hex) of the residents and mappings, whatever order the API lists them in. */
  readonly digest: string;
  /** The ids that are listed more than once, in order. */
  readonly idsListedTwice: readonly string[];
}

/** The fingerprint of a site's live side: one walk in the order of ids. */
export function liveFingerprint({ residents, mappings }: LiveSite): LiveFingerprint {
  const hash = textHash();
  hash.add(`${residents.length} `);
  const twice = new Set<string>();
  let before: string | null = null;
  for (const resident of [...residents].sort(byIdAndText)) {
    hash.add(residentText(resident));
    if (resident.residentId === before) twice.add(before);
    before = resident.residentId;
  }
  for (const mapping of mappings.map(mappingText).sort()) hash.add(mapping);
  return { digest: hash.hex(), idsListedTwice: [...twice] };
}

/** By id, which is given once; by all the rest where it is listed twice all the same. */
export function byIdAndText(a: LiveResident, b: LiveResident): number {
  return compareText(a.residentId, b.residentId) || compareText(residentText(a), residentText(b));
}

/** All that the API lists of a resident; a site-local date only where there is none in UTC. */
function residentText(live: LiveResident): string {
  const { words } = live.status;
  return (
    fieldText(live.residentId) +
    fieldText(live.email) +
    fieldText(live.firstName) +
    fieldText(live.lastName) +
    fieldText(live.phone) +
    fieldText(live.building) +
    fieldText(live.floor) +
    fieldText(live.unit) +
    fieldText(live.activationDateUTC ?? live.activationDate) +
    fieldText(live.deactivationDateUTC ?? live.deactivationDate) +
    fieldText(words.length === 1 ? (words[0] ?? "") : [...words].sort().join(" "))
  );
}

function mappingText({ building, floor, unit, ssid, vlan }: Mapping): string {
  return fieldText(building) + fieldText(floor) + fieldText(unit) + fieldText(ssid) + fieldText(vlan);
}

/** The lengths of nearly all fields as they are written: made once, and not for every field of very many residents. */
const LENGTHS = Array.from({ length: 256 }, (_, length) => `${length}:`);

/** A field after its length, so that no two lists of fields have the same text. */
function fieldText(field: string | null): string {
  return field === null ? "-" : (LENGTHS[field.length] ?? `${field.length}:`) + field;
}
