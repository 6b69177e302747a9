import type { Receipt } from "./receipt.ts";
import type { Unit } from "./unit.ts";

/** The commit that made a change. All of it is text from outside. */
export interface HistoryCommit {
  /** The full id. */
  readonly id: string;
  readonly author: string;
  readonly authorEmail: string;
  /** The committer date, RFC 3339 with the committer's offset. */
  readonly date: string;
  /** The committer date in epoch milliseconds. */
  readonly instant: number;
  readonly subject: string;
}

/**
 * Values as they were written, by field. A field that is not there was not written; `null` without quotes (a phone
 * that is cleared, an access without end) is the text `null`.
 */
export type WrittenFields = Readonly<Record<string, string>>;

/** A resident of a site at a commit; `unit` is null where building, floor and unit are not all declared. */
interface OfResident {
  readonly site: string;
  readonly email: string;
  readonly unit: Unit | null;
}

/** One field, before and after; null: not written. */
interface FieldChange {
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
}

/** What a commit changed, without the commit. */
export type Change =
  | (OfResident & { readonly type: "resident-created"; readonly fields: WrittenFields })
  | (OfResident & FieldChange & { readonly type: "resident-changed"; readonly previousUnit: Unit | null })
  | (OfResident & {
      readonly type: "resident-moved";
      readonly fromSite: string;
      readonly previousUnit: Unit | null;
    })
  | (OfResident & { readonly type: "resident-removed"; readonly fields: WrittenFields })
  | { readonly type: "site-created"; readonly site: string; readonly fields: WrittenFields }
  | (FieldChange & { readonly type: "site-changed"; readonly site: string })
  | { readonly type: "site-renamed"; readonly site: string; readonly fromSite: string }
  | { readonly type: "site-removed"; readonly site: string }
  | (FieldChange & { readonly type: "project-changed" })
  | {
      /** From here on, the file's last readable state counts, until it can be read again. */
      readonly type: "unreadable";
      /** The site that the file belonged to when it could last be read, or null. */
      readonly site: string | null;
      readonly file: string;
      /** From 1. */
      readonly line: number;
      /** Why; holds no personal data. */
      readonly message: string;
    };

/** A change, the commit that made it, and the receipt of the apply that brought it to the live system. */
export type HistoryEvent = Change & { readonly commit: HistoryCommit; readonly receipt: Receipt | null };
