import type { ApplyReport } from "../applying/apply-report.ts";
import type { ReviewedComparison } from "../applying/compare-reviewed.ts";
import type { ApplyEvent } from "../applying/events.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** What became of a reviewed plan. */
export type Reviewed = Pick<ReviewedComparison, "stale" | "alreadySo" | "withdrawn">;

/** What an apply shows, in this order: its plan, how the reviewed one compares, what happens, how it ended. */
export type ApplyItem =
  | { readonly type: "plan"; readonly plan: ShownPlan }
  | { readonly type: "reviewed"; readonly reviewed: Reviewed }
  | { readonly type: "event"; readonly event: ApplyEvent }
  | { readonly type: "report"; readonly report: ApplyReport };
