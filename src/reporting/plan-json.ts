import { visibleJson } from "../domain/visible-json.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** A plan as one JSON document (`schemas/plan.schema.json`), two spaces deep. Ends in a line break. */
export function planJson(plan: ShownPlan): string {
  return `${visibleJson(plan, 2)}\n`;
}
