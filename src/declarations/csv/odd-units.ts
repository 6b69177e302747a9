import { formatUnit, type Unit, unitKey } from "../../domain/unit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { DATE_IN_PLACE } from "./damage.ts";
import { isSerialDate } from "./date-damage.ts";
import { unitWithoutZeros } from "./known-units.ts";

/** A unit of a row, which counts as a spreadsheet does. */
export interface RowUnit {
  readonly row: number;
  readonly unit: Unit;
}

/**
 * What the units of all rows say of doubtful ones, which nobody knows to be real: that another row has one with more
 * leading zeros, or that it is a spreadsheet's number for a day among units that are no such numbers. By row.
 */
export function oddUnits(doubtful: readonly RowUnit[], all: readonly RowUnit[]): ReadonlyMap<number, string> {
  const longest = new Map<string, RowUnit>();
  for (const candidate of all) {
    const key = unitKey(unitWithoutZeros(candidate.unit));
    const known = longest.get(key);
    if (known === undefined || lengthOf(candidate.unit) > lengthOf(known.unit)) longest.set(key, candidate);
  }
  const serials = all.filter(({ unit }) => isSerialDate(unit.unit)).length;
  const odd = new Map<number, string>();
  for (const { row, unit } of doubtful) {
    const other = longest.get(unitKey(unitWithoutZeros(unit)));
    if (other !== undefined && unitKey(other.unit) !== unitKey(unit)) {
      const words = visibleText(formatUnit(other.unit), 200);
      odd.set(
        row,
        `Leading zeros do not fit: row ${other.row} has ${words}. Format the column as text and enter the value again; if the site has both, give --site and --live.`,
      );
    } else if (isSerialDate(unit.unit) && serials * 2 <= all.length)
      odd.set(row, `${DATE_IN_PLACE} ${IF_REAL}`);
  }
  return odd;
}

const IF_REAL = "If the site has such a unit, give --site and --live.";

function lengthOf({ building, floor, unit }: Unit): number {
  return building.length + floor.length + unit.length;
}
