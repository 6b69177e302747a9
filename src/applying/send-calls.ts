import pLimit from "p-limit";
import { groupBy } from "../domain/group-by.ts";
import { JOB_SIZE } from "../domain/job-size.ts";
import { ApiError } from "../elevenos/api-error.ts";
import type { CallName, CallTarget } from "../planning/imperative.ts";
import { type Attempt, serverWords } from "./attempt.ts";
import type { ApplyContext } from "./context.ts";
import { matchJob } from "./match-job.ts";
import { pollJob } from "./poll-job.ts";

/** How a call ended for a resident. `unknown`: the server may have sent the e-mail. */
export type CallEnding = "done" | "failed" | "unknown" | "not-attempted";

/** How a call ended for a resident, and why. `message` is ours; `detail` may hold personal data. */
export interface CallOutcome {
  readonly target: CallTarget;
  readonly ending: CallEnding;
  readonly message: string | null;
  readonly detail: string | null;
}

/** A job that a call was submitted as. */
export interface CallJob {
  readonly site: string;
  readonly jobId: string;
  readonly submitted: number;
  /** What does not add up about it, in words. */
  readonly problems: readonly string[];
}

/** All that was sent. */
export interface SentCalls {
  /** In the order of the targets. */
  readonly outcomes: readonly CallOutcome[];
  readonly jobs: readonly CallJob[];
}

/** Up to so many residents of a site are called one by one; more go out as a job. */
export const MOST_SINGLE_CALLS = 3;

/**
 * Sends a call for residents: `MOST_SINGLE_CALLS` of a site as single calls, more as bulk-action jobs, and `onboard`,
 * which has no single call, always as a job. Nothing is sent twice, whatever the answer: a second invitation may be
 * worse than none. `stopping` ends the work after the running call or job, `context.aborting` at once.
 */
export async function sendCalls(
  call: CallName,
  targets: readonly CallTarget[],
  context: ApplyContext,
  stopping: AbortSignal,
): Promise<SentCalls> {
  const run: Run = { call, context, stopping, outcomes: new Map(), jobs: [] };
  const bySite = groupBy(targets, ({ site }) => site.siteId);
  const limit = pLimit(context.settings.sites);
  await Promise.all([...bySite.values()].map((ofSite) => limit(() => sendToSite(ofSite, run))));
  const never = { ending: "not-attempted", message: "its turn never came", detail: null } as const;
  return {
    outcomes: targets.map((target) => run.outcomes.get(target) ?? { target, ...never }),
    jobs: run.jobs,
  };
}

interface Run {
  readonly call: CallName;
  readonly context: ApplyContext;
  readonly stopping: AbortSignal;
  readonly outcomes: Map<CallTarget, CallOutcome>;
  readonly jobs: CallJob[];
}

async function sendToSite(targets: readonly CallTarget[], run: Run): Promise<void> {
  const isSingle = run.call !== "onboard" && targets.length <= MOST_SINGLE_CALLS;
  const size = isSingle || run.call === "psk-reset" ? 1 : JOB_SIZE;
  for (let first = 0; first < targets.length && !run.stopping.aborted; first += size) {
    const [target, ...others] = targets.slice(first, first + size);
    if (target === undefined) break;
    const action = size === 1 ? null : run.call === "onboard" ? "onboard-now" : "resend-invites";
    if (action === null) await sendOne(target, run);
    else await sendJob([target, ...others], action, run);
  }
}

async function sendOne(target: CallTarget, run: Run): Promise<void> {
  const { api, aborting } = run.context;
  try {
    if (run.call === "psk-reset") await api.resetPsk(target.site, target.residentId, aborting);
    else await api.inviteResident(target.site, target.residentId, aborting);
    record(run, target, "done");
  } catch (error) {
    recordError(run, [target], error);
  }
}

type Targets = readonly [CallTarget, ...CallTarget[]];

async function sendJob(targets: Targets, action: "onboard-now" | "resend-invites", run: Run): Promise<void> {
  const { api, aborting, timing, settings } = run.context;
  const { site } = targets[0];
  const job = { site: site.name, jobId: "", submitted: targets.length };
  try {
    const ids = targets.map(({ residentId }) => residentId);
    const jobId = await api.submitBulkAction(site, action, ids, aborting);
    const deadline = timing.now() + settings.jobTime;
    const ended = (problem: string, detail: string | null): void => {
      run.jobs.push({ ...job, jobId, problems: [problem] });
      for (const target of targets) record(run, target, "unknown", problem, detail);
    };
    // From here on the job is the server's: an interrupt does not take it back.
    const end = await pollJob(
      { site, kind: "bulkaction", jobId, deadline },
      run.context,
      () => undefined,
    ).catch((error: unknown) => {
      if (aborting.aborted) ended(`interrupted while job ${jobId} was running`, null);
      throw error;
    });
    switch (end.is) {
      case "finished": {
        const { attempts, problems } = matchJob(targets, end.status);
        run.jobs.push({ ...job, jobId, problems });
        for (const target of targets) recordAttempt(run, target, attempts.get(target));
        return;
      }
      case "time-limit":
        return ended(`job ${jobId} is not finished after the time limit`, null);
      case "lost":
        return ended(`the server does not answer for job ${jobId}`, end.detail);
    }
  } catch (error) {
    const open = targets.filter((target) => !run.outcomes.has(target));
    recordError(run, open, error);
  }
}

function recordAttempt(run: Run, target: CallTarget, attempt: Attempt | undefined): void {
  if (attempt?.is === "applied") record(run, target, "done");
  else if (attempt?.is === "failed") record(run, target, "failed", attempt.message, attempt.detail);
  else record(run, target, "unknown", "the job is finished and says nothing of this resident");
}

/** What an error leaves of calls that were under way. One that is no answer of the server's is thrown again. */
function recordError(run: Run, targets: readonly CallTarget[], error: unknown): void {
  const { aborting } = run.context;
  if (!aborting.aborted && !(error instanceof ApiError)) throw error;
  for (const target of targets) {
    if (!(error instanceof ApiError)) {
      record(run, target, "unknown", "interrupted before the answer came");
    } else if (error.outcome === "unknown") {
      record(run, target, "unknown", `the answer was lost (${error.kind})`, serverWords(error.message));
    } else {
      record(run, target, "failed", "the server did not do it", serverWords(error.message));
    }
  }
}

function record(
  run: Run,
  target: CallTarget,
  ending: CallEnding,
  message: string | null = null,
  detail: string | null = null,
): void {
  run.outcomes.set(target, { target, ending, message, detail });
}
