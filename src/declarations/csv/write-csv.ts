import { stringify } from "csv-stringify/sync";
import type { DeclaredResident } from "../../domain/site.ts";
import { safeCell } from "./cell-text.ts";
import { type CsvKey, TEMPLATE } from "./columns.ts";

/**
 * Residents in the web UI's CSV template, in the order given: a byte order mark and CRLF, as spreadsheets want it,
 * every cell in quotes. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which reading
 * takes away again. Dates are as declared. Tombstones have no row: the template cannot say that somebody left.
 */
export function writeCsv(residents: readonly DeclaredResident[]): string {
  const rows = residents
    .filter(hasRow)
    .map((resident) => TEMPLATE.map(({ key }) => safeCell(textOf(resident, key))));
  return stringify([TEMPLATE.map(({ title }) => title), ...rows], {
    bom: true,
    quoted: true,
    quoted_empty: true,
    record_delimiter: "windows",
  });
}

/** True for a resident whom the template can hold. */
export function hasRow({ state }: DeclaredResident): boolean {
  return state === "active" || state === "suspended";
}

function textOf(resident: DeclaredResident, key: CsvKey): string {
  switch (key) {
    case "building":
    case "floor":
    case "unit":
      return resident.unit?.[key] ?? "";
    case "accessStart":
    case "accessEnd":
      return resident[key]?.text ?? "";
    default:
      return resident[key] ?? "";
  }
}
