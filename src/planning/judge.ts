import type { Base } from "./base.ts";
import { decideSite, type SiteDecisions } from "./decide-site.ts";
import type { Refusal } from "./plan.ts";
import type { Portfolio } from "./portfolio.ts";
import { RULE_CHECKS } from "./refusals/index.ts";
import type { SiteView } from "./site-view.ts";
import { type OrderedUnits, orderWithCycles } from "./unit-cycles.ts";

/** One site, decided, ordered and judged. */
export interface Judged {
  readonly view: SiteView;
  readonly decisions: SiteDecisions;
  readonly units: OrderedUnits;
  readonly refusals: readonly Refusal[];
  /** Tokens of `accept:` that agreed to something. */
  readonly used: ReadonlySet<string>;
}

/** What does not change while sites are judged and judged again. */
export interface Court {
  readonly portfolio: Portfolio;
  readonly base: Base | null;
  readonly protectedKeys: ReadonlySet<string>;
}

/**
 * Judges every site. Where one half of a transfer is refused, the other half is held back and its site judged
 * again without it, until nothing more has to be held.
 */
export function judgeAll(court: Court): readonly Judged[] {
  const held = new Map<string, Set<string>>();
  const judge = (view: SiteView) => judgeSite(view, court, held.get(view.declared.name) ?? new Set());
  const judged = new Map(court.portfolio.views.map((view) => [view.declared.name, judge(view)]));
  for (let stale = newlyHeld(court.portfolio, judged, held); stale.size > 0; ) {
    for (const view of stale) judged.set(view.declared.name, judge(view));
    stale = newlyHeld(court.portfolio, judged, held);
  }
  return [...judged.values()];
}

/** Adds to `held` the halves of transfers whose other half is refused; the sites concerned. */
function newlyHeld(
  portfolio: Portfolio,
  judged: ReadonlyMap<string, Judged>,
  held: Map<string, Set<string>>,
): ReadonlySet<SiteView> {
  const refused = new Set(
    [...judged.values()].filter((site) => site.refusals.length > 0).map((site) => site.view),
  );
  const stale = new Set<SiteView>();
  for (const { key, from, to } of portfolio.transfers.values()) {
    if (refused.has(from) === refused.has(to)) continue;
    const view = refused.has(from) ? to : from;
    const keys = held.get(view.declared.name) ?? new Set();
    if (keys.has(key)) continue;
    held.set(view.declared.name, keys.add(key));
    stale.add(view);
  }
  return stale;
}

function judgeSite(view: SiteView, court: Court, held: ReadonlySet<string>): Judged {
  const { portfolio, protectedKeys } = court;
  const accepted = new Set(view.declared.accept.map((consent) => consent.token));
  const base = court.base?.siteOf(view.declared) ?? null;
  const decisions = decideSite(view, portfolio, held);
  const units = orderWithCycles(view, decisions.drafts, accepted);
  const context = { view, portfolio, decisions, units, base, protectedKeys };
  const found = RULE_CHECKS.flatMap((check) => check(context));
  const isAccepted = (refusal: Refusal): boolean => refusal.consent !== null && accepted.has(refusal.consent);
  // A consent that broke a cycle is not among the refusals any more.
  const asked = new Set([...found, ...units.cycles].map((reason) => reason.consent));
  const used = new Set([...accepted].filter((token) => asked.has(token)));
  return { view, decisions, units, refusals: found.filter((refusal) => !isAccepted(refusal)), used };
}
