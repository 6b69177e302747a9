import type { Repository } from "./repository.ts";
import { findOurs } from "./sticky-comment.ts";

/** What the pull request that brought a commit says of the plan that was reviewed. */
export interface Reviewed {
  /** Null where no merged pull request brought the commit. */
  readonly pullRequest: number | null;
  /** The digest in the plan comment; null where there is none. */
  readonly digest: string | null;
}

/** Finds the plan that was reviewed before a commit was merged: our own comment on its pull request. */
export async function findReviewed(
  repository: Repository,
  author: string,
  commit: string,
): Promise<Reviewed> {
  // A commit can be in several; the last one that was opened is the one that was merged here last.
  const pullRequest = (await repository.mergedPulls(commit)).reduce((a, b) => Math.max(a, b), 0);
  if (pullRequest === 0) return { pullRequest: null, digest: null };
  const plan = findOurs(await repository.comments(pullRequest), author, "plan");
  return { pullRequest, digest: plan === null || plan.marker.digest === "" ? null : plan.marker.digest };
}
