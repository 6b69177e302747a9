import { type DateRange, rangesOverlap, sharedDays } from "../domain/date-range.ts";
import { emailKey } from "../domain/email.ts";
import { unitKey } from "../domain/unit.ts";
import type { Draft, Occupancy } from "./draft.ts";
import { liveRange, type SiteView } from "./site-view.ts";

/** An action that would put a resident into a unit somebody else holds and is not going to leave. */
export interface UnitConflict {
  readonly taker: Draft;
  /** The e-mail of the resident who holds the unit, or will. */
  readonly holder: string;
  readonly days: DateRange;
}

/** Which actions wait for which, and which can never go. */
export interface UnitOrder {
  /** For the id of an action, the ids of those that free its unit first. */
  readonly waitsFor: ReadonlyMap<string, ReadonlySet<string>>;
  readonly conflicts: readonly UnitConflict[];
}

/** One resident in a unit: before the plan, after it, and by which action they leave it. */
interface Holder {
  readonly email: string;
  readonly before: DateRange | null;
  readonly after: DateRange | null;
  readonly action: Draft | null;
}

/**
 * Finds, for every action that takes a unit, who holds that unit on the days concerned. A holder whose own
 * action frees those days goes first; one who stays is a conflict. Expired residents hold nothing (the guide:
 * «During the 31-day grace period, the resident no longer occupies the unit»).
 */
export function orderUnits(view: SiteView, drafts: readonly Draft[]): UnitOrder {
  const takers = drafts.filter(takesUnit);
  if (takers.length === 0) return { waitsFor: new Map(), conflicts: [] };
  const holders = holdersByUnit(view, drafts, takers);
  const waitsFor = new Map<string, Set<string>>();
  const conflicts: UnitConflict[] = [];
  for (const taker of takers) {
    const self = emailKey(taker.email);
    for (const holder of holders.get(unitKey(taker.after.unit)) ?? []) {
      if (emailKey(holder.email) === self) continue;
      const range = taker.after.range;
      if (holder.after !== null && rangesOverlap(range, holder.after)) {
        conflicts.push({ taker, holder: holder.email, days: sharedDays(range, holder.after) });
      } else if (holder.before !== null && holder.action !== null && rangesOverlap(range, holder.before)) {
        const first = waitsFor.get(taker.id) ?? new Set();
        waitsFor.set(taker.id, first.add(holder.action.id));
      }
    }
  }
  return { waitsFor, conflicts };
}

type Taker = Draft & { readonly after: Occupancy };

/** True for an action after which the resident holds a unit on days that they did not hold it on before. */
function takesUnit(draft: Draft): draft is Taker {
  if (draft.after === null) return false;
  switch (draft.kind) {
    case "create":
    case "reinstate":
      return true;
    case "update":
      return draft.before === null || !isWithin(draft.after, draft.before);
    default:
      return false;
  }
}

function isWithin(inner: Occupancy, outer: Occupancy): boolean {
  const { range } = inner;
  return (
    unitKey(inner.unit) === unitKey(outer.unit) &&
    (outer.range.from === null || (range.from !== null && range.from >= outer.range.from)) &&
    (outer.range.to === null || (range.to !== null && range.to <= outer.range.to))
  );
}

/** Everybody who holds, or will hold, one of the units that are taken. */
function holdersByUnit(
  view: SiteView,
  drafts: readonly Draft[],
  takers: readonly Taker[],
): ReadonlyMap<string, readonly Holder[]> {
  const wanted = new Set(takers.map((taker) => unitKey(taker.after.unit)));
  // Looked at first: a key a resident would be made for everybody at the site.
  const wantedNames = new Set(takers.map((taker) => taker.after.unit.unit));
  const holders = new Map<string, Holder[]>();
  const add = (key: string, holder: Holder): void => {
    if (!wanted.has(key)) return;
    const present = holders.get(key);
    if (present === undefined) holders.set(key, [holder]);
    else present.push(holder);
  };
  const moving = drafts.filter((draft) => draft.kind !== "suspend" && draft.kind !== "unsuspend");
  const movers = new Set(moving.map((draft) => emailKey(draft.email)));
  for (const [email, { live }] of view.pairs) {
    if (
      live === undefined ||
      !wantedNames.has(live.unit) ||
      live.status.name === "expired" ||
      movers.has(email)
    )
      continue;
    const key = unitKey(live);
    if (!wanted.has(key)) continue;
    const range = liveRange(view, live);
    add(key, { email: live.email, before: range, after: range, action: null });
  }
  for (const draft of moving) addMoving(draft, add);
  return holders;
}

function addMoving(draft: Draft, add: (key: string, holder: Holder) => void): void {
  const { before, after, email } = draft;
  const from = before === null ? null : unitKey(before.unit);
  const to = after === null ? null : unitKey(after.unit);
  if (before !== null && from !== null) {
    const stays = from === to && after !== null ? after.range : null;
    add(from, { email, before: before.range, after: stays, action: draft });
  }
  if (after !== null && to !== null && to !== from) {
    add(to, { email, before: null, after: after.range, action: draft });
  }
}
