import type { Results, Row } from "./result.ts";
import { aligned } from "./table.ts";

/** What became of every row since earlier results: times of one machine, and ratios, which tell of any. */
export function comparison(before: Results, after: Results): string {
  const earlier = new Map(before.rows.map((row) => [row.name, row]));
  const later = new Set(after.rows.map(({ name }) => name));
  const lines = after.rows.map((row) => lineOf(earlier.get(row.name), row));
  const gone = before.rows
    .filter(({ name }) => !later.has(name))
    .map(({ name }) => [name, "not measured now"]);
  const head = [`against ${before.takenAt}`, "before", "now", "", "ratio before", "now", ""];
  const other = sameMachine(before, after) ? "" : "\nAnother machine or Node: only the ratios compare.";
  return `${aligned([head, ...lines, ...gone])}${other}`;
}

function lineOf(before: Row | undefined, row: Row): readonly string[] {
  if (before === undefined) return [row.name, "new"];
  return [
    row.name,
    before.program.toFixed(3),
    row.program.toFixed(3),
    change(before.program, row.program),
    before.ratio?.toFixed(2) ?? "",
    row.ratio?.toFixed(2) ?? "",
    before.ratio === null || row.ratio === null ? "" : change(before.ratio, row.ratio),
  ];
}

function change(before: number, now: number): string {
  const percent = Math.round((now / before - 1) * 100);
  return `${percent > 0 ? "+" : ""}${percent} %`;
}

function sameMachine({ machine: a }: Results, { machine: b }: Results): boolean {
  return a.node === b.node && a.cpu === b.cpu && a.cores === b.cores;
}
