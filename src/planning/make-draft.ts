import type { Operation } from "fast-json-patch";
import fastJsonPatch from "fast-json-patch";
import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { formatPosition } from "../domain/source.ts";
import type { StatusName } from "../domain/status.ts";
import { decidedText } from "./digest.ts";
import { actionId, type Cause, type Draft, type Occupancy } from "./draft.ts";
import { changedRecord, type FieldName, liveRecord, putRecord, sentEnd, unitOf } from "./fields.ts";
import type { ResidentRecord, SendRecord } from "./plan.ts";
import { desiredRange, liveRange, type SiteView, startText } from "./site-view.ts";

/**
 * The action that adds a declared resident; `email` is the spelling to send. An active entry has a name and a
 * unit: the check of the files sees to it.
 */
export function createDraft(view: SiteView, declared: DeclaredResident, email: string): Draft {
  const { unit, firstName, lastName } = declared;
  if (unit === undefined || firstName === undefined || lastName === undefined) {
    throw new Error(`the active entry at ${formatPosition(declared.source)} has no name or no unit`);
  }
  const record: ResidentRecord = {
    email,
    firstName,
    lastName,
    ...(declared.phone == null ? {} : { phone: declared.phone }),
    building: unit.building,
    floor: unit.floor,
    unit: unit.unit,
    ...(declared.accessStart === undefined ? {} : { accessStart: declared.accessStart.text }),
    ...(declared.accessEnd == null ? {} : { accessEnd: declared.accessEnd.text }),
    state: "active",
  };
  const { accessStart } = declared;
  const send: SendRecord = {
    email,
    firstName,
    lastName,
    phone: declared.phone ?? null,
    building: unit.building,
    floor: unit.floor,
    unit: unit.unit,
    activationDateUTC: accessStart === undefined ? null : startText(view, accessStart),
    deactivationDateUTC: sentEnd(view, declared),
  };
  return draftOf({
    id: actionId("create", view.declared.name, emailKey(email)),
    kind: "create",
    cause: "declared",
    site: view.declared.name,
    email,
    declared,
    live: null,
    unit,
    via: "import",
    fields: [],
    patch: patchOf({}, record),
    send,
    reasons: ["declared, and not live"],
    before: null,
    after: { unit, range: desiredRange(view, declared, null, "create") },
    waitsFor: null,
  });
}

/** The PUT that brings a live resident's fields to the declaration. */
export function updateDraft(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
  fields: readonly FieldName[],
): Draft {
  const record = liveRecord(live, stateWord(live.status.name));
  return draftOf({
    via: "put",
    unit: declared.unit ?? unitOf(live),
    fields,
    patch: patchOf(record, changedRecord(record, declared, fields)),
    send: putRecord(view, declared, live, fields),
    reasons: [`${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}`],
    before: liveOccupancy(view, live),
    after: {
      unit: declared.unit ?? unitOf(live),
      range: desiredRange(view, declared, live, "update"),
    },
    ...livingDraft(view, "update", "declared", declared, live),
  });
}

/**
 * The PUT with new dates that brings an expired account back (the guide: «To reactivate service for a resident
 * in Expired status, you must use the endpoint for updating a resident»). Without a declared end it is open.
 */
export function reinstateDraft(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
  differing: readonly FieldName[],
): Draft {
  const fields = differing.includes("accessEnd") ? differing : [...differing, "accessEnd" as const];
  const record = liveRecord(live, "terminated");
  const end = declared.accessEnd == null ? null : declared.accessEnd.text;
  const changed = { ...changedRecord(record, declared, fields), accessEnd: end, state: "active" };
  return draftOf({
    via: "put",
    unit: declared.unit ?? unitOf(live),
    fields,
    patch: patchOf(record, changed),
    send: putRecord(view, declared, live, fields),
    reasons: ["declared active, and expired"],
    before: null,
    after: {
      unit: declared.unit ?? unitOf(live),
      range: desiredRange(view, declared, live, "reinstate"),
    },
    ...livingDraft(view, "reinstate", "declared", declared, live),
  });
}

