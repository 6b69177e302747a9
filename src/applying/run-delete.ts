import { ApiError } from "../elevenos/api-error.ts";
import type { Action } from "../planning/plan.ts";
import { type Attempt, leftOpenBy, refusedBy } from "./attempt.ts";
import type { StepRun } from "./step-run.ts";
import { residentIdOf, type Step } from "./steps.ts";

/** Runs one single-resident termination or purge. */
export async function runDelete(step: Step, action: Action, run: StepRun): Promise<Attempt> {
  const { api, aborting } = run.context;
  const id = residentIdOf(action);
  try {
    // The kind of the action, and nothing else, decides whether an account is purged.
    if (action.kind === "purge") await api.purgeResident(step.site, id, aborting);
    else await api.terminateResident(step.site, id, aborting);
    return { is: "applied", isSeen: false };
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
    // A repeated DELETE is refused after a first one that worked and whose answer was lost: look before judging.
    if (await isEnded(step, action, run)) return { is: "applied", isSeen: true };
    return error.outcome === "not-done" ? refusedBy(error) : leftOpenBy(error);
  }
}

async function isEnded(step: Step, action: Action, run: StepRun): Promise<boolean> {
  const { api, aborting } = run.context;
  try {
    const live = await api.getResident(step.site, residentIdOf(action), aborting);
    return action.kind === "terminate" && live.status.name === "expired";
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
    return error.kind === "not-found";
  }
}
