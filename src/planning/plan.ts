import type { Operation } from "fast-json-patch";
import type { ActionKind } from "../domain/action-kind.ts";
import type { StatusName } from "../domain/status.ts";
import type { Unit } from "../domain/unit.ts";

/** The version of the plan's JSON. A minor step only adds; a major one that is not known is refused. */
export const PLAN_FORMAT_VERSION = "1.0";

/** How an action reaches the server. */
export type Via = "import" | "put" | "bulkaction" | "delete";

/** The file and line (from 1) of the declaration behind an action. */
export interface ActionSource {
  readonly file: string;
  readonly line: number;
}

/** What an action causes beyond the record. Dates are site-local `YYYY-MM-DD`. */
export type Effect =
  | { readonly type: "invitation"; readonly when: "now" | string }
  | { readonly type: "wifi-details" }
  | { readonly type: "wifi-rejoin"; readonly from: string; readonly to: string }
  | { readonly type: "undo-until"; readonly date: string }
  | { readonly type: "irreversible" }
  | {
      readonly type: "access-gap";
      readonly from: string;
      readonly to: string;
      readonly days: number;
    }
  | { readonly type: "operator-report" };

/**
 * The record of a resident as a patch sees it. `accessStart` and `accessEnd` are the declared text, or the
 * instant the API reports; `state` is the declared word for a live status.
 */
export interface ResidentRecord {
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string | null;
  readonly building?: string;
  readonly floor?: string;
  readonly unit?: string;
  readonly accessStart?: string | null;
  readonly accessEnd?: string | null;
  readonly state?: string;
}

/** The body of an import entry or a PUT, but for the wire's own field names. Dates are UTC text, or null. */
export interface SendRecord extends Unit {
  /** The live spelling where there is one. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  /** `null` on a create: activation at apply. */
  readonly activationDateUTC: string | null;
  readonly deactivationDateUTC: string | null;
}

/** One change to one resident. */
export interface Action {
  /** `<kind>:<site>:<e-mail key>`: unique in the plan. */
  readonly id: string;
  readonly kind: ActionKind;
  /** The live spelling where there is one. */
  readonly email: string;
  /** null for a create. */
  readonly residentId: string | null;
  /** Where the resident lives after the action; for an ending, before it. */
  readonly unit: Unit;
  /** null for an undeclared resident. */
  readonly source: ActionSource | null;
  /** From 1; a wave starts when the one before it is done. */
  readonly wave: number;
  /** The ids of the actions that this one waits for, sorted. */
  readonly after: readonly string[];
  readonly via: Via;
  /** With `--base REF` only. */
  readonly origin?: "change" | "drift";
  /** RFC 6902, with a `test` before every value that it replaces. */
  readonly patch: readonly Operation[];
  /** What is sent, for `import` and `put`; null otherwise. */
  readonly send: SendRecord | null;
  readonly reasons: readonly string[];
  readonly effects: readonly Effect[];
}

/** A declared wish that cannot take effect yet. */
export interface Deferral {
  readonly email: string;
  readonly wish: string;
  /** Why not, and what has to happen first. */
  readonly reason: string;
}

/** A live resident, not expired, that nobody declared. */
export interface UndeclaredResident {
  readonly email: string;
  readonly residentId: string;
  readonly status: StatusName;
  readonly unit: Unit;
}

/** The rules of design section 5, in the order in which they are listed. */
export const RULES = [
  "email-change",
  "limit-exceeded",
  "live-empty",
  "protected",
  "unit-unknown",
  "unit-occupied",
  "unit-cycle",
  "email-elsewhere",
  "undeclared",
  "status-unknown",
  "stale-plan",
] as const;
export type Rule = (typeof RULES)[number];

/** A reason why a plan may not be applied. */
export interface Refusal {
  readonly rule: Rule;
  readonly message: string;
  /** Sorted, by live spelling. */
  readonly emails: readonly string[];
  readonly sources: readonly ActionSource[];
  readonly remedy: string;
  /** The line for `accept:`, or null where no consent is possible. */
  readonly consent: string | null;
}

/** Worth a look, and no reason to stop: a used-up consent, a pinned id that is gone. */
export interface Warning {
  readonly message: string;
  readonly source: ActionSource | null;
}

/** How many residents, and how many actions of each kind. */
export type Counts = {
  readonly live: number;
  readonly declared: number;
  readonly unchanged: number;
} & Readonly<Record<ActionKind, number>>;

/** One site's part of a plan. */
export interface SitePlan {
  readonly name: string;
  /** Present where the plan holds only the site's halves of other sites' transfers. */
  readonly scope?: "transfers";
  readonly siteId: string;
  readonly teamId: string;
  /**
   * SHA-256 over the live residents and mappings the site was planned against. Worked out when it is first read: no text
   * for people says it.
   */
  readonly liveDigest: string;
  readonly counts: Counts;
  /** By wave, then kind, then e-mail. */
  readonly actions: readonly Action[];
  readonly deferred: readonly Deferral[];
  readonly undeclared: readonly UndeclaredResident[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly Warning[];
}

/** Where the declarations came from. */
export interface PlanSource {
  /** The git commit, or null outside a repository. */
  readonly commit: string | null;
  /** True where the working tree differs from the commit; null outside a repository. */
  readonly dirty: boolean | null;
  /** SHA-256 of the declarations' files. */
  readonly digest: string;
}

/** A site that is missing from a plan, and why. */
export interface UnreadSite {
  readonly name: string;
  readonly reason: string;
}

/** What would change, as plain data: saved, hashed, compared and rendered. */
export interface Plan {
  readonly formatVersion: string;
  readonly tool: { readonly name: "residentctl"; readonly version: string };
  /** RFC 3339, UTC, seconds. */
  readonly now: string;
  /** The first instant at which time alone would change a decision; null where none would. */
  readonly validUntil: string | null;
  readonly source: PlanSource;
  /** Sites that were asked for and could not be read, so that nothing is known of them; absent where there are none. */
  readonly unread?: readonly UnreadSite[];
  /** By name. */
  readonly sites: readonly SitePlan[];
  /** SHA-256 (hex) of the canonical JSON of the decisions of all actions: see `digest.ts`. */
  readonly digest: string;
}
