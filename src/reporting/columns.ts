import stringWidth from "string-width";

/**
 * Rows of cells with each column as wide as its widest cell, two spaces between; the last cell of a row is not
 * padded, nor is anything that trails.
 */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map((text) => ({ text, width: stringWidth(text) })));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, { width }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width);
  }
  return cells.map((row) =>
    row
      .map(({ text, width }, column) => text + " ".repeat((widths[column] ?? width) - width))
      .join("  ")
      .trimEnd(),
  );
}

/** The first of a long list, and how many more there are: `a, b, and 12 more`. */
export function firstOf(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(", ");
  return items.length <= most ? shown : `${shown}, and ${items.length - most} more`;
}
