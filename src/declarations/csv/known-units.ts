import { formatUnit, type Unit, unitKey } from "../../domain/unit.ts";
import { visibleText } from "../../domain/visible-text.ts";

/** The units of a site, as far as they are known. */
export interface KnownUnits {
  /** `mappings`: the API's own list, so that there are no others; `declared`: those that entries have. */
  readonly from: "mappings" | "declared";
  readonly units: readonly Unit[];
}

/**
 * A function that says what is wrong with a unit by those that are known: leading zeros that a spreadsheet took away,
 * or (by the mappings) that there is no such unit; null where it is fine.
 */
export function unitChecker(known: KnownUnits | null): (unit: Unit) => string | null {
  if (known === null) return () => null;
  const exact = new Set(known.units.map(unitKey));
  const loose = new Map(known.units.map((unit) => [unitKey(unitWithoutZeros(unit)), unit]));
  return (unit) => {
    if (exact.has(unitKey(unit))) return null;
    const meant = loose.get(unitKey(unitWithoutZeros(unit)));
    if (meant !== undefined) {
      const words = visibleText(formatUnit(meant), 200);
      return `Leading zeros do not fit: the site has ${words}. Format the column as text and enter the value again.`;
    }
    return known.from === "mappings"
      ? "The site has no such unit. Correct the building, floor or unit."
      : null;
  };
}

/** A unit without the leading zeros of its parts. */
export function unitWithoutZeros({ building, floor, unit }: Unit): Unit {
  const bare = (text: string) => text.replace(/^0+(?=\d)/, "");
  return { building: bare(building), floor: bare(floor), unit: bare(unit) };
}
