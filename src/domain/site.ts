import type { ActionKind } from "./action-kind.ts";
import type { DeclaredDate } from "./declared-date.ts";
import type { SourcePosition } from "./source.ts";
import type { LiveStatus } from "./status.ts";
import type { Unit } from "./unit.ts";

/** What a declaration asks for. */
export type DeclaredState = "active" | "suspended" | "terminated" | "purged";

/**
 * One entry of a `residents:` list after its file's `defaults` were filled in. A field that was left out is
 * `undefined`: it is not managed. A tombstone (terminated or purged) may hold nothing but its e-mail.
 */
export interface DeclaredResident {
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  /** `null`: cleared. */
  readonly phone: string | null | undefined;
  readonly unit: Unit | undefined;
  readonly accessStart: DeclaredDate | undefined;
  /** `null`: open-ended. */
  readonly accessEnd: DeclaredDate | null | undefined;
  readonly state: DeclaredState;
  readonly isProtected: boolean;
  /** Pins the ResidentId. */
  readonly id: string | undefined;
  readonly replaces: string | undefined;
  readonly transferFrom: string | undefined;
  /** Where the entry's `email` stands. */
  readonly source: SourcePosition;
}

/** A count, or a percentage of the site's live residents that have not expired. */
export type Limit =
  | { readonly unit: "count"; readonly value: number }
  | { readonly unit: "percent"; readonly value: number };

/** The kinds of action that a limit can be set for. */
export type LimitedKind = Extract<ActionKind, "create" | "update" | "suspend" | "terminate" | "purge">;

/** What a site does with residents nobody declared, and how much one plan may change. Defaults are filled in. */
export interface Policy {
  readonly undeclared: "report" | "terminate" | "refuse";
  readonly limits: Readonly<Record<LimitedKind, Limit>>;
}

/** A line of `accept:`, for example `limit-exceeded/terminate/9c41f0aa`, and where it stands. */
export interface Consent {
  readonly token: string;
  readonly source: SourcePosition;
}

/** One site as declared over all its files, project defaults filled in. */
export interface DeclaredSite {
  readonly name: string;
  readonly siteId: string;
  readonly teamId: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** `HH:MM`: what a date without a time means when it must be sent. */
  readonly times: { readonly start: string; readonly end: string };
  readonly policy: Policy;
  readonly accept: readonly Consent[];
  readonly residents: readonly DeclaredResident[];
  /** Where the site's `name` stands. */
  readonly source: SourcePosition;
}

/**
 * A resident as the API lists it. Text fields that the API left null are `""`, but for `phone`. Dates are the
 * server's own text, kept so that what is not managed is sent back unchanged.
 */
export interface LiveResident extends Unit {
  readonly residentId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  /** Site-local, without an offset. */
  readonly activationDate: string | null;
  readonly activationDateUTC: string | null;
  readonly deactivationDate: string | null;
  readonly deactivationDateUTC: string | null;
  /** When onboarding was completed; null where it was not, or the API does not say. */
  readonly onboardedAt?: string | null;
  readonly status: LiveStatus;
}

/** A unit that exists at a site, and its network. The passphrase is dropped on arrival. */
export interface Mapping extends Unit {
  readonly ssid: string | null;
  readonly vlan: string | null;
}

/** What the API says of one site at one moment. */
export interface LiveSite {
  readonly siteId: string;
  readonly teamId: string;
  readonly residents: readonly LiveResident[];
  readonly mappings: readonly Mapping[];
}
