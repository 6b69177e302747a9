import type { Colors } from "picocolors/types.js";
import { planJson } from "./plan-json.ts";
import { planText } from "./plan-text.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** Renders a plan; the text ends in a line break. */
export type PlanReporter = (plan: ShownPlan, colors: Colors) => string;

/** What `plan --format` can be: to add a format is to add a line here and to `PLAN_FORMATS` of the command line. */
export const PLAN_REPORTERS = {
  text: planText,
  json: planJson,
} as const satisfies Readonly<Record<string, PlanReporter>>;

/** The name of a format. */
export type PlanFormat = keyof typeof PLAN_REPORTERS;
