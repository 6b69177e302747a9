import type { Receipt } from "../domain/receipt.ts";
import type { Receipts } from "./receipt-notes.ts";

/** A commit and its parents. */
export interface CommitParents {
  readonly id: string;
  readonly parents: readonly string[];
}

/** The receipt of the apply that brought a commit's change to a site; `site` null: to any. */
export type AppliedBy = (commit: string, site: string | null) => Receipt | null;

/**
 * Finds receipts: a change is applied by the first apply of its commit, or of a later commit that contains it, that
 * was of its site and is done. Where none is done, it is the first that was of its site at all; its outcome says
 * what came of it. `commits` come parents first.
 */
export function appliedBy(commits: readonly CommitParents[], { byCommit }: Receipts): AppliedBy {
  const parents = new Map(commits.map((commit) => [commit.id, commit.parents]));
  /** For each commit, the first carrier at or after it. */
  const first = new Map<string, Carrier>();
  for (const { id } of commits) {
    const receipts = byCommit.get(id);
    if (receipts === undefined) continue;
    const carrier: Carrier = { id, receipts, next: null };
    const waiting = [id];
    for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
      const earlier = first.get(commit);
      if (earlier === undefined) {
        first.set(commit, carrier);
        waiting.push(...(parents.get(commit) ?? []));
      } else if (earlier.id === commit) earlier.next ??= carrier;
    }
  }
  return (commit, site) => {
    let fallback: Receipt | null = null;
    for (let carrier = first.get(commit) ?? null; carrier !== null; carrier = carrier.next) {
      const own = carrier.receipts.filter((receipt) => isOf(receipt, site));
      const done = own.find(({ outcome }) => outcome === "done");
      if (done !== undefined) return done;
      fallback ??= own[0] ?? null;
    }
    return fallback;
  };
}

/** A commit with receipts, and the next one that contains it. */
interface Carrier {
  readonly id: string;
  readonly receipts: readonly Receipt[];
  next: Carrier | null;
}

function isOf({ sites }: Receipt, site: string | null): boolean {
  return sites === null || site === null || sites.includes(site);
}
