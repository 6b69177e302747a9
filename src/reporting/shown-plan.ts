import type { Outlook } from "../planning/outlook.ts";
import type { Plan } from "../planning/plan.ts";

/** How a plan went when it was applied to the emulator. */
export interface Rehearsal {
  /** True where nothing was left to do but what is deferred. */
  readonly converged: boolean;
  /** What was left, a line each. */
  readonly remaining: readonly string[];
}

/** A plan as reporters show it. */
export interface ShownPlan extends Plan {
  /** There where personal data was taken out: values are not in it. */
  readonly redacted?: true;
  /** With `--rehearse` only. */
  readonly rehearsal?: Rehearsal;
  /** For HTML only: who has which unit when. Redacted with the plan. */
  readonly outlook?: Outlook;
}
