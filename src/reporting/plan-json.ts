import type { Parts } from "../domain/parts.ts";
import { visibleJson } from "../domain/visible-json.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** A plan holds sites, a site actions: from there on, a value is written in one piece. */
const LEVELS = 4;

/** A plan as one JSON document (`schemas/plan.schema.json`), two spaces deep. Ends in a line break. */
export function* planJson(plan: ShownPlan): Generator<string> {
  yield* jsonParts(plan, "", LEVELS);
  yield "\n";
}

/** The JSON of plain data, to the letter as `visibleJson(value, 2)` has it; a part for each value so many levels deep. */
function* jsonParts(value: unknown, indent: string, levels: number): Parts & Generator<string> {
  const isNested = typeof value === "object" && value !== null && levels > 0;
  const entries = isNested ? Object.entries(value).filter(([, item]) => item !== undefined) : [];
  if (entries.length === 0) {
    // No string of JSON has a line break in it: each stands between values.
    yield visibleJson(value, 2).replaceAll("\n", `\n${indent}`);
    return;
  }
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  let before = isList ? "[\n" : "{\n";
  for (const [key, item] of entries) {
    yield `${before}${inner}${isList ? "" : `${visibleJson(key)}: `}`;
    yield* jsonParts(item, inner, levels - 1);
    before = ",\n";
  }
  yield `\n${indent}${isList ? "]" : "}"}`;
}
