import { visibleText } from "../../domain/visible-text.ts";
import { blockEntry, PLAIN_STYLE } from "../edit/entry-text.ts";
import { scalarText } from "../edit/scalar-text.ts";
import type { FileTree } from "../file-tree.ts";
import { loadDeclarations } from "../load.ts";
import type { Problem } from "../problem.ts";
import type { CsvKey } from "./columns.ts";
import { type CellProblem, type ReadOptions, type Row, type Rows, readRows } from "./read-rows.ts";
import type { Table } from "./read-table.ts";

export interface ConvertOptions extends ReadOptions {
  /** The site that the residents are for; null writes the list of residents alone. */
  readonly site: string | null;
  /** The site's zone, where it is known. */
  readonly zone: string | null;
}

/** YAML; or everything that is wrong, by row and column. */
export type Converted =
  | {
      readonly kind: "yaml";
      readonly text: string;
      readonly residents: number;
      /** Rows that end at 0:00, as spreadsheets write a date to which they have added a time. */
      readonly midnightEnds: readonly number[];
    }
  | { readonly kind: "wrong"; readonly problems: readonly CellProblem[] };

/**
 * Turns a table into residents, one entry a row in the rows' order. With any error there is no YAML: a file that leaves
 * out whom it could not read would look complete. What is written is checked by the very rules of declarations.
 */
export function convertTable(table: Table, options: ConvertOptions): Converted {
  const read = readRows(table, options);
  const problems = [...read.problems, ...declarationProblems(read, options.zone ?? "UTC")];
  if (problems.length > 0) return { kind: "wrong", problems: problems.toSorted(compareProblems) };
  const { site } = options;
  const head =
    site === null ? "" : `apiVersion: residentctl/v1\nkind: Residents\nsite: ${scalarText(site)}\n`;
  const list = read.rows.map(({ fields }) => blockEntry(fields, 2, PLAIN_STYLE, "\n")).join("");
  const residents = read.rows.length === 0 ? "residents: []\n" : `residents:\n${list}`;
  const midnightEnds = read.rows
    .filter(({ fields }) => /T00:00(?::00)?$/.test(fields.accessEnd ?? ""))
    .map(({ row }) => row);
  return { kind: "yaml", text: head + residents, residents: read.rows.length, midnightEnds };
}

function compareProblems(a: CellProblem, b: CellProblem): number {
  return a.row - b.row;
}

const FILE = "sites/rows.yaml";

/** Checks the rows as a site of their own, and finds the row and the column of every problem. */
function declarationProblems({ rows, titles }: Rows, zone: string): readonly CellProblem[] {
  if (rows.length === 0) return [];
  const head = `apiVersion: residentctl/v1\nkind: Site\nname: x\nsiteId: x\nteamId: x\ntimezone: ${zone}\nresidents:\n`;
  const places: { readonly line: number; readonly row: Row }[] = [];
  let line = head.split("\n").length;
  let text = head;
  for (const row of rows) {
    const written = blockEntry({ email: "", ...row.fields }, 2, PLAIN_STYLE, "\n");
    places.push({ line, row });
    text += written;
    line += written.split("\n").length - 1;
  }
  const lines = text.split("\n");
  const { problems } = loadDeclarations(treeOf(text));
  return problems.flatMap((problem) => {
    const place = places.findLast((candidate) => candidate.line <= problem.position.line);
    const key = /^\s*-?\s*(\w+):/.exec(lines[problem.position.line - 1] ?? "")?.[1] ?? "";
    if (place === undefined || isKnown(place.row, key, problem)) return [];
    return [cellProblem(problem, place.row, titles.get(keyIn(titles, key)) ?? null, places)];
  });
}

function keyIn(titles: ReadonlyMap<CsvKey, string>, key: string): CsvKey {
  return [...titles.keys()].find((known) => known === key) ?? "email";
}

/** True for what is said of the cell already: it is missing from the row because of that. */
function isKnown({ broken }: Row, key: string, { rule }: Problem): boolean {
  return rule === "missing-key" || [...broken].some((known) => known === key);
}

function cellProblem(
  { message, remedy, value }: Problem,
  { row }: Row,
  column: string | null,
  places: readonly { readonly line: number; readonly row: Row }[],
): CellProblem {
  // What the rules call a place in the file is a row here.
  const words = message
    .replace(/sites\/rows\.yaml:(\d+):\d+/, (_, line: string) => rowAt(places, Number(line)))
    .replace(/on line (\d+)/, (_, line: string) => `in ${rowAt(places, Number(line))}`);
  return {
    row,
    column,
    message: `${words} ${remedy}`,
    value: value === undefined ? null : visibleText(value, 100),
  };
}

function rowAt(places: readonly { readonly line: number; readonly row: Row }[], line: number): string {
  return `row ${places.findLast((place) => place.line <= line)?.row.row ?? 1}`;
}

function treeOf(text: string): FileTree {
  const bytes = new TextEncoder().encode(text);
  return {
    label: "the rows",
    root: "/",
    list: (globs) => ({
      files: globs.some((glob) => glob.endsWith(".yaml") && !glob.startsWith("residentctl")) ? [FILE] : [],
      unreadable: [],
    }),
    read: (files) => new Map(files.includes(FILE) ? [[FILE, { kind: "bytes", bytes }]] : []),
  };
}
