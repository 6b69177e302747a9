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

/** The same of a list, whose canonical JSON is that of its items one after the other. */
export function sha256OfList(items: readonly unknown[]): string {
  const hash = textHash();
  let before = "[";
  for (const item of items) {
    hash.add(before + canonical(item));
    before = ",";
  }
  hash.add(items.length === 0 ? "[]" : "]");
  return hash.hex();
}

/**
 * SHA-256 of a text that comes in very many small parts: never one giant string, and no step of the hash for each
 * part, which would cost more than the hash.
 */
function textHash() {
  const hash = createHash("sha256");
  let text = "";
  return {
    add(part: string): void {
      text += part;
      if (text.length < CHUNK) return;
      hash.update(text);
      text = "";
    },
    hex: () => hash.update(text).digest("hex"),
  };
}

/** Characters that are hashed at once: as many as stay near the processor, from their joining to their hashing. */
const CHUNK = 8 * 1024;

function canonical(value: unknown): string {
  return canonicalize(value) ?? "";
}

/**
 * The digest of a plan: over the decisions of all its actions, sorted by id, with their waves. The same decision
 * has the same digest, whenever, wherever and from whatever order of files it is made.
 */
export function planDigest(sites: readonly { readonly actions: readonly Action[] }[]): string {
  const decided = sites.flatMap((site) =>
    site.actions.map((action) => ({ wave: action.wave, ...decidedPart(action) })),
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

/** What is worked out of a site's live side by itself. */
export interface LiveFingerprint {
  /** SHA-256 (hex) of the residents and mappings, whatever order the API lists them in. */
  readonly digest: string;
  /** The ids that are listed more than once, in order. */
  readonly idsListedTwice: readonly string[];
}

const fingerprints = new WeakMap<LiveSite, LiveFingerprint>();

/**
 * The fingerprint of a site's live side, made once for each object: a third of what a plan takes, and all of it may be
 * done beforehand, site by site.
 */
export function liveFingerprint(live: LiveSite): LiveFingerprint {
  const known = fingerprints.get(live);
  if (known !== undefined) return known;
  const made = makeFingerprint(live);
  fingerprints.set(live, made);
  return made;
}

function makeFingerprint({ residents, mappings }: LiveSite): LiveFingerprint {
  const hash = textHash();
  hash.add(`${residents.length} `);
  const twice = new Set<string>();
  let before: string | null = null;
  for (const resident of [...residents].sort((a, b) => compareText(a.residentId, b.residentId))) {
    hash.add(residentText(resident));
    if (resident.residentId === before) twice.add(before);
    before = resident.residentId;
  }
  for (const mapping of mappings.map(mappingText).sort()) hash.add(mapping);
  return { digest: hash.hex(), idsListedTwice: [...twice] };
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
    fieldText(words.length === 1 ? (words[0] ?? "") : [...words].sort().join(" "))
  );
}

function mappingText({ building, floor, unit, ssid, vlan }: Mapping): string {
  return fieldText(building) + fieldText(floor) + fieldText(unit) + fieldText(ssid) + fieldText(vlan);
}

/** The lengths of nearly all fields as they are written: made once, and not for every field of very many residents. */
const LENGTHS = Array.from({ length: 256 }, (_, length) => `${length}:`);

/** A field after its length, so that no two lists of fields have the same text. */
function fieldText(field: string | null): string {
  return field === null ? "-" : (LENGTHS[field.length] ?? `${field.length}:`) + field;
}
