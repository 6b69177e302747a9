import { type EntryFields, RESIDENT_KEYS, type ResidentKey } from "./key-order.ts";
import { type ScalarStyle, scalarText } from "./scalar-text.ts";

/** How the keys and values of an entry are written. */
export interface EntryStyle {
  readonly key: ScalarStyle;
  readonly value: ScalarStyle;
}

/** No quotes but where they are needed. */
export const PLAIN_STYLE: EntryStyle = { key: "plain", value: "plain" };

/** `key: value`. */
export function pairText(
  key: ResidentKey,
  value: string | null,
  style: EntryStyle,
  isInFlow = false,
): string {
  const written = value === null ? "null" : scalarText(value, style.value, isInFlow);
  return `${scalarText(key, style.key, isInFlow)}: ${written}`;
}

/** An entry in block style, a key a line, each line with its end; `column` (from 0) is where the dash stands. */
export function blockEntry(fields: EntryFields, column: number, style: EntryStyle, lineEnd: string): string {
  const indent = " ".repeat(column);
  return pairsOf(fields)
    .map(([key, value], index) => {
      const lead = index === 0 ? "- " : "  ";
      return `${indent}${lead}${pairText(key, value, style)}${lineEnd}`;
    })
    .join("");
}

/** An entry in flow style: `{email: …, firstName: …}`. */
export function flowEntry(fields: EntryFields, style: EntryStyle): string {
  return `{ ${pairsOf(fields)
    .map(([key, value]) => pairText(key, value, style, true))
    .join(", ")} }`;
}

function pairsOf(fields: EntryFields): readonly (readonly [ResidentKey, string | null])[] {
  return RESIDENT_KEYS.flatMap((key) => {
    const value = fields[key];
    return value === undefined ? [] : [[key, value] as const];
  });
}
