import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import type { Timing } from "../domain/timing.ts";
import { guarded } from "./journal-error.ts";
import type { JournalFiles } from "./journal-files.ts";

/** This process, and what it can tell of others. */
export interface LockOwner {
  readonly pid: number;
  /** True where a process of that number runs, whosever it is. */
  readonly isAlive: (pid: number) => boolean;
}

/** The right to apply in a directory. */
export interface JournalLock {
  readonly release: () => Promise<void>;
}

const LOCK_FILE = /^lock-(\d+)-[0-9a-f]+$/;
const TRIES = 3;
/** Milliseconds, at most. */
const LONGEST_PAUSE = 150;

/**
 * Takes the lock of a journal directory. Everybody who wants it makes a file of their own, which has the process
 * number in its name, and only then looks for others: whoever came later sees the earlier one and takes their own
 * file away again, so two can never both hold it. Two who come at once may both step back; they try again after
 * pauses of chance. The file of a process that is dead is removed at once, and so is one with our own number:
 * numbers are used again, and in a container often the same ones.
 *
 * Rejects (`ExpectedError`, exit code 1) where another process holds it.
 */
export async function lockJournal(
  directory: string,
  files: JournalFiles,
  owner: LockOwner,
  timing: Timing,
): Promise<JournalLock> {
  await guarded(directory, () => files.makeDirectory(directory));
  for (let attempt = 1; ; attempt += 1) {
    const nonce = Math.floor(timing.random() * 2 ** 48).toString(16);
    const mine = `lock-${owner.pid}-${nonce}`;
    const file = path.join(directory, mine);
    await guarded(file, async () => (await files.create(file)).close());
    const holder = await findHolder(directory, mine, files, owner);
    if (holder === null) return { release: () => files.remove(file) };
    await files.remove(file);
    if (attempt === TRIES) {
      throw new ExpectedError(
        1,
        `Another apply is running in this directory: process ${holder.pid} holds ${path.join(directory, holder.name)}.`,
        "Wait until it has ended. If that process is not residentctl, remove the file.",
      );
    }
    await timing.sleep(timing.random() * LONGEST_PAUSE);
  }
}

async function findHolder(
  directory: string,
  mine: string,
  files: JournalFiles,
  owner: LockOwner,
): Promise<{ readonly pid: number; readonly name: string } | null> {
  for (const name of await files.list(directory)) {
    const match = LOCK_FILE.exec(name);
    if (match === null || name === mine) continue;
    const pid = Number(match[1]);
    if (pid !== owner.pid && owner.isAlive(pid)) return { pid, name };
    await files.remove(path.join(directory, name));
  }
  return null;
}
