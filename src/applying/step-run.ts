import type { JobStatus } from "../elevenos/api.ts";
import type { ApiError } from "../elevenos/api-error.ts";
import type { Action } from "../planning/plan.ts";
import type { Attempt } from "./attempt.ts";
import type { ApplyContext } from "./context.ts";
import type { Pace } from "./pace.ts";
import type { Step } from "./steps.ts";

/** How the waiting for a job ended. */
export type JobEnd = "finished" | "time-limit" | "lost";

/** What a running step reports to, and is handed. */
export interface StepRun {
  readonly context: ApplyContext;
  /** The `now` of the plan, as the API writes it: who has no start of their own has access from then on. */
  readonly plannedAt: string;
  readonly pace: Pace;
  /** The ResidentIds that the plan reinstates at the site: also of those it ends first, to break a unit cycle. */
  readonly reinstated: () => ReadonlySet<string | null>;
  /** Notes, before it is done, that (a part of) the step is submitted again. */
  readonly intent: (step: Step) => Promise<void>;
  /** Notes the job that the server made of a submission. */
  readonly job: (jobId: string, submitted: number) => Promise<void>;
  readonly progress: (jobId: string, done: number, total: number) => void;
  readonly jobEnded: (
    jobId: string,
    submitted: number,
    end: JobEnd,
    status: JobStatus | null,
    problems: readonly string[],
  ) => void;
  readonly record: (action: Action, attempt: Attempt) => void;
  /** Tells whoever looks on; `error` holds the server's words. */
  readonly notice: (message: string, error: ApiError | null) => void;
}
