import type { Unit } from "../domain/unit.ts";
import { INFERRED, type WireResidentImportObject, type WireResidentObject } from "../elevenos/wire.ts";
import type { ViolationDraft } from "./records.ts";
import { parseStamp, type Stamp } from "./stamp.ts";

/** What a ResidentObject or ResidentImportObject asks for. */
export interface SentFields extends Unit {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly activation: Stamp | null;
  readonly deactivation: Stamp | null;
}

/** A body that was read, or the server's words about what is wrong with it. */
export type ReadBody =
  | { readonly fields: SentFields; readonly violations: readonly ViolationDraft[] }
  | { readonly refusal: string; readonly violations: readonly ViolationDraft[] };

/** The name of the phone field: a single ResidentObject's and an import's differ (the guide's table 2). */
export type PhoneField = typeof INFERRED.phone | "PhoneNumber";

const TEXTS = ["Email", "FirstName", "LastName", "Building", "Floor", "Unit"] as const;
const DATES = ["ActivationDateUTC", "DeactivationDateUTC"] as const;

/** The phone field of a single resident. */
export const SINGLE_PHONE = INFERRED.phone satisfies keyof WireResidentObject;

/** The phone field of an import. */
export const IMPORT_PHONE = "PhoneNumber" satisfies keyof WireResidentImportObject;

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads what was sent. A field that was left out of phone and dates counts as null. Fields nobody knows are a violation. */
export function readResidentObject(body: unknown, phoneField: PhoneField): ReadBody {
  if (!isObject(body)) return { refusal: "A resident must be a JSON object.", violations: [] };
  const known: readonly string[] = [...TEXTS, ...DATES, phoneField];
  const violations = Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({ kind: "unknown-field", detail: `${name} is not a field of this object` }) as const);
  const refusal = fieldProblem(body, phoneField);
  return refusal === null ? { fields: fieldsOf(body, phoneField), violations } : { refusal, violations };
}

/** The first field that is wrong; errors contain «the value where the error occurred», as the guide says. */
function fieldProblem(body: Readonly<Record<string, unknown>>, phoneField: PhoneField): string | null {
  for (const name of TEXTS) {
    const value = body[name];
    if (typeof value !== "string" || value.trim() === "") {
      return `${name} is required and must be text, not ${JSON.stringify(value ?? null)}.`;
    }
  }
  if (!/^[^@\s]+@[^@\s]+$/.test(String(body.Email)))
    return `Email ${JSON.stringify(body.Email)} is not valid.`;
  const phone = body[phoneField] ?? null;
  if (phone !== null && typeof phone !== "string") {
    return `${phoneField} must be text, not ${JSON.stringify(phone)}.`;
  }
  for (const name of DATES) {
    const value = body[name] ?? null;
    if (value !== null && (typeof value !== "string" || parseStamp(value) === null)) {
      return `${name} ${JSON.stringify(value)} is not a date and time such as 2021-11-05T21:10:22+00:00.`;
    }
  }
  const { activation, deactivation } = datesOf(body);
  if (activation !== null && deactivation !== null && Date.parse(deactivation) < Date.parse(activation)) {
    return `DeactivationDateUTC ${deactivation} is before ActivationDateUTC ${activation}.`;
  }
  return null;
}

function fieldsOf(body: Readonly<Record<string, unknown>>, phoneField: PhoneField): SentFields {
  return {
    email: String(body.Email),
    firstName: String(body.FirstName),
    lastName: String(body.LastName),
    phone: body[phoneField] === undefined || body[phoneField] === null ? null : String(body[phoneField]),
    building: String(body.Building),
    floor: String(body.Floor),
    unit: String(body.Unit),
    ...datesOf(body),
  };
}

function datesOf(body: Readonly<Record<string, unknown>>): Pick<SentFields, "activation" | "deactivation"> {
  const dateOf = (value: unknown) => (typeof value === "string" ? parseStamp(value) : null);
  return { activation: dateOf(body.ActivationDateUTC), deactivation: dateOf(body.DeactivationDateUTC) };
}
