import { emailKey } from "../domain/email.ts";
import type { JobEntry, JobStatus } from "../elevenos/api.ts";
import { type Attempt, serverWords } from "./attempt.ts";

/** What a job is submitted for: an action, or whatever else names its resident. */
export interface Submitted {
  /** Null where the resident has none yet. */
  readonly residentId: string | null;
  readonly email: string;
}

/** What a finished job says of each resident, and what does not add up about it. */
export interface MatchedJob<T extends Submitted> {
  /** By what was submitted; an item that the job has no entry for is missing here. */
  readonly attempts: ReadonlyMap<T, Attempt>;
  /** In words, without personal data. */
  readonly problems: readonly string[];
}

/**
 * Matches the entries of a finished job to what was submitted: by ResidentId, else by e-mail without case. An
 * entry on both sides counts as failed. Counts that do not add up to what was submitted are problems.
 */
export function matchJob<T extends Submitted>(actions: readonly T[], status: JobStatus): MatchedJob<T> {
  const { result } = status;
  const problems = countProblems(actions.length, status);
  const attempts = new Map<T, Attempt>();
  if (result === null) {
    return { attempts, problems: [...problems, "the job is finished and gives no readable result"] };
  }
  const find = finderFor(actions);
  let strangers = 0;
  const twice = new Set<T>();
  const take = (entry: JobEntry, attempt: Attempt): void => {
    const action = find(entry);
    if (action === undefined) {
      strangers += 1;
    } else {
      if (attempts.has(action)) twice.add(action);
      attempts.set(action, attempt);
    }
  };
  for (const entry of result.succeeded) take(entry, { is: "applied", isSeen: false });
  for (const entry of result.failed) {
    take(entry, {
      is: "failed",
      message: "the server did not do it",
      detail: serverWords(entry.message ?? "it gives no reason"),
      isSent: true,
    });
  }
  if (strangers > 0) problems.push(`${strangers} of the job's entries match no resident that was submitted`);
  if (twice.size > 0) problems.push(`the job has more than one entry for ${twice.size} of the residents`);
  const missing = actions.length - attempts.size;
  if (missing > 0) problems.push(`the job has no entry for ${missing} of the ${actions.length} residents`);
  return { attempts, problems };
}

function countProblems(submitted: number, status: JobStatus): string[] {
  const { total, success, failed, result } = status;
  const problems: string[] = [];
  if (total !== null && total !== submitted) {
    problems.push(`the job counts ${total} residents, and ${submitted} were submitted`);
  }
  if (success !== null && failed !== null && success + failed !== submitted) {
    problems.push(
      `the job counts ${success} successes and ${failed} failures, and ${submitted} residents were submitted`,
    );
  }
  if (result !== null && success !== null && success !== result.succeeded.length) {
    problems.push(`the job counts ${success} successes and lists ${result.succeeded.length}`);
  }
  if (result !== null && failed !== null && failed !== result.failed.length) {
    problems.push(`the job counts ${failed} failures and lists ${result.failed.length}`);
  }
  return problems;
}

function finderFor<T extends Submitted>(actions: readonly T[]): (entry: JobEntry) => T | undefined {
  const byId = new Map<string, T>();
  const byEmail = new Map<string, T>();
  for (const action of actions) {
    if (action.residentId !== null) byId.set(action.residentId, action);
    byEmail.set(emailKey(action.email), action);
  }
  return (entry) => {
    const found = entry.residentId === null ? undefined : byId.get(entry.residentId);
    return found ?? (entry.email === null ? undefined : byEmail.get(emailKey(entry.email)));
  };
}
