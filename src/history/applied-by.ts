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
  /** For each commit, the first at or after it that carries receipts; and for each of these, the next one. */
  const first = new Map<string, string>();
  const next = new Map<string, string>();
  for (const { id } of commits) {
    if (!byCommit.has(id)) continue;
    const waiting = [id];
    for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
      const carrier = first.get(commit);
      if (carrier === undefined) {
        first.set(commit, id);
        waiting.push(...(parents.get(commit) ?? []));
      } else if (carrier === commit && !next.has(commit)) next.set(commit, id);
    }
  }
  return (commit, site) => {
    let fallback: Receipt | null = null;
    for (let carrier = first.get(commit); carrier !== undefined; carrier = next.get(carrier)) {
      const own = (byCommit.get(carrier) ?? []).filter((receipt) => isOf(receipt, site));
      const done = own.find(({ outcome }) => outcome === "done");
      if (done !== undefined) return done;
      fallback ??= own[0] ?? null;
    }
    return fallback;
  };
}

function isOf({ sites }: Receipt, site: string | null): boolean {
  return sites === null || site === null || sites.includes(site);
}
