import { emailKey } from "../domain/email.ts";
import type { LiveResident } from "../domain/site.ts";
import type { Action } from "../planning/plan.ts";
import { changedFields, fieldsThatDiffer } from "./put-fields.ts";

/** Live residents, to be looked up. */
export interface LiveIndex {
  readonly byId: ReadonlyMap<string, LiveResident>;
  readonly byEmail: ReadonlyMap<string, LiveResident>;
}

/** Indexes one reading of a site. */
export function indexLive(residents: readonly LiveResident[]): LiveIndex {
  return {
    byId: new Map(residents.map((resident) => [resident.residentId, resident])),
    byEmail: new Map(residents.map((resident) => [emailKey(resident.email), resident])),
  };
}

/** The live resident that an action is about. */
export function liveOf(action: Action, live: LiveIndex): LiveResident | undefined {
  return action.residentId === null
    ? live.byEmail.get(emailKey(action.email))
    : live.byId.get(action.residentId);
}

/**
 * True where live state shows what the action is for. It is not asked who did it. An unknown status shows
 * nothing. A termination shows as `expired` only: a resident who is missing from one list may be missing because
 * the list was cut.
 */
export function showsEffect(action: Action, live: LiveResident | undefined): boolean {
  const status = live?.status.name ?? "absent";
  switch (action.kind) {
    case "create":
      return status !== "absent" && status !== "expired" && status !== "unknown";
    case "update":
    case "reinstate":
      return (
        live !== undefined &&
        status !== "expired" &&
        status !== "unknown" &&
        fieldsThatDiffer(action, live, changedFields(action)).length === 0
      );
    case "suspend":
      return status === "suspended";
    case "unsuspend":
      return status === "current";
    case "terminate":
      return status === "expired";
    case "purge":
      return status === "absent";
  }
}
