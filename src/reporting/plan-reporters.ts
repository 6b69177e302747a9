import type { Colors } from "picocolors/types.js";
import type { Parts } from "../domain/parts.ts";
import { planAnnotations } from "./github-annotations.ts";
import { planHtml } from "./html/plan-html.ts";
import { COMMENT_BYTES, planMarkdown } from "./markdown-plan.ts";
import { planJson } from "./plan-json.ts";
import { planTextParts } from "./plan-text.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** Renders a plan, part by part; the text ends in a line break. */
export type PlanReporter = (plan: ShownPlan, colors: Colors) => Parts;

/** To be pasted into a comment, or appended to a summary: `github comment` and `github summary` add the links. */
function markdown(plan: ShownPlan): Parts {
  return [planMarkdown(plan, { limit: COMMENT_BYTES, links: null, headCommit: null, wholePlan: null })];
}

/** What `plan --format` can be: to add a format is to add a line here and to `PLAN_FORMATS` of the command line. */
export const PLAN_REPORTERS = {
  text: planTextParts,
  json: planJson,
  markdown,
  html: (plan) => [planHtml(plan)],
  github: (plan) => [planAnnotations(plan)],
} as const satisfies Readonly<Record<string, PlanReporter>>;

/** The name of a format. */
export type PlanFormat = keyof typeof PLAN_REPORTERS;