/** A bulk action that suspends a current resident, or ends a suspension. */
export function suspensionDraft(
  view: SiteView,
  kind: "suspend" | "unsuspend",
  declared: DeclaredResident,
  live: LiveResident,
): Draft {
  const [from, to] = kind === "suspend" ? ["active", "suspended"] : ["suspended", "active"];
  const occupancy = liveOccupancy(view, live);
  return draftOf({
    via: "bulkaction",
    unit: occupancy.unit,
    fields: [],
    patch: patchOf(liveRecord(live, from), liveRecord(live, to)),
    send: null,
    reasons: [kind === "suspend" ? "declared suspended" : "declared active, and suspended"],
    before: occupancy,
    after: occupancy,
    ...livingDraft(view, kind, "declared", declared, live),
  });
}

/**
 * Ends an account: a bulk action, but the single DELETE for a suspended resident (the guide's table 4 does not
 * list Suspended for the bulk actions).
 */
export function endingDraft(
  view: SiteView,
  kind: "terminate" | "purge",
  cause: Cause,
  declared: DeclaredResident | null,
  live: LiveResident,
  reason: string,
): Draft {
  const record = liveRecord(live, stateWord(live.status.name));
  return draftOf({
    via: live.status.name === "suspended" ? "delete" : "bulkaction",
    unit: unitOf(live),
    fields: [],
    patch: patchOf(record, { ...record, state: kind === "terminate" ? "terminated" : "purged" }),
    send: null,
    reasons: [reason],
    before: liveOccupancy(view, live),
    after: null,
    ...livingDraft(view, kind, cause, declared, live),
  });
}

/**
 * The two actions that break a unit cycle in place of an update: the end that frees the unit, and the same PUT as
 * a reinstatement in the other unit.
 */
export function endAndReinstate(
  view: SiteView,
  update: Draft & { readonly live: LiveResident; readonly declared: DeclaredResident },
): readonly Draft[] {
  const { live, declared } = update;
  const reason = "ended to free the unit, and reinstated in the other one: agreed to as unit-cycle";
  const ended = liveRecord(live, "terminated");
  const changed = { ...changedRecord(ended, declared, update.fields), state: "active" };
  const end = endingDraft(view, "terminate", "cycle", declared, live, reason);
  const reinstate = draftOf({
    ...update,
    id: actionId("reinstate", update.site, emailKey(update.email)),
    kind: "reinstate",
    cause: "cycle",
    patch: patchOf(ended, changed),
    before: null,
    reasons: [...update.reasons, reason],
    waitsFor: end.id,
  });
  return [end, reinstate];
}

/** A draft, with what it decides written down. */
function draftOf(draft: Omit<Draft, "decided">): Draft {
  const { email, id, kind, live, patch, send, unit, via } = draft;
  const residentId = live?.residentId ?? null;
  return Object.assign(draft, {
    decided: decidedText({ email, id, kind, patch, residentId, send, unit, via }),
  });
}

/**
 * What the drafts for an account that exists have in common. Spread last where very many may be made: an object that
 * gets its other properties after a spread takes V8 ten times as long.
 */
function livingDraft(
  view: SiteView,
  kind: Draft["kind"],
  cause: Cause,
  declared: DeclaredResident | null,
  live: LiveResident,
) {
  return {
    id: actionId(kind, view.declared.name, emailKey(live.email)),
    kind,
    cause,
    site: view.declared.name,
    email: live.email,
    declared,
    live,
    waitsFor: null,
  };
}

function liveOccupancy(view: SiteView, live: LiveResident): Occupancy {
  return { unit: unitOf(live), range: liveRange(view, live) };
}

/** The declared word for the status of a resident who is not expired. */
function stateWord(status: StatusName): string {
  return status === "suspended" ? "suspended" : "active";
}

function patchOf(before: ResidentRecord, after: ResidentRecord): readonly Operation[] {
  return fastJsonPatch.compare(before, after, true);
}
