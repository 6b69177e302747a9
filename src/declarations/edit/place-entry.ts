import type { Unit } from "../../domain/unit.ts";
import type { EntryFields } from "./key-order.ts";

/** A file of a site, and where those live whom it declares. */
export interface FilePlace {
  readonly file: string;
  readonly defaults: EntryFields;
  readonly units: readonly Unit[];
}

/**
 * A function that finds the file for a new entry: where the defaults are of the same building and floor, else where
 * the most entries of that floor are, else (without the floor) the same for the building, else the Site file, which
 * is the first.
 */
export function fileFinder(places: readonly FilePlace[]): (fields: EntryFields) => string {
  const counts = new Map<string, Map<string, number>>();
  for (const { file, units } of places) {
    for (const { building, floor } of units) {
      count(counts, keyOf(building, floor), file);
      count(counts, keyOf(building, null), file);
    }
  }
  return ({ building, floor }) => {
    const byDefaults = (wanted: EntryFields["floor"]) =>
      places.find(({ defaults }) => defaults.building === building && defaults.floor === wanted)?.file;
    return (
      byDefaults(floor) ??
      most(counts.get(keyOf(building, floor))) ??
      byDefaults(undefined) ??
      most(counts.get(keyOf(building, null))) ??
      places[0]?.file ??
      ""
    );
  };
}

function keyOf(building: EntryFields["building"], floor: EntryFields["floor"]): string {
  return JSON.stringify([building, floor]);
}

function count(counts: Map<string, Map<string, number>>, key: string, file: string): void {
  const files = counts.get(key) ?? new Map<string, number>();
  counts.set(key, files.set(file, (files.get(file) ?? 0) + 1));
}

function most(files: ReadonlyMap<string, number> | undefined): string | undefined {
  if (files === undefined) return undefined;
  return [...files].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}
