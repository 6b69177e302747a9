import { type ApplySettings, DEFAULT_SETTINGS } from "../applying/settings.ts";
import { type Connection, mostRequests } from "./connect.ts";
import type { CommonFlags } from "./flags.ts";

/** The flags that say how patient an apply is. */
export interface PatienceFlags extends Pick<CommonFlags, "concurrency" | "timeout"> {
  /** Seconds: how long a job is waited for, 1 to 86400. */
  readonly jobTimeout: number;
}

/**
 * How wide and how patient this apply is. A submission whose answer was lost is watched for as long as one request
 * may take: a server that was still at it has acted, or will not. An embedded emulator acts when it is asked, and
 * its clock may stand: nothing is watched for there.
 */
export function applySettings(
  flags: PatienceFlags,
  connection: Pick<Connection, "isEmbedded">,
): ApplySettings {
  return {
    ...DEFAULT_SETTINGS,
    sites: flags.concurrency,
    requests: mostRequests(flags),
    jobTime: flags.jobTimeout * 1000,
    patience: connection.isEmbedded ? 0 : flags.timeout * 1000,
  };
}

/**
 * The same for what an earlier apply left open. The jobs of an embedded emulator ended with the process it was part
 * of, and its files are written at the end only: there is nothing to wait for.
 */
export function finishSettings(
  flags: PatienceFlags,
  connection: Pick<Connection, "isEmbedded">,
): ApplySettings {
  const settings = applySettings(flags, connection);
  return connection.isEmbedded ? { ...settings, jobTime: 0 } : settings;
}
