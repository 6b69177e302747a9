import { emailKey } from "../../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../../domain/site.ts";
import { changeFor, type LiveChange } from "./change-entry.ts";
import { hasPassed, type SiteDates } from "./pull-context.ts";

/** What a pull makes of an entry that is there. */
export type Settled =
  | { readonly kind: "kept"; readonly declared: DeclaredResident }
  | {
      readonly kind: "lives";
      readonly declared: DeclaredResident;
      readonly live: LiveResident;
      readonly change: LiveChange;
    }
  | { readonly kind: "ended"; readonly declared: DeclaredResident; readonly live: LiveResident }
  | { readonly kind: "gone"; readonly declared: DeclaredResident; readonly reason: string };

/**
 * Decides about one entry. An account that is absent or expired and declared to live on would be made or reinstated
 * by the next plan, so its entry goes; with `includeExpired`, that of an expired one becomes a tombstone. A tombstone
 * stays, and so does an entry whose declared end has passed.
 */
export function settleEntry(
  declared: DeclaredResident,
  live: LiveResident | undefined,
  dates: SiteDates,
  includeExpired: boolean,
): Settled {
  if (live !== undefined && live.status.name !== "expired") {
    return { kind: "lives", declared, live, change: changeFor(declared, live, dates) };
  }
  const isLiving = declared.state === "active" || declared.state === "suspended";
  if (!isLiving || hasPassed(dates, declared.accessEnd)) return { kind: "kept", declared };
  if (live === undefined) return { kind: "gone", declared, reason: "has no account" };
  return includeExpired
    ? { kind: "ended", declared, live }
    : { kind: "gone", declared, reason: "has an account that is expired" };
}

/** The live residents by e-mail key. Of two under one, the one that the planner counts: who has not expired. */
export function liveByEmail(residents: readonly LiveResident[]): ReadonlyMap<string, LiveResident> {
  const index = new Map<string, LiveResident>();
  for (const live of residents) {
    const key = emailKey(live.email);
    const other = index.get(key);
    index.set(key, other === undefined ? live : counted(other, live));
  }
  return index;
}

function counted(a: LiveResident, b: LiveResident): LiveResident {
  const isExpired = (live: LiveResident) => live.status.name === "expired";
  if (isExpired(a) !== isExpired(b)) return isExpired(a) ? b : a;
  return a.residentId <= b.residentId ? a : b;
}
