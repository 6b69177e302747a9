import { emailKey } from "../domain/email.ts";
import type { LiveSite } from "../domain/site.ts";
import type { StatusName } from "../domain/status.ts";
import { formatUnit } from "../domain/unit.ts";
import { idsListedTwice, sharedIds } from "./shared-ids.ts";

/** The calls of the API that are not state. */
export type CallName = "invite" | "psk-reset" | "onboard";

/** The e-mail that a call makes the server send. */
export type CallMail = "invitation" | "wifi-details" | "psk-reset-link";

/** A site that is called at, as declared, and what is live there. */
export interface CallSite extends LiveSite {
  readonly name: string;
}

/** Who is meant: filters that all must fit. At least one of them names something, or `sites` was narrowed before. */
export interface CallSelection {
  /** Empty: whatever the e-mail. */
  readonly emails: readonly string[];
  /** `building/floor/unit`; null: whatever the unit. */
  readonly unit: string | null;
}

/** A live resident that a call is about. */
export interface CalledResident {
  readonly site: { readonly name: string; readonly siteId: string; readonly teamId: string };
  readonly residentId: string;
  /** As it is live. */
  readonly email: string;
  /** `building/floor/unit`. */
  readonly unit: string;
  readonly status: StatusName;
}

/** A resident who will get an e-mail. */
export interface CallTarget extends CalledResident {
  readonly mail: CallMail;
}

/** A resident for whom the API would do nothing, or fail. */
export interface CallRefusal extends CalledResident {
  /** Follows the resident, as in `is scheduled: …`. */
  readonly reason: string;
  /** A sentence of its own. */
  readonly remedy: string;
}

/** Who gets which e-mail by a call, and who does not, and why. */
export interface CallPlan {
  readonly call: CallName;
  readonly targets: readonly CallTarget[];
  /** Named by e-mail. Nothing is sent while there is one. */
  readonly refused: readonly CallRefusal[];
  /** Met by the other filters only: left out without harm. */
  readonly leftOut: readonly CallRefusal[];
  /** E-mails, as given, that nobody has whom the filters let through. */
  readonly missing: readonly string[];
}

/** Decides for everybody whom the selection means; in the order of the sites, and of residents by e-mail. */
export function planCall(call: CallName, sites: readonly CallSite[], selection: CallSelection): CallPlan {
  const wanted = new Set(selection.emails.map(emailKey));
  const found = new Set<string>();
  const targets: CallTarget[] = [];
  const refused: CallRefusal[] = [];
  const leftOut: CallRefusal[] = [];
  for (const site of sites) {
    const shared = sharedIds(site.residents, idsListedTwice(site.residents));
    for (const resident of residentsOf(site)) {
      const key = emailKey(resident.email);
      if (wanted.size > 0 && !wanted.has(key)) continue;
      if (selection.unit !== null && selection.unit !== resident.unit) continue;
      found.add(key);
      const decision = shared.has(resident.residentId) ? SHARED_ID : decideCall(call, resident.status);
      if ("mail" in decision) targets.push({ ...resident, mail: decision.mail });
      else (wanted.size > 0 ? refused : leftOut).push({ ...resident, ...decision });
    }
  }
  const missing = selection.emails.filter((email) => !found.has(emailKey(email)));
  return { call, targets, refused, leftOut, missing };
}

function residentsOf({ name, siteId, teamId, residents }: CallSite): readonly CalledResident[] {
  return residents
    .map((resident) => ({
      site: { name, siteId, teamId },
      residentId: resident.residentId,
      email: resident.email,
      unit: formatUnit(resident),
      status: resident.status.name,
    }))
    .sort((a, b) => (emailKey(a.email) < emailKey(b.email) ? -1 : 1));
}

/** The e-mail that a resident of a status gets by a call, or why there is none. */
export type CallDecision = { readonly mail: CallMail } | { readonly reason: string; readonly remedy: string };

/**
 * What a call does for a status (the guide, «Resend Invitation Email or WiFi Details», and its table 4). Where the
 * guide is silent the server would answer and send nothing: that is refused.
 */
export function decideCall(call: CallName, status: StatusName): CallDecision {
  if (status === "unknown") return UNKNOWN;
  if (status === "expired") return EXPIRED;
  switch (call) {
    case "invite":
      return INVITE[status];
    case "psk-reset":
      return PSK_RESET[status];
    case "onboard":
      return ONBOARD[status];
  }
}

type LivingStatus = Exclude<StatusName, "unknown" | "expired">;

const UNKNOWN: CallDecision = {
  reason: "has a status that this program does not know",
  remedy: "Look in the web UI what it means, and do it there.",
};
const SHARED_ID: CallDecision = {
  reason: "has an id that is listed for another e-mail too: the call might reach the other account",
  remedy: "Look at the site in the web UI.",
};
const EXPIRED: CallDecision = {
  reason: "is expired: the server sends nothing to an account that has ended",
  remedy: "Declare the resident active again and apply: that reinstates the account.",
};
const SCHEDULED = "is scheduled: the first invitation goes out on the activation date";
const ONBOARD_NOW = "`residentctl onboard` sends the first invitation now.";
const HAS_ACCESS: CallDecision = {
  reason: "has completed onboarding already",
  remedy: "`residentctl invite` sends the Wi-Fi details again.",
};

const INVITE: Readonly<Record<LivingStatus, CallDecision>> = {
  scheduled: { reason: SCHEDULED, remedy: ONBOARD_NOW },
  pending: { mail: "invitation" },
  current: { mail: "wifi-details" },
  suspended: { mail: "wifi-details" },
};
const PSK_RESET: Readonly<Record<LivingStatus, CallDecision>> = {
  scheduled: { reason: "is scheduled: there is no Wi-Fi key yet to reset", remedy: ONBOARD_NOW },
  pending: {
    reason: "is pending: there is no Wi-Fi key until onboarding is complete",
    remedy: "`residentctl invite` sends the invitation again.",
  },
  current: { mail: "psk-reset-link" },
  suspended: { mail: "psk-reset-link" },
};
const ONBOARD: Readonly<Record<LivingStatus, CallDecision>> = {
  scheduled: { mail: "invitation" },
  pending: {
    reason: "is pending: the first invitation went out already",
    remedy: "`residentctl invite` sends another.",
  },
  current: HAS_ACCESS,
  suspended: HAS_ACCESS,
};
