import { unitKey } from "../../domain/unit.ts";
import type { EntryFields } from "../edit/key-order.ts";
import { cellText } from "./cell-text.ts";
import { type Column, type CsvKey, REQUIRED, readHeader, TEMPLATE } from "./columns.ts";
import { damageOf } from "./damage.ts";
import { type KnownUnits, unitChecker } from "./known-units.ts";
import { oddUnits, type RowUnit } from "./odd-units.ts";
import { type DateOrder, readDate } from "./read-date.ts";
import type { Table } from "./read-table.ts";

/** Something wrong with a cell. `row` counts as a spreadsheet does: the header is row 1. */
export interface CellProblem {
  readonly row: number;
  /** The column's title; null for the row as a whole. */
  readonly column: string | null;
  /** What is wrong, and the way out, without the cell's text. */
  readonly message: string;
  /** The cell's text; may be personal. */
  readonly value: string | null;
}

/** A row as an entry, with the titles of the columns it came from. */
export interface Row {
  readonly row: number;
  readonly fields: EntryFields;
  /** The keys of cells that have a problem, and so are not in `fields`. */
  readonly broken: ReadonlySet<CsvKey>;
}

/** What a file holds. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly problems: readonly CellProblem[];
  readonly titles: ReadonlyMap<CsvKey, string>;
}

export interface ReadOptions {
  readonly dateOrder: DateOrder | null;
  readonly known: KnownUnits | null;
}

/** Reads all rows of a table: what a spreadsheet damaged, what is missing, and what is not a date. Empty rows are none. */
export function readRows(table: Table, { dateOrder, known }: ReadOptions): Rows {
  const { columns, problems: headerProblems } = readHeader(table[0] ?? []);
  const titles = new Map<CsvKey, string>(TEMPLATE.map(({ key, title }) => [key, title]));
  for (const column of columns) if (column !== null) titles.set(column.key, column.title);
  const header = headerProblems.map(
    (message): CellProblem => ({ row: 1, column: null, message, value: null }),
  );
  if (header.length > 0) return { rows: [], problems: header, titles };
  const problems: CellProblem[] = [];
  const rows: Row[] = [];
  const units: RowUnit[] = [];
  table.slice(1).forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    const row = readRow(index + 2, cells, columns, titles, dateOrder, problems);
    rows.push(row);
    const { building, floor, unit } = row.fields;
    if (building == null || floor == null || unit == null) return;
    units.push({ row: row.row, unit: { building, floor, unit } });
  });
  const title = titles.get("unit") ?? null;
  const wrong = unitProblems(units, known).map((problem) => ({ ...problem, column: title }));
  return { rows, problems: [...problems, ...wrong], titles };
}

/** What is wrong with units: by those that are known, and, where these are not the site's own, by each other. */
function unitProblems(units: readonly RowUnit[], known: KnownUnits | null): readonly CellProblem[] {
  const check = unitChecker(known);
  const real = new Set((known?.units ?? []).map(unitKey));
  const doubtful = known?.from === "mappings" ? [] : units.filter(({ unit }) => !real.has(unitKey(unit)));
  const odd = oddUnits(doubtful, units);
  return units.flatMap(({ row, unit }) => {
    const message = check(unit) ?? odd.get(row) ?? null;
    return message === null ? [] : [{ row, column: null, message, value: unit.unit }];
  });
}

function readRow(
  row: number,
  cells: readonly string[],
  columns: readonly (Column | null)[],
  titles: ReadonlyMap<CsvKey, string>,
  order: DateOrder | null,
  problems: CellProblem[],
): Row {
  const fields: Partial<Record<CsvKey, string>> = {};
  const broken = new Set<CsvKey>();
  cells.forEach((cell, index) => {
    const column = columns[index] ?? null;
    const text = cellText(cell);
    if (column === null) {
      if (text !== "") problems.push({ row, column: null, message: SURPLUS, value: text });
      return;
    }
    if (text === "") return;
    const read = readCell(column, text, order);
    if (read.problem === null) fields[column.key] = read.text;
    else {
      broken.add(column.key);
      problems.push({ row, column: column.title, message: read.problem, value: text });
    }
  });
  for (const key of REQUIRED) {
    if (fields[key] !== undefined || broken.has(key)) continue;
    broken.add(key);
    const message = "There is no value, and every row needs one.";
    problems.push({ row, column: titles.get(key) ?? null, message, value: null });
  }
  return { row, fields, broken };
}

const SURPLUS =
  "The row has a cell without a column. Give it a title, or empty it; a comma in a cell needs quotes around it.";

function readCell(
  { key, isUtc }: Column,
  text: string,
  order: DateOrder | null,
): { readonly text: string; readonly problem: string | null } {
  const damage = damageOf(key, text);
  if (damage !== null || (key !== "accessStart" && key !== "accessEnd")) return { text, problem: damage };
  const date = readDate(text, order, isUtc);
  return date.kind === "date" ? { text: date.text, problem: null } : { text, problem: date.words };
}
