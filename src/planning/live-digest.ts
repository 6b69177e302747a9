import { compareText } from "../domain/compare-text.ts";
import type { LiveResident, LiveSite, Mapping } from "../domain/site.ts";
import { textHash } from "./canonical-json.ts";

/** SHA-256 (hex) of a site's live residents and mappings, whatever order the API lists them in. */
export function liveDigest({ residents, mappings }: LiveSite): string {
  const hash = textHash();
  hash.add(`${residents.length} `);
  for (const resident of [...residents].sort(byIdAndText)) hash.add(residentText(resident));
  for (const mapping of mappings.map(mappingText).sort()) hash.add(mapping);
  return hash.hex();
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
