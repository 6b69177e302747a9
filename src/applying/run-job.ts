import { isEnding } from "../domain/action-kind.ts";
import { ApiError } from "../elevenos/api-error.ts";
import type { Action } from "../planning/plan.ts";
import { type Attempt, leftOpenBy, refusedBy } from "./attempt.ts";
import { indexLive, liveOf, showsEffect } from "./effect.ts";
import { matchJob } from "./match-job.ts";
import { pollJob } from "./poll-job.ts";
import { importFields } from "./put-fields.ts";
import type { StepRun } from "./step-run.ts";
import { type JobStep, residentIdOf } from "./steps.ts";
import { watchLive } from "./watch-live.ts";

/**
 * Runs a step that is one job: submit, wait, match.
 *
 * A submission whose answer was lost is not sent again before live state was watched for its effect, because the
 * job may be running all the same. What shows the effect is done. What does not, when the patience is over, is
 * submitted once more, and this is why that is safe: the server refuses to add an e-mail that exists («You cannot
 * add a resident if their email already exists in Site Manager»), so even a first import that wakes up late
 * invites nobody twice; and suspend, unsuspend, terminate and purge end in the same state however often they are
 * done. If that answer is lost too, the end is unknown: a server that loses two answers in a row is not pressed.
 *
 * An end that the plan itself takes back is never sent twice: the first job, waking up late, would end the account that
 * was reinstated meanwhile. It is unknown, and what waits for it does not go ahead.
 */
export async function runJob(step: JobStep, run: StepRun): Promise<void> {
  const first = await submit(step, step.actions, run);
  if (first.is === "refused") return;
  if (first.is === "accepted") return followJob(step, step.actions, first.jobId, run);
  run.notice("an answer was lost: live state is watched before anything is sent again", first.error);
  const unseen = await watchFor(step, step.actions, run);
  const reinstated = run.reinstated();
  const isTakenBack = ({ kind, residentId }: Action) => isEnding(kind) && reinstated.has(residentId);
  for (const action of unseen.filter(isTakenBack)) run.record(action, leftOpenBy(first.error));
  const rest = unseen.filter((action) => !isTakenBack(action));
  if (rest.length === 0) return;

  run.notice(`no effect on ${rest.length} of ${step.actions.length} residents: submitted once more`, null);
  await run.intent({ ...step, actions: rest });
  const second = await submit(step, rest, run);
  if (second.is === "refused") return;
  if (second.is === "accepted") return followJob(step, rest, second.jobId, run);
  const lost = await watchFor(step, rest, run);
  for (const action of lost) run.record(action, leftOpenBy(second.error));
}

/** What became of a submission. The actions of a refused one are recorded. */
type Submission =
  | { readonly is: "accepted"; readonly jobId: string }
  | { readonly is: "refused" }
  | { readonly is: "lost"; readonly error: ApiError };

async function submit(step: JobStep, actions: readonly Action[], run: StepRun): Promise<Submission> {
  const { api, aborting } = run.context;
  try {
    const jobId =
      step.work.kind === "import"
        ? await api.submitImport(
            step.site,
            actions.map((action) => importFields(action, run.plannedAt)),
            aborting,
          )
        : await api.submitBulkAction(step.site, step.work.action, actions.map(residentIdOf), aborting);
    await run.job(jobId, actions.length);
    return { is: "accepted", jobId };
  } catch (error) {
    if (aborting.aborted || !(error instanceof ApiError)) throw error;
    if (error.outcome === "unknown") return { is: "lost", error };
    for (const action of actions) run.record(action, refusedBy(error));
    return { is: "refused" };
  }
}

/** Waits for an accepted job and records how it went, resident by resident. */
async function followJob(
  step: JobStep,
  actions: readonly Action[],
  jobId: string,
  run: StepRun,
): Promise<void> {
  const { timing, settings } = run.context;
  const deadline = timing.now() + settings.jobTime;
  const end = await pollJob(
    { site: step.site, kind: step.work.kind, jobId, deadline },
    run.context,
    (status) => {
      const byPercent = Math.floor(((status.progress ?? 0) / 100) * actions.length);
      const done = Math.floor((status.success ?? 0) + (status.failed ?? 0));
      // Whatever the server counts, it is some of those that were submitted.
      run.progress(jobId, Math.min(actions.length, Math.max(0, done, byPercent)), actions.length);
    },
  );
  switch (end.is) {
    case "finished": {
      const { attempts, problems } = matchJob(actions, end.status);
      run.progress(jobId, actions.length, actions.length);
      run.jobEnded(jobId, actions.length, "finished", end.status, problems);
      for (const [action, attempt] of attempts) run.record(action, attempt);
      const silent = actions.filter((action) => !attempts.has(action));
      const message = "the job is finished and says nothing of this resident";
      return lookOnce(step, silent, run, { is: "unanswered", message });
    }
    case "time-limit": {
      const message = `job ${jobId} is not finished after the time limit`;
      run.jobEnded(jobId, actions.length, "time-limit", null, [message]);
      return lookOnce(step, actions, run, { is: "open", message, detail: null });
    }
    case "lost": {
      const message = `the server does not answer for job ${jobId}`;
      run.jobEnded(jobId, actions.length, "lost", null, [message]);
      return lookOnce(step, actions, run, { is: "open", message, detail: end.detail });
    }
  }
}

/** Watches live state for as long as the patience lasts; records what shows the effect; gives what does not. */
async function watchFor(step: JobStep, actions: readonly Action[], run: StepRun): Promise<readonly Action[]> {
  const { timing, settings } = run.context;
  const deadline = timing.now() + settings.patience;
  const { seen } = await watchLive(step.site, actions, effectsIn, deadline, run.context);
  for (const action of seen) run.record(action, { is: "applied", isSeen: true });
  return actions.filter((action) => !seen.has(action));
}

/** One look at live state: what shows the effect is applied, the rest is recorded as told. */
async function lookOnce(
  step: JobStep,
  actions: readonly Action[],
  run: StepRun,
  otherwise: Attempt,
): Promise<void> {
  if (actions.length === 0) return;
  const { seen } = await watchLive(step.site, actions, effectsIn, run.context.timing.now(), run.context);
  for (const action of actions) {
    run.record(action, seen.has(action) ? { is: "applied", isSeen: true } : otherwise);
  }
}

function effectsIn(residents: Parameters<typeof indexLive>[0]): (action: Action) => boolean {
  const live = indexLive(residents);
  return (action) => showsEffect(action, liveOf(action, live));
}
