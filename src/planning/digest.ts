import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { compareText } from "../domain/compare-text.ts";
import type { LiveResident, LiveSite, Mapping } from "../domain/site.ts";
import type { Action } from "./plan.ts";

/**
 * What an action decides, and nothing of when or where it was decided: no file and line (reformatting is not a
 * new decision), no reasons and effects (they follow from the decision and the clock), no origin.
 */
type Decided = Pick<Action, "id" | "kind" | "email" | "residentId" | "unit" | "via" | "patch" | "send">;

/** The part of an action that digests and consents are bound to. */
function decidedPart(action: Decided) {
  const { id, kind, email, residentId, unit, via, patch } = action;
  return { id, kind, email, residentId, unit, via, patch, ...sentDates(action) };
}

/**
 * The instants that changed dates are sent as: another zone or time of day is another decision, though the
 * declared text is the same.
 */
function sentDates({ patch, send }: Decided) {
  if (send === null) return {};
  const changes = new Set(patch.map((operation) => operation.path));
  return {
    ...(changes.has("/accessStart") ? { activationDateUTC: send.activationDateUTC } : {}),
    ...(changes.has("/accessEnd") ? { deactivationDateUTC: send.deactivationDateUTC } : {}),
  };
}

/** SHA-256 (hex) of the canonical JSON (RFC 8785) of a value of plain data. */
export function sha256(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

/** The same of a list, whose canonical JSON is that of its items one after the other: never one giant string. */
export function sha256OfList(items: readonly unknown[]): string {
  const hash = createHash("sha256");
  let text = "[";
  let before = "";
  for (const item of items) {
    text += before + canonical(item);
    before = ",";
    if (text.length < CHUNK) continue;
    hash.update(text);
    text = "";
  }
  return hash.update(`${text}]`).digest("hex");
}

/** Characters that are hashed at once: a step for each of very many items would cost more than the hash. */
const CHUNK = 64 * 1024;

function canonical(value: unknown): string {
  return canonicalize(value) ?? "";
}

/**
 * The digest of a plan: over the decisions of all its actions, sorted by id, with their waves. The same decision
 * has the same digest, whenever, wherever and from whatever order of files it is made.
 */
export function planDigest(sites: readonly { readonly actions: readonly Action[] }[]): string {
  const decided = sites.flatMap((site) =>
    site.actions.map((action) => ({ ...decidedPart(action), wave: action.wave })),
  );
  return sha256OfList(decided.sort(byId));
}

/** The first 8 hex digits of a hash over exactly these actions. */
export function actionsHash(actions: readonly Decided[]): string {
  return sha256(actions.map(decidedPart).sort(byId)).slice(0, 8);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareText(a.id, b.id);
}

/** SHA-256 (hex) of a site's live residents and mappings, whatever order the API lists them in. */
export function liveDigest(live: LiveSite): string {
  // Concatenated and hashed once: a line and a hash step for each of very many residents would cost far more.
  let text = `${live.residents.length} `;
  for (const resident of [...live.residents].sort(byResidentId)) text += residentText(resident);
  for (const mapping of live.mappings.map(mappingText).sort()) text += mapping;
  return createHash("sha256").update(text).digest("hex");
}

function byResidentId(a: LiveResident, b: LiveResident): number {
  return compareText(a.residentId, b.residentId);
}

/** All that the API lists of a resident; a site-local date only where there is none in UTC. */
function residentText(live: LiveResident): string {
  const { words } = live.status;
  return (
    fieldText(live.residentId) +
    fieldText(live.email) +
    fieldText(live.firstName) +
    fieldText(live.lastName) +
    fieldText(live.phone) +
    fieldText(live.building) +
    fieldText(live.floor) +
    fieldText(live.unit) +
    fieldText(live.activationDateUTC ?? live.activationDate) +
    fieldText(live.deactivationDateUTC ?? live.deactivationDate) +
    fieldText(words.length > 1 ? [...words].sort().join(" ") : words.join(""))
  );
}

function mappingText({ building, floor, unit, ssid, vlan }: Mapping): string {
  return [building, floor, unit, ssid, vlan].map(fieldText).join("");
}

/** A field after its length, so that no two lists of fields have the same text. */
function fieldText(field: string | null): string {
  return field === null ? "-" : `${field.length}:${field}`;
}
