import type { DateRange } from "../domain/date-range.ts";
import { isEmptyRange } from "../domain/date-range.ts";
import { emailKey } from "../domain/email.ts";
import { groupBy } from "../domain/group-by.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { type Unit, unitKey } from "../domain/unit.ts";
import { addDays } from "../domain/zone.ts";
import { unitOf } from "./fields.ts";
import type { Action, SitePlan } from "./plan.ts";
import { desiredRange, liveRange, type SiteView } from "./site-view.ts";

/** One resident in one unit, on site-local dates. */
export interface Stay {
  readonly unit: Unit;
  readonly range: DateRange;
  /** False for an expired or ended account: it is the past of a unit and holds nothing. */
  readonly isHeld: boolean;
}

/** One account or wish at a site: what is declared, what is live, and what the plan does about it. */
export interface Person {
  /** The e-mail's key. */
  readonly key: string;
  /** The live spelling where there is one. */
  readonly email: string;
  readonly declared: DeclaredResident | null;
  readonly live: LiveResident | null;
  /** In the plan's order. */
  readonly actions: readonly Action[];
  /** Where the resident is as things are; null where nothing is live. */
  readonly before: Stay | null;
  /** Where the resident is once the plan is applied; null where that leaves nothing. */
  readonly after: Stay | null;
}

/** Everybody whom a site declares or lists: the declared in the order of the files, then the others as listed. */
export function peopleOf(view: SiteView, site: SitePlan): readonly Person[] {
  const actions = groupBy(site.actions, ({ email }) => emailKey(email));
  const yesterday = addDays(view.today, -1);
  return [...view.pairs].map(([key, pair]): Person => {
    const declared = pair.declared ?? null;
    const live = pair.live ?? null;
    const own = actions.get(key) ?? [];
    const before = live === null ? null : liveStay(view, live);
    const after = stayAfter(view, declared, live, own, before, yesterday);
    return { key, email: live?.email ?? declared?.email ?? key, declared, live, actions: own, before, after };
  });
}

function liveStay(view: SiteView, live: LiveResident): Stay {
  return { unit: unitOf(live), range: liveRange(view, live), isHeld: live.status.name !== "expired" };
}

function stayAfter(
  view: SiteView,
  declared: DeclaredResident | null,
  live: LiveResident | null,
  actions: readonly Action[],
  before: Stay | null,
  yesterday: string,
): Stay | null {
  const taker = takingAction(actions);
  const end = actions.find(({ kind }) => kind === "terminate" || kind === "purge");
  if (taker !== undefined && declared !== null) {
    // The end that breaks a unit cycle is followed by a reinstatement that keeps the dates, as an update does.
    const kind = end === undefined ? taker.kind : "update";
    const range = desiredRange(view, declared, live, kind);
    const { unit } = taker.action;
    const isMove = before?.isHeld === true && unitKey(before.unit) !== unitKey(unit);
    // The record keeps its first day; the unit is theirs from today.
    const isEarlier = range.from === null || range.from < view.today;
    return { unit, range: isMove && isEarlier ? { ...range, from: view.today } : range, isHeld: true };
  }
  if (end === undefined || before === null) return before;
  const range = { from: before.range.from, to: yesterday };
  return isEmptyRange(range) ? null : { unit: before.unit, range, isHeld: false };
}

/** The action after which the resident lives in a unit on dates of its own. */
export function takingAction(actions: readonly Action[]) {
  for (const action of actions) {
    const { kind } = action;
    if (kind === "create" || kind === "update" || kind === "reinstate") return { action, kind };
  }
  return undefined;
}
