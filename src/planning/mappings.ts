import type { Mapping } from "../domain/site.ts";
import type { Unit } from "../domain/unit.ts";

/** The mapping of a unit; undefined where the site has no such unit. */
export type MappingOf = (unit: Unit) => Mapping | undefined;

/**
 * Indexes the mappings of a site, by the three texts as they are: one key for each of very many units would cost
 * more than all look-ups. A unit that is listed with several networks has the first by name.
 */
export function indexMappings(mappings: readonly Mapping[]): MappingOf {
  const buildings = new Map<string, Map<string, Map<string, Mapping>>>();
  for (const mapping of mappings) {
    const floors = entryOf(buildings, mapping.building);
    const units = entryOf(floors, mapping.floor);
    const other = units.get(mapping.unit);
    units.set(mapping.unit, other === undefined ? mapping : firstNetwork(other, mapping));
  }
  return ({ building, floor, unit }) => buildings.get(building)?.get(floor)?.get(unit);
}

function entryOf<V>(index: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const present = index.get(key);
  if (present !== undefined) return present;
  const made = new Map<string, V>();
  index.set(key, made);
  return made;
}

function firstNetwork(a: Mapping, b: Mapping): Mapping {
  return networkKey(a) <= networkKey(b) ? a : b;
}

function networkKey({ ssid, vlan }: Mapping): string {
  return JSON.stringify([ssid, vlan]);
}
