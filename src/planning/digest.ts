import { compareText } from "../domain/compare-text.ts";
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
