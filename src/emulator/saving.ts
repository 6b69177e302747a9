import { putAndInvite } from "./inviting.ts";
import { occupancyProblem, unitProblem } from "./occupancy.ts";
import { type Decision, type ResidentRecord, refuse } from "./records.ts";
import type { SentFields } from "./resident-object.ts";
import type { Scene } from "./scene.ts";
import { epochOf, type Stamp, stampOf } from "./stamp.ts";
import { statusAt } from "./status.ts";
import { findByEmail } from "./world.ts";

/** The ids of a new resident. */
export interface NewIds {
  readonly residentId: string;
  readonly uuid: string;
}

/**
 * Adds a resident, by a single call or an import. Without an activation, access begins now. The guide: «You cannot
 * add a resident if their email already exists in Site Manager», «You cannot add residents in the Expired status as
 * they still exist».
 */
export function addResident(scene: Scene, fields: SentFields, ids: NewIds): Decision {
  const holder = findByEmail(scene.world, fields.email);
  if (holder !== null) {
    const status = statusAt(holder.resident, scene.now);
    return refuse(`Email ${fields.email} already exists in Site Manager (status: ${status}).`);
  }
  const resident: ResidentRecord = {
    ...ids,
    ...fields,
    activation: fields.activation ?? stampOf(scene.now),
    onboardedAt: null,
    onboardNowAt: null,
    invitedAt: null,
    terminatedAt: isPast(fields.deactivation, scene.now) ? stampOf(scene.now) : null,
    suspended: false,
    listedStatus: null,
  };
  const problem = unitProblem(scene, resident) ?? occupancyProblem(scene, resident, null);
  return problem === null ? putAndInvite(scene, resident) : refuse(problem);
}

/**
 * Changes everything but the e-mail. The guide: «If you attempt to change their email […] you will encounter
 * unforeseen errors, and the email will not change». New dates reinstate an expired resident: «To reactivate
 * service for a resident in Expired status, you must use the endpoint for updating a resident».
 */
export function updateResident(scene: Scene, resident: ResidentRecord, fields: SentFields): Decision {
  if (fields.email !== resident.email) {
    const detail = `PUT of resident ${resident.residentId} with another Email`;
    return refuse("An unforeseen error occurred.", [{ kind: "email-change", detail }]);
  }
  const changed = withFields(resident, fields, scene.now);
  const isExpired = statusAt(changed, scene.now) === "expired";
  const problem =
    unitProblem(scene, changed) ?? (isExpired ? null : occupancyProblem(scene, changed, resident.residentId));
  return problem === null ? putAndInvite(scene, changed) : refuse(problem);
}

function withFields(resident: ResidentRecord, fields: SentFields, now: number): ResidentRecord {
  const wasExpired = statusAt(resident, now) === "expired";
  const isEnded = isPast(fields.deactivation, now);
  const isReinstated = wasExpired && !isEnded;
  const isActivationMoved = !isSameSecond(fields.activation, resident.activation);
  const isMoved = isActivationMoved || !isSameSecond(fields.deactivation, resident.deactivation);
  // The 31 days count from when the account expired, not from a date that is written into the past later.
  const expiredAt = wasExpired ? (resident.terminatedAt ?? resident.deactivation) : stampOf(now);
  return {
    ...resident,
    ...fields,
    listedStatus: isMoved || isReinstated ? null : resident.listedStatus,
    // An onboarding that was brought forward holds for the dates it was brought forward from.
    onboardNowAt: isActivationMoved ? null : resident.onboardNowAt,
    terminatedAt: isEnded ? expiredAt : null,
    suspended: resident.suspended && !isReinstated,
  };
}

function isPast(stamp: Stamp | null, now: number): boolean {
  return stamp !== null && epochOf(stamp) <= now;
}

/** A client may send a date back without its fraction. */
function isSameSecond(a: Stamp | null, b: Stamp | null): boolean {
  return a?.slice(0, 19) === b?.slice(0, 19);
}
