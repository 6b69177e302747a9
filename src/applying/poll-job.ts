import type { JobStatus } from "../elevenos/api.ts";
import { ApiError } from "../elevenos/api-error.ts";
import { serverWords } from "./attempt.ts";
import type { ApplyContext } from "./context.ts";
import type { StepSite, StepWork } from "./steps.ts";

/** A job to be waited for. */
export interface PolledJob {
  readonly site: StepSite;
  readonly kind: Extract<StepWork["kind"], "import" | "bulkaction">;
  readonly jobId: string;
  /** Epoch milliseconds. It is asked once more when this has passed, and at least once in all. */
  readonly deadline: number;
}

/**
 * How the waiting ended. `finished` says nothing about success. `time-limit`: it still runs, as far as the server
 * says. `lost`: the server does not answer for it any more.
 */
export type PollEnd =
  | { readonly is: "finished"; readonly status: JobStatus }
  | { readonly is: "time-limit" }
  | { readonly is: "lost"; readonly detail: string };

/** Milliseconds. Small jobs are done in a moment; large ones are not hurried by asking. */
const FIRST_WAIT = 150;
const GROWTH = 1.5;
const LONGEST_WAIT = 10_000;

/** Polls that may fail one after the other: each was already tried several times by the client. */
const FAILED_POLLS = 4;

/** Asks for a job until it is finished, with growing, jittered waits. Rejects when the apply is aborted. */
export async function pollJob(
  job: PolledJob,
  context: ApplyContext,
  onProgress: (status: JobStatus) => void,
): Promise<PollEnd> {
  const { api, timing, aborting } = context;
  let failures = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * GROWTH)) {
    const left = job.deadline - timing.now();
    // Waits differ by a quarter either way, so that sites that started together do not ask together.
    const jittered = wait * (0.75 + timing.random() / 2);
    await timing.sleep(Math.max(0, Math.min(jittered, left)), aborting);
    try {
      const status =
        job.kind === "import"
          ? await api.importJob(job.site, job.jobId, aborting)
          : await api.bulkActionJob(job.site, job.jobId, aborting);
      if (status.isFinished) return { is: "finished", status };
      failures = 0;
      onProgress(status);
    } catch (error) {
      if (aborting.aborted || !(error instanceof ApiError)) throw error;
      failures += 1;
      if (failures >= FAILED_POLLS || error.kind === "unauthorized") {
        return { is: "lost", detail: serverWords(error.message) };
      }
      context.emit({
        type: "notice",
        site: job.site.name,
        message: "the job could not be asked for",
        detail: serverWords(error.message),
      });
    }
    if (timing.now() >= job.deadline) return { is: "time-limit" };
  }
}
