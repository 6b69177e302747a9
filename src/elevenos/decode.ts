import type { LiveResident, Mapping } from "../domain/site.ts";
import { parseStatus } from "../domain/status.ts";
import type { SiteListing, Team } from "./api.ts";
import {
  identityField,
  isJsonObject,
  type JsonObject,
  listField,
  nullableDate,
  nullableText,
  objectAt,
  ShapeError,
  textField,
} from "./shape.ts";
import { INFERRED } from "./wire.ts";

// Every function here throws a ShapeError for a field that is relied on and is missing or of the wrong type;
// fields that are not known are ignored, and so never kept.

/** Reads the answer to `GET /team`. */
export function decodeTeams(answer: JsonObject): readonly Team[] {
  return listField(answer, "Teams").map((item, index) => {
    const path = `Teams[${index}]`;
    const team = objectAt(item, path);
    return {
      teamId: identityField(team, "TeamId", path),
      name: nullableText(team, INFERRED.teamName, path) ?? "",
    };
  });
}

/** Reads the answer to `GET /team/{TeamId}/site`. */
export function decodeSites(answer: JsonObject): readonly SiteListing[] {
  return listField(answer, "Sites").map((item, index) => {
    const path = `Sites[${index}]`;
    const site = objectAt(item, path);
    return {
      siteId: identityField(site, "SiteId", path),
      name: nullableText(site, INFERRED.siteName, path) ?? "",
    };
  });
}

/** Reads the answer to `GET …/mappings`. The passphrases are left behind. */
export function decodeMappings(answer: JsonObject): readonly Mapping[] {
  return listField(answer, "Mappings").map((item, index) => {
    const path = `Mappings[${index}]`;
    const mapping = objectAt(item, path);
    return {
      building: textField(mapping, "Building", path),
      floor: textField(mapping, "Floor", path),
      unit: textField(mapping, "Unit", path),
      ssid: nullableText(mapping, "SSID", path),
      vlan: nullableText(mapping, "Vlan", path),
    };
  });
}

/** Reads the answer to `GET …/resident`. */
export function decodeResidents(answer: JsonObject): readonly LiveResident[] {
  return listField(answer, "Residents").map((item, index) => decodeResident(item, `Residents[${index}]`));
}

/**
 * Reads one resident out of an answer: the documented list of one, or, tolerated, a bare object under the same
 * name, or the answer itself. null where the list is empty.
 */
export function decodeOneResident(answer: JsonObject, name: string): LiveResident | null {
  const value = answer[name];
  if (Array.isArray(value)) {
    if (value.length > 1) throw new ShapeError(name, "a list of one", value);
    return value.length === 0 ? null : decodeResident(value[0], `${name}[0]`);
  }
  if (isJsonObject(value)) return decodeResident(value, name);
  if (value === undefined && answer.ResidentId !== undefined) return decodeResident(answer, "(answer)");
  throw new ShapeError(name, "a list", value);
}

/** Reads the answer to the submission of a job: its id. A number is tolerated. */
export function decodeJobId(answer: JsonObject): string {
  const id = answer.job_id;
  if (Number.isSafeInteger(id)) return String(id);
  if (typeof id !== "string" || id === "") throw new ShapeError("job_id", "text", id);
  return id;
}

function decodeResident(value: unknown, path: string): LiveResident {
  const resident = objectAt(value, path);
  return {
    residentId: identityField(resident, "ResidentId", path),
    email: identityField(resident, "Email", path),
    firstName: textField(resident, "FirstName", path),
    lastName: textField(resident, "LastName", path),
    phone: nullableText(resident, "Phone", path),
    building: textField(resident, "Building", path),
    floor: textField(resident, "Floor", path),
    unit: textField(resident, "Unit", path),
    activationDate: nullableDate(resident, "ActivationDate", path),
    activationDateUTC: nullableDate(resident, "ActivationDateUTC", path),
    deactivationDate: nullableDate(resident, "DeactivationDate", path),
    deactivationDateUTC: nullableDate(resident, "DeactivationDateUTC", path),
    onboardedAt: nullableDate(resident, "OnboardedAt", path),
    status: parseStatus(statusWords(resident.Status, `${path}.Status`)),
  };
}

/** A list of words, or, tolerated, one word; null is no word, which the domain reads as an unknown status. */
function statusWords(value: unknown, path: string): readonly string[] {
  if (value === null) return [];
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  return words.map((word) => {
    if (typeof word !== "string") throw new ShapeError(path, "a list of words", value);
    return word;
  });
}
