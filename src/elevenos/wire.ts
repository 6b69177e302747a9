/**
 * The Resident Management API on the wire: paths, names and shapes, and nothing else. What the guide does not
 * show is marked `// inferred`, and every inferred name stands here only: whoever has a real account corrects it here.
 */

/**
 * Names that the guide does not show. They are used through this table, so that a correction here is a
 * correction everywhere.
 */
export const INFERRED = {
  /** A team's name in `GET /team`. */
  teamName: "Name", // inferred
  /** A site's name in `GET /team/{TeamId}/site`. */
  siteName: "Name", // inferred
  /** The phone of a ResidentObject (a ResidentImportObject says `PhoneNumber`, which is documented). */
  phone: "Phone", // inferred
  /** What holds the residents in the body of an import. */
  importResidents: "Residents", // inferred
  /** What holds the ResidentIds in the body of a bulk action. */
  bulkActionTargets: "Residents", // inferred
  /** What holds the new resident in the answer to `POST …/resident`. */
  addedResidents: "Residents", // inferred
} as const;

/**
 * Names read in an entry of a job's result, most likely first. They are compared without case, `_` and `-`.
 * Only `result`, for bulk actions, is documented.
 */
export const JOB_ENTRY_NAMES = {
  residentId: ["ResidentId", "Id"], // inferred
  email: ["Email", "EmailAddress"], // inferred
  /** What an entry calls its resident where it holds it one level down, or names it by text. */
  resident: ["Resident"], // inferred
  message: ["error", "errors", "message", "result", "reason", "detail", "details", "description"], // inferred
} as const;

/** An HTTP method and a path below the base URL; names in braces are filled in. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
}

const RESIDENTS = "/team/{TeamId}/site/{SiteId}/resident";

/** Every call of the API. */
export const ROUTES = {
  token: { method: "POST", path: "/oauth/token" },
  teams: { method: "GET", path: "/team" },
  sites: { method: "GET", path: "/team/{TeamId}/site" },
  mappings: { method: "GET", path: "/team/{TeamId}/site/{SiteId}/mappings" },
  residents: { method: "GET", path: RESIDENTS },
  resident: { method: "GET", path: `${RESIDENTS}/{ResidentId}` },
  add: { method: "POST", path: RESIDENTS },
  update: { method: "PUT", path: `${RESIDENTS}/{ResidentId}` },
  terminate: { method: "DELETE", path: `${RESIDENTS}/{ResidentId}` },
  purge: { method: "DELETE", path: `${RESIDENTS}/{ResidentId}/purge` },
  invite: { method: "POST", path: `${RESIDENTS}/{ResidentId}/invite` },
  pskReset: { method: "POST", path: `${RESIDENTS}/{ResidentId}/pskreset` },
  setStatus: { method: "PATCH", path: `${RESIDENTS}/{ResidentId}/status` },
  submitImport: { method: "POST", path: `${RESIDENTS}/import` },
  importJob: { method: "GET", path: `${RESIDENTS}/import/{JobId}` },
  submitBulkAction: { method: "POST", path: `${RESIDENTS}/bulkaction` },
  bulkActionJob: { method: "GET", path: `${RESIDENTS}/bulkaction/{JobId}` },
} as const satisfies Record<string, Route>;

/** The values of a bulk action's `Action` (the guide's table 4). */
export const BULK_ACTIONS = [
  "suspend",
  "unsuspend",
  "terminate",
  "terminate-purge",
  "resend-invites",
  "onboard-now",
] as const;

/** `POST /oauth/token`: only `access_token` is documented. */
export interface WireToken {
  readonly access_token: string;
  readonly token_type?: string; // inferred
  /** Seconds. */
  readonly expires_in?: number; // inferred
}

/** What every answer may carry beside its content: not null means that the call failed. */
export interface WireAnswer {
  readonly Error: string | null;
}

/** `GET /team`. */
export interface WireTeams extends WireAnswer {
  readonly Teams: readonly { readonly TeamId: string; readonly [INFERRED.teamName]: string }[];
}

/** `GET /team/{TeamId}/site`. */
export interface WireSites extends WireAnswer {
  readonly Sites: readonly { readonly SiteId: string; readonly [INFERRED.siteName]: string }[];
}

/** A PAN mapping: a unit that exists, and its network. `Passphrase` is a secret, never kept. */
export interface WireMapping {
  readonly Building: string;
  readonly Floor: string;
  readonly Unit: string;
  readonly SSID: string | null;
  readonly Vlan: string | null;
  readonly Passphrase: string | null;
}

/** `GET …/mappings`. */
export interface WireMappings extends WireAnswer {
  readonly Mappings: readonly WireMapping[];
}

/**
 * A resident as the server shows it. The `…UTC` dates carry an offset (`2021-11-05T21:10:22.844348+00:00`), the
 * others are site-local without one (`2021-11-05T14:10:22`). That a date may be null is inferred.
 */
export interface WireResident {
  readonly ActivationDate: string | null;
  readonly ActivationDateUTC: string | null;
  readonly Building: string;
  readonly DeactivationDate: string | null;
  readonly DeactivationDateUTC: string | null;
  readonly Email: string;
  readonly FirstName: string;
  readonly Floor: string;
  readonly LastName: string;
  readonly Mobile: string | null;
  readonly OnboardedAt: string | null;
  readonly Phone: string | null;
  readonly ResidentId: string;
  readonly SSID: string | null;
  readonly ServiceAreaNumber: string | null;
  readonly Status: readonly string[];
  readonly UUID: string;
  readonly Unit: string;
}

/** Lists of residents, and also one resident: an array too. */
export interface WireResidents extends WireAnswer {
  readonly Residents: readonly WireResident[];
}

interface WireResidentBase {
  readonly Email: string;
  readonly FirstName: string;
  readonly LastName: string;
  readonly ActivationDateUTC: string | null;
  readonly DeactivationDateUTC: string | null;
  readonly Building: string;
  readonly Floor: string;
  readonly Unit: string;
}

/** The body of a single POST and of a PUT. That a PUT wants all fields is inferred. */
export interface WireResidentObject extends WireResidentBase {
  readonly [INFERRED.phone]: string | null;
}

/** One resident of an import (the guide's table 2). */
export interface WireResidentImportObject extends WireResidentBase {
  readonly PhoneNumber: string | null;
}

/** The body of `POST …/resident/import`. */
export interface WireImport {
  readonly [INFERRED.importResidents]: readonly WireResidentImportObject[];
}

/** The body of `POST …/resident/bulkaction`. */
export interface WireBulkAction {
  readonly Action: (typeof BULK_ACTIONS)[number];
  /** ResidentIds. */
  readonly [INFERRED.bulkActionTargets]: readonly string[];
}

/** The body of `PATCH …/resident/{ResidentId}/status`. Any other value is an error. */
export interface WireStatusChange {
  readonly Status: "Active" | "Disabled";
}

/** The answer to DELETE (`Terminated`), purge (`Deleted`), and, inferred, to invite, pskreset and PATCH. */
export interface WireResult extends WireAnswer {
  readonly Result: string;
}

/** The answer to the submission of a job. */
export interface WireJobSubmitted {
  readonly job_id: string;
}

/**
 * A job (the guide's table 3). `result` is there once the job is finished and holds the entries that succeeded
 * and those that failed; how it nests them is not documented, so the reader takes any nesting.
 */
export interface WireJob {
  /** `started` or `finished`. */
  readonly status: string;
  /** Per cent. */
  readonly progress: number;
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  readonly result?: unknown;
}
