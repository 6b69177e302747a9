import stringWidth from "string-width";

/** Pads a text with spaces to a width in terminal cells. */
function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/**
 * Rows of cells with each column as wide as its widest cell, two spaces between; the last cell of a row is not
 * padded, nor is anything that trails.
 */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = new Map<number, number>();
  const widthOf = (column: number): number => widths.get(column) ?? 0;
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths.set(column, Math.max(widthOf(column), stringWidth(cell)));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => padTo(cell, widthOf(column)))
      .join("  ")
      .trimEnd(),
  );
}

/** The first of a long list, and how many more there are: `a, b, and 12 more`. */
export function firstOf(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(", ");
  return items.length <= most ? shown : `${shown}, and ${items.length - most} more`;
}
