import path from "node:path";
import { emailKey } from "../domain/email.ts";
import { formatUtc, liveInstant } from "../domain/live-date.ts";
import type { LiveResident } from "../domain/site.ts";
import type { StatusName } from "../domain/status.ts";
import type { ApplyContext } from "./context.ts";
import { endedName, isOpenJournal, journalHash, lineWriter } from "./journal.ts";
import { guarded } from "./journal-error.ts";
import type { JournalFiles } from "./journal-files.ts";
import {
  type JournalIntent,
  type JournalStart,
  type JournalTarget,
  type OpenStep,
  openSteps,
  readJournal,
} from "./journal-lines.ts";
import { pollJob } from "./poll-job.ts";
import type { StepSite, StepWork } from "./steps.ts";
import { watchLive } from "./watch-live.ts";

/**
 * What became of a step that an earlier apply left open. `finished`: its job has ended. `still-running`: it has
 * not, and is not waited for any longer. `seen`: live state shows all of it. `not-seen`: not all of it, after the
 * patience is over. `direct`: single requests, which have ended whatever their answer. `unreadable`: nobody can
 * tell now; the step stays open, and nothing may be written for its site.
 */
export type SettledEnd = "finished" | "still-running" | "seen" | "not-seen" | "direct" | "unreadable";

/** A step that was left open, settled. Holds no personal data. */
export interface SettledStep {
  readonly site: StepSite;
  readonly action: StepWork["action"];
  /** How many residents it concerns. */
  readonly size: number;
  readonly jobId: string | null;
  /** RFC 3339, UTC: when it was begun. */
  readonly begun: string;
  readonly end: SettledEnd;
}

/** What an apply found in the journal of earlier ones. */
export interface FinishReport {
  readonly steps: readonly SettledStep[];
  /** Journals for another server, left alone: file and base URL. */
  readonly foreign: readonly { readonly file: string; readonly baseUrl: string }[];
}

/** The place of the journals, and what is needed to settle them. The directory's lock is held by the caller. */
export interface FinishRequest {
  readonly directory: string;
  readonly files: JournalFiles;
  /** Of the server; journals of other servers are left alone. */
  readonly baseUrl: string;
  readonly context: ApplyContext;
}

/**
 * Finishes what earlier applies left open, so that a plan made after it is made from a state in which nothing of
 * theirs is under way any more: jobs are waited for, and submissions without an answer are given time to show.
 * It sends nothing that changes anything; the new plan does what is left. Rejects (`ExpectedError`) where a
 * journal is damaged, and when the apply is aborted.
 */
export async function finishOpen(request: FinishRequest): Promise<FinishReport> {
  const { directory, files, baseUrl } = request;
  const steps: SettledStep[] = [];
  const foreign: { file: string; baseUrl: string }[] = [];
  const names = await guarded(directory, () => files.list(directory));
  for (const name of names.filter(isOpenJournal)) {
    const file = path.join(directory, name);
    const { lines, wholeBytes } = readJournal(await guarded(file, () => files.read(file)), file);
    const start = lines[0];
    // Not even the first line: nothing was sent yet.
    if (start?.type !== "start") await files.rename(file, endedName(file));
    else if (start.baseUrl !== baseUrl) foreign.push({ file, baseUrl: start.baseUrl });
    else steps.push(...(await finishJournal(file, wholeBytes, start, openSteps(lines), request)));
  }
  return { steps, foreign };
}

async function finishJournal(
  file: string,
  wholeBytes: number,
  start: JournalStart,
  open: readonly OpenStep[],
  request: FinishRequest,
): Promise<readonly SettledStep[]> {
  const { files, context } = request;
  const target = await guarded(file, () => files.resume(file, wholeBytes));
  const writer = lineWriter(file, target);
  const now = () => formatUtc(context.timing.now());
  const settled: SettledStep[] = [];
  try {
    for (const step of open) {
      const end = await settle(step, start.key, context);
      const { site, work, targets, at } = step.intent;
      settled.push({
        site,
        action: work.action,
        size: targets.length,
        jobId: step.jobId,
        begun: at,
        end,
      });
      if (end !== "unreadable") {
        await writer.write({ type: "settled", step: step.intent.step, at: now(), end });
      }
    }
    if (settled.some(({ end }) => end === "unreadable")) return settled;
    await writer.write({ type: "end", at: now() });
  } finally {
    await writer.close();
  }
  await files.rename(file, endedName(file));
  return settled;
}

/**
 * Settles one step. The time limits count from when the step was begun, so an apply that comes an hour later asks
 * once and waits for nothing.
 */
async function settle(step: OpenStep, key: string, context: ApplyContext): Promise<SettledEnd> {
  const { intent, jobId } = step;
  const { settings } = context;
  const { kind } = intent.work;
  if (kind === "put" || kind === "delete") return "direct";
  if (jobId !== null) {
    const deadline = deadlineOf(intent, settings.jobTime, context);
    const job = { site: intent.site, kind, jobId, deadline };
    const polled = await pollJob(job, context, () => undefined);
    if (polled.is === "finished") return "finished";
    if (polled.is === "time-limit") return "still-running";
    // The server does not know the job, or does not answer: live state tells.
  }
  const deadline = deadlineOf(intent, settings.patience, context);
  const { seen, wasRead } = await watchLive(
    intent.site,
    intent.targets,
    (residents) => effectsIn(residents, intent.work, key),
    deadline,
    context,
  );
  if (!wasRead) return "unreadable";
  return seen.size === intent.targets.length ? "seen" : "not-seen";
}

/** From the intent's own time; a clock that was put back does not make the wait longer. */
function deadlineOf(intent: JournalIntent, limit: number, context: ApplyContext): number {
  const now = context.timing.now();
  return Math.min(liveInstant(intent.at, null, "UTC") ?? now, now) + limit;
}

/** The status that shows the effect of a step on a resident it names by ResidentId. */
const SHOWN: Readonly<Record<StepWork["action"], StatusName | "absent" | null>> = {
  suspend: "suspended",
  unsuspend: "current",
  terminate: "expired",
  "terminate-purge": "absent",
  purge: "absent",
  update: null,
  create: null,
};

/** Says of each target whether one reading of the site shows the effect of the step on it. */
function effectsIn(
  residents: readonly LiveResident[],
  work: StepWork,
  key: string,
): (target: JournalTarget) => boolean {
  const statuses = new Map(residents.map((resident) => [resident.residentId, resident.status.name]));
  const emails = new Set(
    work.kind === "import" ? residents.map((resident) => journalHash(key, emailKey(resident.email))) : [],
  );
  return (target) =>
    "email" in target
      ? emails.has(target.email)
      : (statuses.get(target.resident) ?? "absent") === SHOWN[work.action];
}
