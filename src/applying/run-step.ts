import { ExpectedError } from "../domain/exit.ts";
import { formatUtc } from "../domain/live-date.ts";
import type { Action } from "../planning/plan.ts";
import type { JobRecord } from "./apply-report.ts";
import type { ApplyRun } from "./apply-run.ts";
import { type Attempt, hasSucceeded } from "./attempt.ts";
import type { StepInfo } from "./events.ts";
import { runDelete } from "./run-delete.ts";
import { runJob } from "./run-job.ts";
import { runPut } from "./run-put.ts";
import type { StepRun } from "./step-run.ts";
import type { JobStep, Step } from "./steps.ts";

/**
 * Runs one step: intent into the journal, requests, result into the journal. Every action of it has an attempt
 * afterwards. An abort ends it quietly; what fails for another reason than the server's is thrown.
 */
export async function runStep(step: Step, run: ApplyRun): Promise<void> {
  const info = infoOf(step);
  const { emit, aborting } = run.context;
  emit({ type: "step-started", step: info });
  const stepRun = startStep(step, info, run);
  await run.journal.intent(step);
  try {
    await work(step, stepRun);
  } catch (error) {
    if (!aborting.aborted || error instanceof ExpectedError) throw error;
  }
  const message = "stopped at once while it was under way";
  for (const action of step.actions) {
    if (!run.attempts.has(action.id)) stepRun.record(action, { is: "open", message, detail: null });
  }
  await run.journal.result(step, run.attempts);
  const succeeded = step.actions.filter((action) => hasSucceeded(run.attempts.get(action.id)));
  emit({ type: "step-finished", step: info, succeeded: succeeded.length });
}

function work(step: Step, run: StepRun): Promise<void> {
  switch (step.work.kind) {
    case "import":
    case "bulkaction":
      return runJob({ ...step, work: step.work } satisfies JobStep, run);
    case "put":
      return runEach(step, run, runPut);
    case "delete":
      return runEach(step, run, runDelete);
  }
}

/** Runs single requests side by side, as the pace has it. After an abort no new one begins. */
async function runEach(
  step: Step,
  run: StepRun,
  one: (step: Step, action: Action, run: StepRun) => Promise<Attempt>,
): Promise<void> {
  const { aborting } = run.context;
  // All are waited for, also when one fails: none may still be sending after the step is over.
  const ends = await Promise.allSettled(
    step.actions.map((action) =>
      run.pace.run(async () => {
        if (aborting.aborted) run.record(action, { is: "not-attempted", message: "stopped at once" });
        else run.record(action, await one(step, action, run));
      }),
    ),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

function startStep(step: Step, info: StepInfo, run: ApplyRun): StepRun {
  const { context, journal, pace } = run;
  const site = step.site.name;
  const keepJob = (job: Omit<JobRecord, "site" | "action">): void => {
    run.jobs.set(`${site} ${job.jobId}`, { site, action: step.work.action, ...job });
  };
  return {
    context,
    plannedAt: formatUtc(Date.parse(run.plan.now)),
    pace,
    reinstated: () => {
      const planned = run.plan.sites.find(({ name }) => name === site)?.actions ?? [];
      return new Set(planned.filter(({ kind }) => kind === "reinstate").map(({ residentId }) => residentId));
    },
    intent: (again) => journal.intent(again),
    job: async (jobId, submitted) => {
      keepJob({ jobId, submitted, end: "interrupted", success: null, failed: null });
      await journal.job(step, jobId);
      context.emit({ type: "job-submitted", step: info, jobId });
    },
    progress: (jobId, done, total) => context.emit({ type: "job-progress", step: info, jobId, done, total }),
    jobEnded: (jobId, submitted, end, status, problems) => {
      keepJob({ jobId, submitted, end, success: status?.success ?? null, failed: status?.failed ?? null });
      for (const message of problems) run.problems.push({ site, message, detail: null });
    },
    record: (action, attempt) => {
      run.attempts.set(action.id, attempt);
      const { id, kind, email } = action;
      context.emit({ type: "outcome", step: info, actionId: id, kind, email, attempt });
    },
    notice: (message, error) =>
      context.emit({ type: "notice", site, message, detail: error === null ? null : error.message }),
  };
}

function infoOf(step: Step): StepInfo {
  const { id, site, wave, work: stepWork, actions } = step;
  return { id, site: site.name, wave, work: stepWork, size: actions.length };
}
