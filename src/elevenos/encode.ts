import type { BulkActionName, ResidentFields } from "./api.ts";
import {
  INFERRED,
  type WireBulkAction,
  type WireImport,
  type WireResidentImportObject,
  type WireResidentObject,
} from "./wire.ts";

/** The body of a single POST or PUT: all fields, because what a PUT does to one left out is not documented. */
export function encodeResident(fields: ResidentFields): WireResidentObject {
  return { ...common(fields), [INFERRED.phone]: fields.phone };
}

/** The body of an import. */
export function encodeImport(residents: readonly ResidentFields[]): WireImport {
  const objects = residents.map(
    (fields): WireResidentImportObject => ({ ...common(fields), PhoneNumber: fields.phone }),
  );
  return { [INFERRED.importResidents]: objects };
}

/** The body of a bulk action. */
export function encodeBulkAction(action: BulkActionName, residentIds: readonly string[]): WireBulkAction {
  return { Action: action, [INFERRED.bulkActionTargets]: residentIds };
}

function common(fields: ResidentFields): Omit<WireResidentImportObject, "PhoneNumber"> {
  return {
    Email: fields.email,
    FirstName: fields.firstName,
    LastName: fields.lastName,
    ActivationDateUTC: fields.activationDateUTC,
    DeactivationDateUTC: fields.deactivationDateUTC,
    Building: fields.building,
    Floor: fields.floor,
    Unit: fields.unit,
  };
}
