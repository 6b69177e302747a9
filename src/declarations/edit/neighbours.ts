import type { EntryFields } from "./key-order.ts";
import { type MapOutline, textUnderKey } from "./outline.ts";

/** An entry that stays in a file, and the offset after its lines. */
export interface Neighbour {
  readonly entry: MapOutline;
  readonly end: number;
}

/**
 * A function that finds whom a new entry stands behind: the last of the same building and floor, else the last of the
 * same building, else the last of all; undefined where nobody is left. `defaults` are the file's.
 */
export function neighbourFinder(
  entries: readonly Neighbour[],
  defaults: EntryFields,
): (fields: EntryFields) => Neighbour | undefined {
  const byBuilding = new Map<string, Neighbour>();
  const byFloor = new Map<string, Neighbour>();
  for (const neighbour of entries) {
    const building = textUnderKey(neighbour.entry, "building") ?? defaults.building;
    const floor = textUnderKey(neighbour.entry, "floor") ?? defaults.floor;
    byBuilding.set(JSON.stringify(building), neighbour);
    byFloor.set(JSON.stringify([building, floor]), neighbour);
  }
  return (fields) => {
    const building = fields.building ?? defaults.building;
    const floor = fields.floor ?? defaults.floor;
    return (
      byFloor.get(JSON.stringify([building, floor])) ??
      byBuilding.get(JSON.stringify(building)) ??
      entries.at(-1)
    );
  };
}
