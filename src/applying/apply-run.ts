import type { Plan } from "../planning/plan.ts";
import type { ApplyProblem, JobRecord } from "./apply-report.ts";
import type { Attempt } from "./attempt.ts";
import type { ApplyContext } from "./context.ts";
import type { Journal } from "./journal.ts";
import type { Pace } from "./pace.ts";

/** An apply under way: what its steps share and add to. */
export interface ApplyRun {
  readonly plan: Plan;
  readonly context: ApplyContext;
  readonly journal: Journal;
  readonly pace: Pace;
  /** Begin no new step. */
  readonly stopping: AbortSignal;
  /** By the id of the action. */
  readonly attempts: Map<string, Attempt>;
  /** By site and job id, in the order of their submissions. */
  readonly jobs: Map<string, JobRecord>;
  readonly problems: ApplyProblem[];
  /** What makes it senseless to go on anywhere: a journal that cannot be written, a bug. */
  failure: { readonly error: unknown } | null;
}

/** True while new steps may begin. */
export function mayGoOn(run: ApplyRun): boolean {
  return run.failure === null && !run.stopping.aborted && !run.context.aborting.aborted;
}
