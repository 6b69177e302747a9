import type { ActionKind } from "./action-kind.ts";

/** How an apply ended. `unknown`: a word that a later version of this program wrote. */
export type ReceiptOutcome = "done" | "incomplete" | "refused" | "interrupted" | "unknown";

/**
 * What an apply leaves in git as a note on the commit whose declarations it applied. Holds no personal data: no
 * resident, no message of the server.
 */
export interface Receipt {
  /** `1.x`: a minor version adds, and another major version is not read. */
  readonly formatVersion: string;
  /** The id of the commit that was applied. */
  readonly commit: string;
  /** The digest of the plan. */
  readonly digest: string;
  readonly outcome: ReceiptOutcome;
  /** Actions that were done, by kind; a kind that is left out was not done at all. */
  readonly counts: Readonly<Partial<Record<ActionKind, number>>>;
  /** The ids of the jobs that were submitted. */
  readonly jobs: readonly string[];
  /** The web address of the workflow run, where there was one. */
  readonly run: string | null;
  /** When the apply ended: RFC 3339. */
  readonly appliedAt: string;
  /** The names of the sites that were applied; null for all. */
  readonly sites: readonly string[] | null;
}
