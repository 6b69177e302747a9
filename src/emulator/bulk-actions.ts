import type { StatusName } from "../domain/status.ts";
import { purge, terminate } from "./ending.ts";
import { onboardNow, resendInvite } from "./inviting.ts";
import type { BulkAction } from "./job.ts";
import type { Decision, ResidentRecord } from "./records.ts";
import type { Scene } from "./scene.ts";
import { suspend, unsuspend } from "./suspending.ts";

/** A row of the guide's table 4. */
export interface BulkRule {
  /** The statuses it names. A suspended resident is in none of the lists that end an account. */
  readonly qualifying: readonly StatusName[];
  /** True where a resident that does not qualify stays unchanged without an error; else that entry fails. */
  readonly isSilent: boolean;
  readonly act: (scene: Scene, resident: ResidentRecord) => Decision;
  /** The `result` of an entry that succeeded. */
  readonly result: string;
}

/** What the bulk actions do (the guide's table 4). */
export const BULK_RULES: Readonly<Record<BulkAction, BulkRule>> = {
  suspend: { qualifying: ["current"], isSilent: true, act: suspend, result: "Suspended" },
  unsuspend: { qualifying: ["suspended"], isSilent: true, act: unsuspend, result: "Unsuspended" },
  terminate: {
    qualifying: ["current", "pending", "scheduled"],
    isSilent: false,
    act: terminate,
    result: "Terminated",
  },
  "terminate-purge": {
    qualifying: ["current", "pending", "scheduled"],
    isSilent: false,
    act: purge,
    result: "Deleted",
  },
  "resend-invites": {
    qualifying: ["pending", "current", "suspended"],
    isSilent: false,
    act: resendInvite,
    result: "E-mail sent",
  },
  "onboard-now": {
    qualifying: ["scheduled"],
    isSilent: false,
    act: onboardNow,
    result: "Onboarding started",
  },
};

/** True for a value that the guide's table 4 allows. */
export function isBulkAction(action: unknown): action is BulkAction {
  return typeof action === "string" && Object.hasOwn(BULK_RULES, action);
}
