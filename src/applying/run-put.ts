import type { LiveResident } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { ApiError } from "../elevenos/api-error.ts";
import type { Action } from "../planning/plan.ts";
import { type Attempt, leftOpenBy, notSent, refusedBy, serverWords } from "./attempt.ts";
import { showsEffect } from "./effect.ts";
import { changedSincePlanning, putFields, sendOf } from "./put-fields.ts";
import type { StepRun } from "./step-run.ts";
import { residentIdOf, type Step } from "./steps.ts";

/** Runs one update or reinstatement: read, compare, PUT. */
export async function runPut(step: Step, action: Action, run: StepRun): Promise<Attempt> {
  const { api, aborting } = run.context;
  const id = residentIdOf(action);
  let live: LiveResident;
  try {
    live = await api.getResident(step.site, id, aborting);
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
    const message =
      error.kind === "not-found" ? "the account is not there any more" : "the resident could not be read";
    return notSent(message, serverWords(error.message));
  }
  const objection = objectionTo(action, live);
  if (objection !== null) return objection;
  if (showsEffect(action, live)) return { is: "already" };
  const changed = changedSincePlanning(action, live);
  if (changed.length > 0) {
    return notSent(`${changed.join(", ")} changed since planning`);
  }
  try {
    const answer = await api.updateResident(step.site, id, putFields(action, live), aborting);
    return { is: "applied", isSeen: showsEffect(action, answer) };
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
    return error.outcome === "not-done" ? refusedBy(error) : afterLostPut(step, action, run, error);
  }
}

/**
 * Why nothing may be sent to this resident, or null. The e-mail is compared byte for byte, because a PUT with
 * another one has «unforeseen errors», as the guide says; and a PUT to an expired account brings it back, which
 * only a reinstatement may do.
 */
function objectionTo(action: Action, live: LiveResident): Attempt | null {
  const { email } = sendOf(action);
  if (live.email !== email) {
    return notSent(
      "the e-mail to send is not, byte for byte, the live one",
      `to send: «${visibleText(email)}», live: «${visibleText(live.email)}»`,
    );
  }
  const status = live.status.name;
  if (status === "unknown") return notSent("its status has a word that is not known");
  if (action.kind === "update" && status === "expired") {
    return notSent("it expired since planning, and a PUT would bring the account back");
  }
  if (action.kind === "reinstate" && status !== "expired" && !showsEffect(action, live)) {
    return notSent(`it is ${status} and not expired any more`);
  }
  return null;
}

/** A PUT has the same end however often it is sent, and the client has repeated it: live state tells the rest. */
async function afterLostPut(step: Step, action: Action, run: StepRun, lost: ApiError): Promise<Attempt> {
  const { api, aborting } = run.context;
  try {
    const live = await api.getResident(step.site, residentIdOf(action), aborting);
    if (showsEffect(action, live)) return { is: "applied", isSeen: true };
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
  }
  return leftOpenBy(lost);
}
