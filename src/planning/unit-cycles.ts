import { compareText } from "../domain/compare-text.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { consentToken } from "./consent.ts";
import type { Draft } from "./draft.ts";
import { components, type WaitGraph } from "./graph.ts";
import { endAndReinstate } from "./make-draft.ts";
import type { SiteView } from "./site-view.ts";
import { orderUnits, type UnitOrder } from "./unit-conflicts.ts";

/** Residents who wait for each other's units, so that nobody can go first. */
export interface UnitCycle {
  /** The updates concerned, by id. */
  readonly members: readonly Draft[];
  /** The consent that breaks it; null where everybody in it is protected, suspended or to be suspended. */
  readonly consent: string | null;
  readonly isBroken: boolean;
}

/** The actions of a site with its agreed cycles broken, and their order. */
export interface OrderedUnits {
  readonly drafts: readonly Draft[];
  readonly order: UnitOrder;
  readonly cycles: readonly UnitCycle[];
}

/**
 * Orders the actions of a site by units. A cycle stays as it is, to be refused, unless its consent is given:
 * then one of its residents is terminated first, which frees the unit, and reinstated in the other unit last.
 */
export function orderWithCycles(
  view: SiteView,
  drafts: readonly Draft[],
  accepted: ReadonlySet<string>,
): OrderedUnits {
  const order = orderUnits(view, drafts);
  const cycles = describeCycles(drafts, order, accepted);
  const agreed = cycles.filter((cycle) => cycle.isBroken);
  if (agreed.length === 0) return { drafts, order, cycles };

  const breakable = new Set(agreed.flatMap((cycle) => cycle.members.map((member) => member.id)));
  let broken = drafts;
  let brokenOrder = order;
  // One resident may stand in several rings of one component: go on until none is left.
  for (;;) {
    const first = findCycles(broken, brokenOrder.waitsFor)
      .map(endedFirst)
      .find((member) => member !== undefined && breakable.has(member.id));
    if (first === undefined) break;
    broken = broken.flatMap((draft) => (draft === first ? endAndReinstate(view, first) : [draft]));
    brokenOrder = orderUnits(view, broken);
  }
  const left = describeCycles(broken, brokenOrder, new Set());
  return { drafts: broken, order: brokenOrder, cycles: [...agreed, ...left] };
}

function describeCycles(
  drafts: readonly Draft[],
  order: UnitOrder,
  accepted: ReadonlySet<string>,
): readonly UnitCycle[] {
  return findCycles(drafts, order.waitsFor).map((members) => {
    const consent = members.some(canBeEndedFirst)
      ? consentToken("unit-cycle", String(members.length), members)
      : null;
    return { members, consent, isBroken: consent !== null && accepted.has(consent) };
  });
}

/** The members of every cycle, by id. */
function findCycles(drafts: readonly Draft[], graph: WaitGraph): readonly (readonly Draft[])[] {
  const cycles = components(graph).filter((component) => component.length > 1);
  return cycles.map((component) => {
    const ids = new Set(component);
    return drafts.filter((draft) => ids.has(draft.id)).sort((a, b) => compareText(a.id, b.id));
  });
}

/** A move of somebody whose account may be ended and brought back. */
type Endable = Draft & { readonly live: LiveResident; readonly declared: DeclaredResident };

/** The one of a cycle's members to end: rather one who has completed onboarding, and gets no new invitation. */
function endedFirst(members: readonly Draft[]): Endable | undefined {
  const candidates = members.filter(canBeEndedFirst);
  return candidates.find((draft) => draft.live.onboardedAt != null) ?? candidates[0];
}

/**
 * True for a resident whose account may be ended and brought back: not protected, and neither suspended nor to be
 * suspended, because a reinstated account would not be suspended any more.
 */
function canBeEndedFirst(draft: Draft): draft is Endable {
  const { live, declared } = draft;
  return live?.status.name !== "suspended" && declared?.state === "active" && !declared.isProtected;
}
