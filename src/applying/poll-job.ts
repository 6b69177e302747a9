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
const FIRST_WAIT = 25;
const GROWTH = 1.6;
const LONGEST_WAIT = 10_000;
/** After a poll that failed at least so long: a server that does not answer is given time, however young the job is. */
const WAIT_AFTER_FAILURE = 400;

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
  let last: Reading = { at: timing.now(), share: 0 };
  let wait = FIRST_WAIT;
  for (let longest = FIRST_WAIT; ; ) {
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
      const reading = { at: timing.now(), share: shareDone(status) };
      longest = Math.min(LONGEST_WAIT, longest * GROWTH);
      wait = waitUntilDone(last, reading, longest);
      last = reading;
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
      longest = Math.min(LONGEST_WAIT, Math.max(WAIT_AFTER_FAILURE, longest * GROWTH));
      wait = longest;
    }
    if (timing.now() >= job.deadline) return { is: "time-limit" };
  }
}

/** How much of a job was done (0 to 1), and when that was read (epoch milliseconds). */
interface Reading {
  readonly at: number;
  readonly share: number;
}

function shareDone({ progress, success, failed, total }: JobStatus): number {
  if (progress !== null) return progress / 100;
  return total === null || total <= 0 ? 0 : ((success ?? 0) + (failed ?? 0)) / total;
}

/**
 * Until the job should be done, going on as it did between two readings: so a job is not left lying finished for as
 * long as it ran. From a quarter of `longest` to all of it; a job that did not get on is asked for that late.
 */
function waitUntilDone(before: Reading, now: Reading, longest: number): number {
  const gained = now.share - before.share;
  if (!(gained > 0)) return longest;
  const needed = ((1 - now.share) / gained) * (now.at - before.at);
  return Math.min(longest, Math.max(longest / 4, needed));
}
