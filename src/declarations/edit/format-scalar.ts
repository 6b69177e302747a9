import type { TextOutline } from "./outline.ts";
import { scalarText } from "./scalar-text.ts";

/** The keys whose `null` without quotes is not the text "null". */
const NULLABLE = new Set<string | null>(["phone", "accessEnd"]);

/**
 * A value in the one style: quotes only where an editor, or another reader of YAML, would take the text for something
 * else. Times of day have them always (older readers take 23:59 for a number), and so have globs. Words and numbers that the format means
 * as such (`null`, `true`, a limit) have none.
 */
export function formatScalar(
  { text, style }: TextOutline,
  key: string | null,
  parent: string | null,
  isInFlow: boolean,
): string {
  if (style === "plain" && text === "null" && NULLABLE.has(key)) return text;
  if (style === "plain" && key === "protected") return text;
  if (parent === "limits" && /^\d+%?$/.test(text)) return text;
  return scalarText(text, parent === "times" || parent === "sites" ? "double" : "plain", isInFlow);
}
