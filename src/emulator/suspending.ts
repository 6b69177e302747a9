import { type Decision, put, type ResidentRecord, UNCHANGED } from "./records.ts";
import type { Scene } from "./scene.ts";
import { statusAt } from "./status.ts";

/**
 * Current to current and suspended. The guide: «If you attempt a suspend a resident that is not in Current
 * non-Pending status, the state of that resident will remain unchanged, and the response returned will indicate no
 * error occurred».
 */
export function suspend({ now }: Scene, resident: ResidentRecord): Decision {
  if (statusAt(resident, now) !== "current") return UNCHANGED;
  return put({ ...resident, suspended: true, listedStatus: null });
}

/** Current and suspended to current; whoever is not suspended stays as they are. */
export function unsuspend({ now }: Scene, resident: ResidentRecord): Decision {
  if (statusAt(resident, now) !== "suspended") return UNCHANGED;
  return put({ ...resident, suspended: false, listedStatus: null });
}
