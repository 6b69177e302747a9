import { liveInstant } from "../domain/live-date.ts";
import type { LiveResident } from "../domain/site.ts";
import type { ResidentFields } from "../elevenos/api.ts";
import type { Action, SendRecord } from "../planning/plan.ts";

/** The fields of a patch that a PUT can change, under their names there. */
const FIELDS = [
  "firstName",
  "lastName",
  "phone",
  "building",
  "floor",
  "unit",
  "accessStart",
  "accessEnd",
] as const;
export type PutField = (typeof FIELDS)[number];

/** What an action sends. A plan without it is a bug: `import` and `put` always have it. */
export function sendOf(action: Action): SendRecord {
  if (action.send === null) throw new Error(`${action.kind}: the plan does not say what to send`);
  return action.send;
}

/**
 * The entry of an import. «No start» means activation at apply: that is `plannedAt` (UTC text), the instant that the
 * apply planned at, which is past by now, also by a server's clock that is a little late.
 */
export function importFields(action: Action, plannedAt: string): ResidentFields {
  const send = sendOf(action);
  return { ...send, activationDateUTC: send.activationDateUTC ?? plannedAt };
}

/**
 * The fields that a PUT sets on purpose: those that its patch changes. A reinstatement also sets both dates:
 * that is how an expired account comes back, and its termination may have moved the live ones.
 */
export function changedFields(action: Action): readonly PutField[] {
  const inPatch = new Set(
    action.patch.filter((operation) => operation.op !== "test").map((operation) => operation.path),
  );
  const isReinstated = action.kind === "reinstate";
  return FIELDS.filter((field) => inPatch.has(`/${field}`) || (isReinstated && isDate(field)));
}

/**
 * The body of a PUT: the planned value of what it sets on purpose, and of everything else what was read just
 * now, so that nobody else's change is undone. The caller has checked that the e-mails are the same.
 */
export function putFields(action: Action, live: LiveResident): ResidentFields {
  const send = sendOf(action);
  const changed = new Set(changedFields(action));
  const keep = <T>(field: PutField, planned: T, current: T): T => (changed.has(field) ? planned : current);
  return {
    email: send.email,
    firstName: keep("firstName", send.firstName, live.firstName),
    lastName: keep("lastName", send.lastName, live.lastName),
    phone: keep("phone", send.phone, live.phone),
    building: keep("building", send.building, live.building),
    floor: keep("floor", send.floor, live.floor),
    unit: keep("unit", send.unit, live.unit),
    // Where the API gives a site-local date only, the plan has its instant.
    activationDateUTC: keep(
      "accessStart",
      send.activationDateUTC,
      live.activationDateUTC ?? send.activationDateUTC,
    ),
    deactivationDateUTC: keep(
      "accessEnd",
      send.deactivationDateUTC,
      live.deactivationDateUTC ?? send.deactivationDateUTC,
    ),
  };
}

/** Which of these fields are live otherwise than they are sent. */
export function fieldsThatDiffer(
  action: Action,
  live: LiveResident,
  fields: readonly PutField[],
): readonly PutField[] {
  const send = sendOf(action);
  return fields.filter((field) => {
    switch (field) {
      case "accessStart":
        return !sameInstant(send.activationDateUTC, startText(live));
      case "accessEnd":
        return !sameInstant(send.deactivationDateUTC, endText(live));
      default:
        return (send[field] ?? "") !== (live[field] ?? "");
    }
  });
}

/**
 * What of a resident is not any more what the plan was made on, by the patch's own `test`s: somebody else has
 * written since. A termination moves the end, and a reinstatement does not build on it.
 */
export function changedSincePlanning(action: Action, live: LiveResident): readonly PutField[] {
  const tested = new Map<string, unknown>();
  for (const operation of action.patch) {
    if (operation.op === "test") tested.set(operation.path, operation.value);
  }
  return FIELDS.filter((field) => {
    const path = `/${field}`;
    if (!tested.has(path) || (action.kind === "reinstate" && field === "accessEnd")) return false;
    const planned = textOf(tested.get(path));
    switch (field) {
      case "accessStart":
        return !sameInstant(planned, startText(live));
      case "accessEnd":
        return !sameInstant(planned, endText(live));
      default:
        return (planned ?? "") !== (live[field] ?? "");
    }
  });
}

/** True where two texts of a date are the same instant, to the second. */
function sameInstant(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  const instant = liveInstant(a, null, "UTC");
  return instant !== null && instant === liveInstant(b, null, "UTC");
}

// A date as the planner reads it: the UTC text, else the site-local one.
function startText(live: LiveResident): string | null {
  return live.activationDateUTC ?? live.activationDate;
}
function endText(live: LiveResident): string | null {
  return live.deactivationDateUTC ?? live.deactivationDate;
}

function isDate(field: PutField): boolean {
  return field === "accessStart" || field === "accessEnd";
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
