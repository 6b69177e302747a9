import { compareText } from "../domain/compare-text.ts";
import type { LiveResident, LiveSite, Mapping } from "../domain/site.ts";
import { textHash } from "./canonical-json.ts";
import type { Action } from "./plan.ts";

/**
 * What an action decides, and nothing of when or where it was decided: no file and line (reformatting is not a
 * new decision), no reasons and effects (they follow from the decision and the clock), no origin.
 */
type Decided = Pick<Action, "id" | "kind" | "email" | "residentId" | "unit" | "via" | "patch" | "send">;

/**
 * The part of an action that digests and consents are bound to, as canonical JSON (RFC 8785): written out in the order
 * of its keys, because a library that sorts them takes six times as long, and there may be very many actions.
 */
export function decidedText({ email, id, kind, patch, residentId, send, unit, via }: Decided): string {
  const isSent = (path: string) => send !== null && patch.some((operation) => operation.path === path);
  // An instant as well as the declared text: in another zone, or at another time of day, it is another decision.
  return JSON.stringify({
    activationDateUTC: isSent("/accessStart") ? send?.activationDateUTC : undefined,
    deactivationDateUTC: isSent("/accessEnd") ? send?.deactivationDateUTC : undefined,
    email,
    id,
    kind,
    patch: patch.map((operation) => ({
      op: operation.op,
      path: operation.path,
      value: "value" in operation ? operation.value : undefined,
    })),
    residentId,
    unit: { building: unit.building, floor: unit.floor, unit: unit.unit },
    via,
  });
}

/** An action by its id, and what it decides: `decidedText`. */
interface DecidedAction {
  readonly id: string;
  readonly decided: string;
}

/**
 * The digest of a plan: over the decisions of all its actions, sorted by id, with their waves. The same decision
 * has the same digest, whenever, wherever and from whatever order of files it is made.
 */
export function digestOfDecided(actions: readonly (DecidedAction & { readonly wave: number })[]): string {
  // In the order of keys, "wave" comes after all others.
  return hashOfList(actions, ({ decided, wave }) => `${decided.slice(0, -1)},"wave":${wave}}`);
}

/** The digest of a plan that was read. */
export function planDigest(sites: readonly { readonly actions: readonly Action[] }[]): string {
  const actions = sites.flatMap((site) => site.actions);
  return digestOfDecided(
    actions.map((action) => ({ id: action.id, wave: action.wave, decided: decidedText(action) })),
  );
}

/** The first 8 hex digits of a hash over exactly these actions. */
export function actionsHash(actions: readonly DecidedAction[]): string {
  return hashOfList(actions, ({ decided }) => decided).slice(0, 8);
}

/** SHA-256 (hex) of a JSON list, its items sorted by id. */
function hashOfList<A extends { readonly id: string }>(
  actions: readonly A[],
  textOf: (action: A) => string,
): string {
  const hash = textHash();
  let before = "[";
  for (const action of [...actions].sort((a, b) => compareText(a.id, b.id))) {
    hash.add(before + textOf(action));
    before = ",";
  }
  hash.add(actions.length === 0 ? "[]" : "]");
  return hash.hex();
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
  for (const resident of [...residents].sort(byIdAndText)) {
    hash.add(residentText(resident));
    if (resident.residentId === before) twice.add(before);
    before = resident.residentId;
  }
  for (const mapping of mappings.map(mappingText).sort()) hash.add(mapping);
  return { digest: hash.hex(), idsListedTwice: [...twice] };
}

/** By id, which is given once; by all the rest where it is listed twice all the same. */
export function byIdAndText(a: LiveResident, b: LiveResident): number {
  return compareText(a.residentId, b.residentId) || compareText(residentText(a), residentText(b));
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
