import { isMet, type Row } from "./result.ts";

const HEAD = ["", "residentctl", "floor", "ratio", "CPU", "floor's", "peak memory", "floor's", "budget", ""];

/** The rows as one table for a terminal. */
export function table(rows: readonly Row[]): string {
  return aligned([HEAD, ...rows.map(cellsOf)]);
}

/** Lines of cells under each other: the first column to the left, the others to the right. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf(row: Row): readonly string[] {
  return [
    row.name,
    shown(row, row.program),
    row.floor === null ? "" : shown(row, row.floor),
    row.ratio === null ? "" : row.ratio.toFixed(2),
    cpu(row.programUsage),
    cpu(row.floorUsage),
    memory(row.programUsage),
    memory(row.floorUsage),
    budgetText(row),
    verdict(row),
  ];
}

function shown({ unit }: Row, value: number): string {
  return unit === "exponent" ? `n^${value.toFixed(2)}` : `${value.toFixed(3)} s`;
}

function cpu(usage: Row["programUsage"]): string {
  return usage === null ? "" : `${usage.cpuSeconds.toFixed(2)} s`;
}

function memory(usage: Row["programUsage"]): string {
  return usage === null ? "" : `${Math.round(usage.peakMegabytes)} MB`;
}

function budgetText({ budget }: Row): string {
  if (budget === null) return "";
  switch (budget.of) {
    case "ratio":
      return `ratio ${budget.most}`;
    case "seconds":
      return `${budget.most} s`;
    case "exponent":
      return `n^${budget.most}`;
  }
}

function verdict(row: Row): string {
  const met = isMet(row);
  return met === null ? "" : met ? "met" : "MISSED";
}
