import { createHmac } from "node:crypto";
import path from "node:path";
import { emailKey } from "../domain/email.ts";
import { formatUtc } from "../domain/live-date.ts";
import type { Timing } from "../domain/timing.ts";
import type { Attempts } from "./attempt.ts";
import { guarded } from "./journal-error.ts";
import type { AppendFile, JournalFiles } from "./journal-files.ts";
import { JOURNAL_VERSION, type JournalLine, type JournalTarget } from "./journal-lines.ts";
import type { Step } from "./steps.ts";

/** The write-ahead record of one apply. Each line is on the disk before the promise is done. */
export interface Journal {
  /** Where it is; renamed when it ends. */
  readonly file: string;
  /** Before the first request of a step, and before a second submission. */
  readonly intent: (step: Step) => Promise<void>;
  readonly job: (step: Step, jobId: string) => Promise<void>;
  /** After a step, with what is known of its residents. */
  readonly result: (step: Step, attempts: Attempts) => Promise<void>;
  /** Ends the journal, unless a step is left open, and closes it. Gives the file's last name. */
  readonly end: () => Promise<string>;
  /** Closes the file as it is: for an apply that fails. */
  readonly abandon: () => Promise<void>;
}

/** What a journal begins with. */
export interface JournalHead {
  readonly toolVersion: string;
  readonly planDigest: string;
  readonly baseUrl: string;
}

const OPEN_SUFFIX = ".open.jsonl";

/** True for the name of a journal that has not ended. */
export function isOpenJournal(name: string): boolean {
  return name.endsWith(OPEN_SUFFIX);
}

/** The name that a journal has once it has ended. */
export function endedName(file: string): string {
  return `${file.slice(0, -OPEN_SUFFIX.length)}.jsonl`;
}

/** A hash that is the same for the same text in one journal, and means nothing outside it. */
export function journalHash(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex").slice(0, 32);
}

/** Begins a journal in a directory whose lock is held. */
export async function beginJournal(
  directory: string,
  head: JournalHead,
  files: JournalFiles,
  timing: Timing,
): Promise<Journal> {
  const at = formatUtc(timing.now());
  const key = Array.from({ length: 4 }, () => randomHex(timing)).join("");
  const stamp = at.slice(0, 19).replaceAll(/[-:]/g, "");
  const file = path.join(directory, `${stamp}-${key.slice(0, 8)}${OPEN_SUFFIX}`);
  const target = await guarded(file, () => files.create(file));
  const writer = lineWriter(file, target);
  const open = new Set<string>();
  await writer.write({
    type: "start",
    version: JOURNAL_VERSION,
    tool: `residentctl ${head.toolVersion}`,
    plan: head.planDigest,
    at,
    baseUrl: head.baseUrl,
    key,
  });
  return {
    file,
    intent: async (step) => {
      open.add(step.id);
      const { id, site, work } = step;
      const targets = step.actions.map((action): JournalTarget => {
        const hash = journalHash(key, action.id);
        return action.residentId === null
          ? { action: hash, email: journalHash(key, emailKey(action.email)) }
          : { action: hash, resident: action.residentId };
      });
      await writer.write({ type: "intent", step: id, at: formatUtc(timing.now()), site, work, targets });
    },
    job: (step, jobId) => writer.write({ type: "job", step: step.id, jobId }),
    result: async (step, attempts) => {
      const outcomes = step.actions.map((action) => ({
        action: journalHash(key, action.id),
        is: attempts.get(action.id)?.is ?? "open",
      }));
      const stillOpen = outcomes.filter((outcome) => outcome.is === "open").length;
      await writer.write({ type: "result", step: step.id, open: stillOpen, outcomes });
      if (stillOpen === 0) open.delete(step.id);
    },
    end: async () => {
      if (open.size > 0) {
        await writer.close();
        return file;
      }
      await writer.write({ type: "end", at: formatUtc(timing.now()) });
      await writer.close();
      await guarded(file, () => files.rename(file, endedName(file)));
      return endedName(file);
    },
    abandon: () => writer.close(),
  };
}

/** Writes lines one after the other, whoever hands them in. A failure to write is an `ExpectedError`. */
export function lineWriter(
  file: string,
  target: AppendFile,
): { readonly write: (line: JournalLine) => Promise<void>; readonly close: () => Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    write: (line) => {
      const written = last.then(() => guarded(file, () => target.append(`${JSON.stringify(line)}\n`)));
      // Whoever handed in this line hears of its failure, and so does everybody after.
      last = written;
      written.catch(() => undefined);
      return written;
    },
    close: () => target.close(),
  };
}

function randomHex(timing: Timing): string {
  return Math.floor(timing.random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}
