import type { DeclaredDate } from "../domain/declared-date.ts";
import { formatUtc } from "../domain/live-date.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import type { Unit } from "../domain/unit.ts";
import type { ResidentRecord, SendRecord } from "./plan.ts";
import {
  endInstant,
  endText,
  liveEnd,
  liveStart,
  type SiteView,
  startInstant,
  startText,
} from "./site-view.ts";

/** The fields that a declaration manages, under their names in the files. */
export type FieldName =
  | "firstName"
  | "lastName"
  | "phone"
  | "building"
  | "floor"
  | "unit"
  | "accessStart"
  | "accessEnd";

/**
 * The managed fields in which a live resident differs from the declaration, in the order of the files. A field
 * that was left out is not managed. Text is compared exactly (a missing phone is the same as an empty one),
 * dates without a time as site-local dates, date-times as instants to the second.
 */
export function differingFields(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
): readonly FieldName[] {
  const fields: FieldName[] = [];
  if (declared.firstName !== undefined && declared.firstName !== live.firstName) fields.push("firstName");
  if (declared.lastName !== undefined && declared.lastName !== live.lastName) fields.push("lastName");
  if (declared.phone !== undefined && (declared.phone ?? "") !== (live.phone ?? "")) fields.push("phone");
  const { unit } = declared;
  if (unit !== undefined) {
    if (unit.building !== live.building) fields.push("building");
    if (unit.floor !== live.floor) fields.push("floor");
    if (unit.unit !== live.unit) fields.push("unit");
  }
  if (startDiffers(view, declared, live)) fields.push("accessStart");
  if (endDiffers(view, declared, live)) fields.push("accessEnd");
  return fields;
}

function startDiffers(view: SiteView, declared: DeclaredResident, live: LiveResident): boolean {
  const { accessStart } = declared;
  if (accessStart === undefined) return false;
  // What was sent mostly comes back to the letter: there is nothing to read then.
  if (live.activationDateUTC === startText(view, accessStart)) return false;
  return dateDiffers(view, accessStart, startInstant(view, accessStart), liveStart(view, live));
}

function endDiffers(view: SiteView, declared: DeclaredResident, live: LiveResident): boolean {
  const { accessEnd } = declared;
  if (accessEnd === undefined) return false;
  if (accessEnd === null) return liveEnd(view, live) !== null;
  if (live.deactivationDateUTC === endText(view, accessEnd)) return false;
  return dateDiffers(view, accessEnd, endInstant(view, accessEnd), liveEnd(view, live));
}

function dateDiffers(view: SiteView, declared: DeclaredDate, instant: number, live: number | null): boolean {
  if (live === null) return true;
  if (declared.form === "date") return declared.text !== view.zone.localDate(live);
  return Math.floor(instant / 1000) !== Math.floor(live / 1000);
}

/** The record of a live resident as a patch sees it; dates are the API's own text. */
export function liveRecord(live: LiveResident, state: string): ResidentRecord {
  return {
    firstName: live.firstName,
    lastName: live.lastName,
    phone: live.phone,
    building: live.building,
    floor: live.floor,
    unit: live.unit,
    accessStart: live.activationDateUTC ?? live.activationDate,
    accessEnd: live.deactivationDateUTC ?? live.deactivationDate,
    state,
  };
}

/** A live record with the named fields as declared. Dates are the declared text. */
export function changedRecord(
  record: ResidentRecord,
  declared: DeclaredResident,
  fields: readonly FieldName[],
): ResidentRecord {
  const wanted: Record<string, string | null> = {};
  for (const field of fields) {
    const value = declaredText(declared, field);
    if (value !== undefined) wanted[field] = value;
  }
  return { ...record, ...wanted };
}

/** What the declaration says of a field, as text; undefined where it does not manage it. */
function declaredText(declared: DeclaredResident, field: FieldName): string | null | undefined {
  switch (field) {
    case "firstName":
    case "lastName":
    case "phone":
      return declared[field];
    case "building":
    case "floor":
    case "unit":
      return declared.unit?.[field];
    case "accessStart":
      return declared.accessStart?.text;
    case "accessEnd":
      return declared.accessEnd === null ? null : declared.accessEnd?.text;
  }
}

/**
 * What a PUT holds: the declared value of every field that differs, the live text of all others, so that what
 * is not managed goes back unchanged. The e-mail is always the live spelling.
 */
export function putRecord(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
  fields: readonly FieldName[],
): SendRecord {
  const wanted = <F extends keyof DeclaredResident & FieldName>(field: F) =>
    fields.includes(field) ? declared[field] : undefined;
  const start = wanted("accessStart");
  const phone = wanted("phone");
  const { building, floor, unit } = declared.unit ?? live;
  return {
    email: live.email,
    firstName: wanted("firstName") ?? live.firstName,
    lastName: wanted("lastName") ?? live.lastName,
    phone: phone === undefined ? live.phone : phone,
    building,
    floor,
    unit,
    activationDateUTC:
      start === undefined
        ? (live.activationDateUTC ?? sentInstant(liveStart(view, live)))
        : startText(view, start),
    // Among the fields and not declared: a reinstatement, which is open.
    deactivationDateUTC: fields.includes("accessEnd")
      ? sentEnd(view, declared)
      : (live.deactivationDateUTC ?? sentInstant(liveEnd(view, live))),
  };
}

/** A date that the API gives in site-local time only, as an instant. */
function sentInstant(epoch: number | null): string | null {
  return epoch === null ? null : formatUtc(epoch);
}

/** The end as it is sent; null where it is open or not declared. */
export function sentEnd(view: SiteView, declared: DeclaredResident): string | null {
  return declared.accessEnd == null ? null : endText(view, declared.accessEnd);
}

/** The unit of a live resident, without the rest of the record. */
export function unitOf(live: Unit): Unit {
  return { building: live.building, floor: live.floor, unit: live.unit };
}
