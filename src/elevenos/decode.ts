import type { LiveResident, Mapping } from "../domain/site.ts";
import { parseStatus } from "../domain/status.ts";
import type { SiteListing, Team } from "./api.ts";
import {
  identity,
  isJsonObject,
  type JsonObject,
  listField,
  nullableDate,
  nullableText,
  objectAt,
  ShapeError,
  text,
} from "./shape.ts";
import { INFERRED } from "./wire.ts";

// Every function here throws a ShapeError for a field that is relied on and is missing or of the wrong type;
// fields that are not known are ignored, and so never kept.

/** Reads the answer to `GET /team`. */
export function decodeTeams(answer: JsonObject): readonly Team[] {
  return readEach(answer, "Teams", (item, path) => {
    const team = objectAt(item, path);
    return {
      teamId: identity(team.TeamId, "TeamId", path),
      name: nullableText(team[INFERRED.teamName], INFERRED.teamName, path) ?? "",
    };
  });
}

/** Reads the answer to `GET /team/{TeamId}/site`. */
export function decodeSites(answer: JsonObject): readonly SiteListing[] {
  return readEach(answer, "Sites", (item, path) => {
    const site = objectAt(item, path);
    return {
      siteId: identity(site.SiteId, "SiteId", path),
      name: nullableText(site[INFERRED.siteName], INFERRED.siteName, path) ?? "",
    };
  });
}

/** Reads the answer to `GET …/mappings`. The passphrases are left behind. */
export function decodeMappings(answer: JsonObject): readonly Mapping[] {
  return readEach(answer, "Mappings", (item, path) => {
    const mapping = objectAt(item, path);
    return {
      building: text(mapping.Building, "Building", path),
      floor: text(mapping.Floor, "Floor", path),
      unit: text(mapping.Unit, "Unit", path),
      ssid: nullableText(mapping.SSID, "SSID", path),
      vlan: nullableText(mapping.Vlan, "Vlan", path),
    };
  });
}

/** Reads the answer to `GET …/resident`. */
export function decodeResidents(answer: JsonObject): readonly LiveResident[] {
  return readEach(answer, "Residents", decodeResident);
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

/**
 * Reads a list. The paths that errors name are made for errors only, since a list has a hundred thousand fields: what
 * cannot be read is read once more, and then fails with its path.
 */
function readEach<T>(
  answer: JsonObject,
  name: string,
  read: (item: unknown, path: string) => T,
): readonly T[] {
  return listField(answer, name).map((item, index) => {
    try {
      return read(item, name);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      return read(item, `${name}[${index}]`);
    }
  });
}

function decodeResident(value: unknown, path: string): LiveResident {
  const resident = objectAt(value, path);
  return {
    residentId: identity(resident.ResidentId, "ResidentId", path),
    email: identity(resident.Email, "Email", path),
    firstName: text(resident.FirstName, "FirstName", path),
    lastName: text(resident.LastName, "LastName", path),
    phone: nullableText(resident.Phone, "Phone", path),
    building: text(resident.Building, "Building", path),
    floor: text(resident.Floor, "Floor", path),
    unit: text(resident.Unit, "Unit", path),
    activationDate: nullableDate(resident.ActivationDate, "ActivationDate", path),
    activationDateUTC: nullableDate(resident.ActivationDateUTC, "ActivationDateUTC", path),
    deactivationDate: nullableDate(resident.DeactivationDate, "DeactivationDate", path),
    deactivationDateUTC: nullableDate(resident.DeactivationDateUTC, "DeactivationDateUTC", path),
    onboardedAt: nullableDate(resident.OnboardedAt, "OnboardedAt", path),
    status: parseStatus(statusWords(resident.Status, path)),
  };
}

/** A list of words, or, tolerated, one word; null is no word, which the domain reads as an unknown status. */
function statusWords(value: unknown, path: string): readonly string[] {
  if (value === null) return [];
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (words.every((word) => typeof word === "string")) return words;
  throw new ShapeError(`${path}.Status`, "a list of words", value);
}
