import type { LiveResident, Mapping } from "../domain/site.ts";
import type { Unit } from "../domain/unit.ts";

/** A team of the signed-in user. */
export interface Team {
  readonly teamId: string;
  readonly name: string;
}

/** A site of a team. */
export interface SiteListing {
  readonly siteId: string;
  readonly name: string;
}

/** The site that a call concerns. */
export interface SiteAddress {
  readonly teamId: string;
  readonly siteId: string;
}

/** What a ResidentObject and a ResidentImportObject hold. Dates are UTC text, or null. */
export interface ResidentFields extends Unit {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly activationDateUTC: string | null;
  readonly deactivationDateUTC: string | null;
}

/** The values that the guide's table 4 allows. */
export type BulkActionName =
  | "suspend"
  | "unsuspend"
  | "terminate"
  | "terminate-purge"
  | "resend-invites"
  | "onboard-now";

/** One resident's line in a finished job. */
export interface JobEntry {
  readonly residentId: string | null;
  readonly email: string | null;
  /** The server's words, where it gave any. */
  readonly message: string | null;
}

/** A job as the server reports it. Counts that the server left out are null. */
export interface JobStatus {
  readonly isFinished: boolean;
  /** The server's word: `started`, `finished`, or one that is not known. */
  readonly status: string;
  readonly progress: number | null;
  readonly total: number | null;
  readonly success: number | null;
  readonly failed: number | null;
  /** null until the job is finished, or where the server gave no readable result. */
  readonly result: {
    readonly succeeded: readonly JobEntry[];
    readonly failed: readonly JobEntry[];
  } | null;
}

/**
 * Every call of the Resident Management API (guide; api.md, "Endpoints"). All reject with an `ApiError`.
 * Reads, PUT, DELETE, PATCH and job polls are repeated where that is safe; submissions (`POST`) never are.
 * `signal` ends a call at once: it rejects with the signal's reason, and a write may or may not have been made.
 */
export interface ElevenOS {
  listTeams(signal?: AbortSignal): Promise<readonly Team[]>;
  listSites(teamId: string, signal?: AbortSignal): Promise<readonly SiteListing[]>;
  listMappings(site: SiteAddress, signal?: AbortSignal): Promise<readonly Mapping[]>;
  listResidents(site: SiteAddress, signal?: AbortSignal): Promise<readonly LiveResident[]>;
  getResident(site: SiteAddress, residentId: string, signal?: AbortSignal): Promise<LiveResident>;
  addResident(site: SiteAddress, fields: ResidentFields, signal?: AbortSignal): Promise<LiveResident>;
  updateResident(
    site: SiteAddress,
    residentId: string,
    fields: ResidentFields,
    signal?: AbortSignal,
  ): Promise<LiveResident>;
  /** Terminates: the account stays 31 days as expired. */
  terminateResident(site: SiteAddress, residentId: string, signal?: AbortSignal): Promise<void>;
  /** Terminates and purges: cannot be undone. */
  purgeResident(site: SiteAddress, residentId: string, signal?: AbortSignal): Promise<void>;
  inviteResident(site: SiteAddress, residentId: string, signal?: AbortSignal): Promise<void>;
  resetPsk(site: SiteAddress, residentId: string, signal?: AbortSignal): Promise<void>;
  setStatus(
    site: SiteAddress,
    residentId: string,
    status: "Active" | "Disabled",
    signal?: AbortSignal,
  ): Promise<void>;
  /** The job's id. Refuses an empty list without a request. */
  submitImport(
    site: SiteAddress,
    residents: readonly ResidentFields[],
    signal?: AbortSignal,
  ): Promise<string>;
  importJob(site: SiteAddress, jobId: string, signal?: AbortSignal): Promise<JobStatus>;
  /** The job's id. Refuses an empty list without a request: what the server makes of one is not documented. */
  submitBulkAction(
    site: SiteAddress,
    action: BulkActionName,
    residentIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<string>;
  bulkActionJob(site: SiteAddress, jobId: string, signal?: AbortSignal): Promise<JobStatus>;
  /** Closes the connections. */
  close(): Promise<void>;
}
