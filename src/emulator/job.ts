import type { BULK_ACTIONS, WireJob } from "../elevenos/wire.ts";

/** How a finished job's `result` nests its entries; the guide does not show it, so all three are spoken. */
export type Nesting =
  /** `{"success":[…],"failed":[…]}` */
  | "object"
  /** `[{"success":[…]},{"failed":[…]}]` */
  | "pair"
  /** `[{"action":…,"failed":[…],"success":[…]}]` */
  | "single";

/** How jobs go on. */
export interface JobPace {
  /** Whose time the job takes: that of the machine, or of the emulator's clock. */
  readonly clock: "real" | "emulator";
  /** How long the whole job takes; 0: its work is done with the submission. */
  readonly milliseconds: number;
  /** How many polls say `started` at least, also where the work is done. */
  readonly polls: number;
  readonly nesting: Nesting;
}

/** What is to go wrong with one job. */
export interface JobFault {
  /** The job never finishes: it stops after so many entries. */
  readonly stuckAfter?: number;
  /** The entries of these e-mail addresses fail, without effect. */
  readonly failEmails?: readonly string[];
  /** Counts to report instead of the true ones. */
  readonly counts?: Partial<Pick<WireJob, "total" | "success" | "failed">>;
  readonly nesting?: Nesting;
  /** Entries are listed without ids, or without e-mail addresses. */
  readonly entries?: "without-ids" | "without-emails";
}

/** The values of a bulk action's `Action`. */
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** What a job is to do: the residents of an import as they were sent, or an action on ResidentIds. */
export type JobTask =
  | { readonly kind: "import"; readonly residents: readonly unknown[] }
  | { readonly kind: "bulkaction"; readonly action: BulkAction; readonly residentIds: readonly string[] };

/** One line of a job's result, as it is listed. */
export type JobEntry = Readonly<Record<string, unknown>>;

/** A job that was submitted. */
export interface Job {
  readonly jobId: string;
  readonly siteId: string;
  readonly task: JobTask;
  /** The e-mail address of the account that submitted it; the report goes there. */
  readonly account: string;
  /** Epoch milliseconds on the clock of its pace. */
  readonly submittedAt: number;
  readonly pace: JobPace;
  readonly fault: JobFault;
  /** How many entries are through. */
  done: number;
  /** How often it was asked for. */
  polls: number;
  readonly success: JobEntry[];
  readonly failed: JobEntry[];
}

/** How many entries the job has. */
export function sizeOf({ task }: Job): number {
  return task.kind === "import" ? task.residents.length : task.residentIds.length;
}

/** True once every entry is through; the polls may still be told otherwise. */
export function isWorkDone(job: Job): boolean {
  return job.done >= sizeOf(job) && job.fault.stuckAfter === undefined;
}

/** The answer to a poll (the guide's tables 3 and 5). «An incomplete job will not display the `result` field.» */
export function jobAnswer(job: Job): WireJob {
  const isFinished = isWorkDone(job) && job.polls > job.pace.polls;
  const counts = {
    total: sizeOf(job),
    success: job.success.length,
    failed: job.failed.length,
    ...job.fault.counts,
  };
  if (!isFinished) return { status: "started", progress: progressOf(job), ...counts };
  return { status: "finished", progress: 100, ...counts, result: nested(job) };
}

function progressOf(job: Job): number {
  const worked = sizeOf(job) === 0 ? 1 : job.done / sizeOf(job);
  const shown = isWorkDone(job) ? job.polls / (job.pace.polls + 1) : worked;
  return Math.min(99, Math.floor(100 * Math.min(worked, shown)));
}

function nested(job: Job): unknown {
  const success = job.success.map((entry) => withoutSome(entry, job.fault.entries));
  const failed = job.failed.map((entry) => withoutSome(entry, job.fault.entries));
  const action = actionOf(job.task);
  switch (job.fault.nesting ?? job.pace.nesting) {
    case "object":
      return { ...action, success, failed };
    case "pair":
      return job.task.kind === "import" ? [{ success }, { failed }] : [{ success }, { failed }, action];
    case "single":
      return [{ ...action, failed, success }];
  }
}

/** The guide: «the `action` field which contains the bulk action performed or the `action_invite`». */
function actionOf(task: JobTask): Readonly<Record<string, string>> {
  if (task.kind === "import") return {};
  return { action: task.action === "resend-invites" ? "action_invite" : task.action };
}

function withoutSome(entry: JobEntry, entries: JobFault["entries"]): JobEntry {
  const hidden: Readonly<Record<NonNullable<typeof entries>, readonly string[]>> = {
    "without-ids": ["ResidentId", "UUID"],
    "without-emails": ["Email"],
  };
  if (entries === undefined) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !hidden[entries].includes(name)));
}
