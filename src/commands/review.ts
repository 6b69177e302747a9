import { compareWithReviewed, requireDigest } from "../applying/compare-reviewed.ts";
import { ExpectedError } from "../domain/exit.ts";
import type { Plan } from "../planning/plan.ts";
import type { Reviewed } from "../reporting/apply-item.ts";

/** What was reviewed: a saved plan, a digest, both or neither. */
export interface Review {
  readonly plan: Plan | null;
  readonly digest: string | null;
}

/** Reads `--expect`: the 64 hex digits that `plan` prints; anything else is an `ExpectedError` with exit code 4. */
export function requireDigestText(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new ExpectedError(
    4,
    "--expect is not a plan's digest: that has 64 hexadecimal digits.",
    'Copy it from the "Digest:" line of plan, or from "digest" in its JSON.',
  );
}

/** The plan to run: the fresh one, with every site refused by `stale-plan` where it is not what was reviewed. */
export function againstReviewed(
  review: Review,
  fresh: Plan,
): { readonly plan: Plan; readonly reviewed: Reviewed | null } {
  const expected = review.digest === null ? fresh : requireDigest(review.digest, fresh);
  if (review.plan === null) return { plan: expected, reviewed: null };
  const { plan, ...reviewed } = compareWithReviewed(review.plan, expected);
  return { plan, reviewed };
}
