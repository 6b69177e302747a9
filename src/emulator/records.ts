import type { Unit } from "../domain/unit.ts";
import type { Stamp } from "./stamp.ts";

/** Who may sign in. `teams`: the TeamIds the account is a member of; null: of all. */
export interface Account {
  readonly email: string;
  readonly password: string;
  readonly teams: readonly string[] | null;
}

/**
 * The stored facts of one resident. The status is not among them: it follows from these and the clock. Text is
 * what was sent; dates are as the API writes them.
 */
export interface ResidentRecord extends Unit {
  readonly residentId: string;
  readonly uuid: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  /** null: access from the beginning of time. */
  readonly activation: Stamp | null;
  /** null: open-ended. */
  readonly deactivation: Stamp | null;
  /** When the resident completed onboarding. */
  readonly onboardedAt: Stamp | null;
  /** When `onboard-now` began the onboarding of a scheduled resident. */
  readonly onboardNowAt: Stamp | null;
  /** When the first invitation went out. */
  readonly invitedAt: Stamp | null;
  readonly terminatedAt: Stamp | null;
  readonly suspended: boolean;
  /** Status words listed as they are instead of the derived ones, until a call changes the resident's state. */
  readonly listedStatus: readonly string[] | null;
}

/** A unit and its network. */
export interface MappingRecord extends Unit {
  readonly ssid: string | null;
  readonly vlan: string | null;
  readonly passphrase: string | null;
}

/** What never changes about a site. */
export interface SiteFacts {
  readonly siteId: string;
  readonly teamId: string;
  readonly name: string;
  /** An IANA zone. */
  readonly timezone: string;
  /** `PPK-C`, `PPK-D`, or any other word. */
  readonly siteType: string;
}

/** `wifi-details` holds network name and passphrase; `psk-reset` a link; `operator-report` a job's result. */
export type MailKind = "invitation" | "wifi-details" | "psk-reset" | "operator-report";

/** An e-mail that would have been sent. */
export interface Mail {
  /** From 1, in the order of sending. */
  readonly number: number;
  readonly at: Stamp;
  readonly kind: MailKind;
  readonly to: string;
  readonly siteId: string;
  readonly residentId: string | null;
  readonly jobId: string | null;
  /** A new one in every invitation and key reset. */
  readonly link: string | null;
}

/** An e-mail before it is sent. */
export type MailDraft = Pick<Mail, "kind" | "to" | "siteId" | "residentId" | "jobId">;

/** What a client of this API must never do. */
export type ViolationKind = "email-change" | "bulk-without-targets" | "unknown-field";

/** Something the server put up with, or refused, that a correct client never sends. */
export interface Violation {
  readonly at: Stamp;
  readonly kind: ViolationKind;
  readonly siteId: string;
  readonly detail: string;
}

/** A violation before it is recorded. */
export type ViolationDraft = Pick<Violation, "kind" | "detail">;

/** One change to the stored state. */
export type Change =
  | { readonly kind: "put"; readonly resident: ResidentRecord }
  | { readonly kind: "remove"; readonly resident: ResidentRecord };

/** What a rule makes of a call: a refusal in the server's words, or changes and e-mails. */
export interface Decision {
  readonly refusal: string | null;
  readonly changes: readonly Change[];
  readonly mails: readonly MailDraft[];
  readonly violations: readonly ViolationDraft[];
}

/** Nothing happens, and nothing is said about it. */
export const UNCHANGED: Decision = { refusal: null, changes: [], mails: [], violations: [] };

/** The call is refused. */
export function refuse(refusal: string, violations: readonly ViolationDraft[] = []): Decision {
  return { ...UNCHANGED, refusal, violations };
}

/** The resident's facts become these. */
export function put(resident: ResidentRecord, mails: readonly MailDraft[] = []): Decision {
  return { ...UNCHANGED, changes: [{ kind: "put", resident }], mails };
}
