import { parseStatus, type StatusName } from "../domain/status.ts";
import type { ResidentRecord } from "./records.ts";
import { epochOf, epochOrNull } from "./stamp.ts";

/**
 * The guide: «their account remains in Site Manager in the Expired status for a 31-day grace period before being
 * automatically purged and completely removed».
 */
export const GRACE_MILLISECONDS = 31 * 86_400_000;

const WORDS: Readonly<Record<Exclude<StatusName, "unknown">, readonly string[]>> = {
  scheduled: ["scheduled"],
  pending: ["current", "pending"],
  current: ["current"],
  suspended: ["current", "suspended"],
  expired: ["expired"],
};

/** The status at an instant (epoch milliseconds): listed words where there are any, else what the facts say. */
export function statusAt(resident: ResidentRecord, now: number): StatusName {
  return resident.listedStatus === null ? derived(resident, now) : parseStatus(resident.listedStatus).name;
}

/** The words of `Status` at an instant. */
export function statusWordsAt(resident: ResidentRecord, now: number): readonly string[] {
  return resident.listedStatus ?? WORDS[derived(resident, now)];
}

function derived(resident: ResidentRecord, now: number): Exclude<StatusName, "unknown"> {
  if ((expiryOf(resident) ?? Number.POSITIVE_INFINITY) <= now) return "expired";
  if (!isActivated(resident, now)) return "scheduled";
  if (resident.onboardedAt === null) return "pending";
  return resident.suspended ? "suspended" : "current";
}

/** True once the activation time is reached, or `onboard-now` came before it. */
export function isActivated(resident: ResidentRecord, now: number): boolean {
  return resident.onboardNowAt !== null || isActivationReached(resident, now);
}

function isActivationReached(resident: ResidentRecord, now: number): boolean {
  return resident.activation === null || epochOf(resident.activation) <= now;
}

/** When the account expires or did: its termination, else its deactivation (epoch milliseconds); null: never. */
function expiryOf(resident: ResidentRecord): number | null {
  return epochOrNull(resident.terminatedAt ?? resident.deactivation);
}

/** What time alone does to a resident. */
export type TimeEvent =
  | { readonly kind: "invitation"; readonly at: number }
  | { readonly kind: "removal"; readonly at: number };

/**
 * The first invitation, due at activation unless the account expires before, and the removal, due right after
 * the 31st day. What was already done is not due.
 */
export function timeEvents(resident: ResidentRecord): readonly TimeEvent[] {
  if (resident.listedStatus !== null) return [];
  const expiry = expiryOf(resident) ?? Number.POSITIVE_INFINITY;
  const activation = epochOrNull(resident.activation);
  const events: TimeEvent[] = [];
  const isInvited = resident.invitedAt !== null || resident.onboardedAt !== null;
  if (!isInvited && activation !== null && activation < expiry) {
    events.push({ kind: "invitation", at: activation });
  }
  if (Number.isFinite(expiry)) events.push({ kind: "removal", at: expiry + GRACE_MILLISECONDS + 1 });
  return events;
}

/** The next instant after `now` at which the listed words change by themselves; infinity: never. */
export function nextStatusChange(resident: ResidentRecord, now: number): number {
  if (resident.listedStatus !== null) return Number.POSITIVE_INFINITY;
  const instants = [epochOrNull(resident.activation), expiryOf(resident)];
  return Math.min(...instants.map((at) => (at !== null && at > now ? at : Number.POSITIVE_INFINITY)));
}
