import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { LiveSite } from "../domain/site.ts";
import type { Action } from "./plan.ts";

/**
 * What an action decides, and nothing of when or where it was decided: no file and line (reformatting is not a
 * new decision), no reasons and effects (they follow from the decision and the clock), no origin.
 */
type Decided = Pick<Action, "id" | "kind" | "email" | "residentId" | "unit" | "via" | "patch">;

/** The part of an action that digests and consents are bound to. */
export function decidedPart(action: Decided): Decided {
  const { id, kind, email, residentId, unit, via, patch } = action;
  return { id, kind, email, residentId, unit, via, patch };
}

/** SHA-256 (hex) of the canonical JSON (RFC 8785) of a value of plain data. */
export function sha256(value: unknown): string {
  return createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");
}

/**
 * The digest of a plan: over the decisions of all its actions, sorted by id, with their waves. The same decision
 * has the same digest, whenever, wherever and from whatever order of files it is made.
 */
export function planDigest(sites: readonly { readonly actions: readonly Action[] }[]): string {
  const decided = sites.flatMap((site) =>
    site.actions.map((action) => ({ ...decidedPart(action), wave: action.wave })),
  );
  return sha256(decided.sort(byId));
}

/** The first 8 hex digits of a hash over exactly these actions. */
export function actionsHash(actions: readonly Decided[]): string {
  return sha256(actions.map(decidedPart).sort(byId)).slice(0, 8);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** SHA-256 (hex) of a site's live residents and mappings, whatever order the API lists them in. */
export function liveDigest(live: LiveSite): string {
  const hash = createHash("sha256");
  const residents = live.residents.map((r) =>
    JSON.stringify([
      r.residentId,
      r.email,
      r.firstName,
      r.lastName,
      r.phone,
      r.building,
      r.floor,
      r.unit,
      r.activationDate,
      r.activationDateUTC,
      r.deactivationDate,
      r.deactivationDateUTC,
      r.status.words,
    ]),
  );
  const mappings = live.mappings.map((m) => JSON.stringify([m.building, m.floor, m.unit, m.ssid, m.vlan]));
  for (const line of [...residents.sort(), ...mappings.sort()]) hash.update(line).update("\n");
  return hash.digest("hex");
}
