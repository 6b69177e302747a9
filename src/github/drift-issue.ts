import { formatMarker, type Marker } from "./marker.ts";
import type { Repository } from "./repository.ts";
import { findOurs, isSameState, upsertComment } from "./sticky-comment.ts";

/** What the nightly plan came to. */
export type DriftCheck =
  | { readonly is: "clean" }
  | { readonly is: "drift"; readonly marker: Marker; readonly markdown: string }
  /** `words`: what went wrong and where to look, in Markdown. */
  | { readonly is: "failed"; readonly words: string };

/** What was done about the issue. */
export interface DriftResult {
  readonly did: "opened" | "updated" | "kept" | "closed" | "noted" | "nothing";
  /** Null where there is no issue. */
  readonly issue: number | null;
}

const TITLE = "Residents: live state differs from what is declared";

const CLOSING = "Live state is as declared again.";

/**
 * Keeps the one drift issue, found by marker and author among the open ones: drift opens or updates it, a clean check
 * closes it, and a check that failed leaves its title and text alone and says so in a comment (one, kept up to date).
 */
export async function upsertDriftIssue(
  repository: Repository,
  author: string,
  check: DriftCheck,
): Promise<DriftResult> {
  const open = findOurs(await repository.openIssues(author), author, "drift");
  switch (check.is) {
    case "clean":
      if (open === null) return { did: "nothing", issue: null };
      await repository.addComment(open.post.id, CLOSING);
      await repository.changeIssue(open.post.id, { state: "closed" });
      return { did: "closed", issue: open.post.id };
    case "drift": {
      const body = `${formatMarker(check.marker)}\n${check.markdown}`;
      if (open === null) return { did: "opened", issue: await repository.openIssue(TITLE, body) };
      if (isSameState(open.marker, check.marker)) return { did: "kept", issue: open.post.id };
      await repository.changeIssue(open.post.id, { body });
      return { did: "updated", issue: open.post.id };
    }
    case "failed": {
      if (open === null) return { did: "nothing", issue: null };
      const marker: Marker = { kind: "check-failed", digest: "", state: "" };
      await upsertComment(repository, author, open.post.id, marker, check.words);
      return { did: "noted", issue: open.post.id };
    }
  }
}
