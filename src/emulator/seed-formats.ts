import { zoneOf } from "../domain/zone.ts";
import { parseStamp } from "./stamp.ts";

/*
 * The formats that `schemas/emulator-seed.schema.json` names, under those names: the compiled schema calls them.
 */

/** RFC 3339. An instant needs its offset: what a local time means would depend on the reader. */
export function instant(text: string): boolean {
  return /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && parseStamp(text) !== null;
}

/** An IANA time zone. */
export function timezone(name: string): boolean {
  try {
    zoneOf(name);
    // An offset such as +02:00 is a zone to Temporal, but not one that knows of summer time.
    return /^[A-Za-z]/.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
