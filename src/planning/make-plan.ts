import type { Temporal } from "temporal-polyfill";
import { ACTION_KINDS, type ActionKind } from "../domain/action-kind.ts";
import { emailKey } from "../domain/email.ts";
import { formatUtc } from "../domain/live-date.ts";
import type { DeclaredSite, LiveSite } from "../domain/site.ts";
import { decideSite, type SiteDecisions } from "./decide-site.ts";
import { liveDigest, planDigest } from "./digest.ts";
import { sourceOf } from "./draft.ts";
import { effectsOf } from "./effects.ts";
import { waves } from "./graph.ts";
import { originOf } from "./origin.ts";
import {
  type Action,
  type Counts,
  PLAN_FORMAT_VERSION,
  type Plan,
  type PlanSource,
  type Refusal,
  type SitePlan,
} from "./plan.ts";
import { joinSites, type Portfolio } from "./portfolio.ts";
import { RULE_CHECKS } from "./refusals/index.ts";
import { type SiteView, viewSite } from "./site-view.ts";
import { type OrderedUnits, orderWithCycles } from "./unit-cycles.ts";
import { validUntil } from "./valid-until.ts";
import { warningsOf } from "./warnings.ts";

/** All that a plan depends on. The same input gives the same plan, byte for byte. */
export interface PlanInput {
  readonly now: Temporal.Instant;
  readonly declared: readonly DeclaredSite[];
  /** By site name. A declared site that is missing here is left out of the plan. */
  readonly live: ReadonlyMap<string, LiveSite>;
  /** The declarations at the ref of `--base`; null without one. */
  readonly base: readonly DeclaredSite[] | null;
  readonly source: PlanSource;
  readonly toolVersion: string;
}

/** One site, decided, ordered and judged. */
interface Judged {
  readonly view: SiteView;
  readonly decisions: SiteDecisions;
  readonly units: OrderedUnits;
  readonly refusals: readonly Refusal[];
  /** Tokens of `accept:` that agreed to something. */
  readonly used: ReadonlySet<string>;
}

/**
 * Computes what would change: decide, order, judge, describe. A pure function: no clock, no I/O, no chance.
 */
export function makePlan(input: PlanInput): Plan {
  const portfolio = joinSites(viewSites(input));
  const judged = judgeAll(portfolio, input.base);
  const drafts = judged.flatMap((site) => [...site.units.drafts]);
  const graph = waitGraph(judged);
  const waveOf = waves(drafts.map((draft) => draft.id).sort(), graph);
  const sites = judged.map((site) => sitePlan(site, portfolio, graph, waveOf, input.base));
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    tool: { name: "residentctl", version: input.toolVersion },
    now: formatUtc(input.now.epochMilliseconds).replace("+00:00", "Z"),
    validUntil: validUntil(portfolio.views, drafts),
    source: input.source,
    sites,
    digest: planDigest(sites),
  };
}

function viewSites(input: PlanInput): readonly SiteView[] {
  return [...input.declared]
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap((declared) => {
      const live = input.live.get(declared.name);
      return live === undefined ? [] : [viewSite(declared, live, input.now)];
    });
}

/**
 * Judges every site. Where one half of a transfer is refused, the other half is held back and its site judged
 * again without it, until nothing more has to be held.
 */
function judgeAll(portfolio: Portfolio, base: readonly DeclaredSite[] | null): readonly Judged[] {
  const protectedKeys = protectedEmails(portfolio, base);
  const bases = new Map((base ?? []).map((site) => [site.name, site]));
  const held = new Map<string, Set<string>>();
  const judge = (view: SiteView): Judged =>
    judgeSite(
      view,
      portfolio,
      held.get(view.declared.name) ?? new Set(),
      bases.get(view.declared.name) ?? null,
      protectedKeys,
    );
  const judged = new Map(portfolio.views.map((view) => [view.declared.name, judge(view)]));
  for (let stale = newlyHeld(portfolio, judged, held); stale.size > 0; ) {
    for (const view of stale) judged.set(view.declared.name, judge(view));
    stale = newlyHeld(portfolio, judged, held);
  }
  return [...judged.values()];
}

/** Adds to `held` the halves of transfers whose other half is refused; the sites concerned. */
function newlyHeld(
  portfolio: Portfolio,
  judged: ReadonlyMap<string, Judged>,
  held: Map<string, Set<string>>,
): ReadonlySet<SiteView> {
  const isRefused = (view: SiteView): boolean => (judged.get(view.declared.name)?.refusals.length ?? 0) > 0;
  const stale = new Set<SiteView>();
  for (const { key, from, to } of portfolio.transfers.values()) {
    if (isRefused(from) === isRefused(to)) continue;
    const view = isRefused(from) ? to : from;
    const keys = held.get(view.declared.name) ?? new Set();
    if (keys.has(key)) continue;
    held.set(view.declared.name, keys.add(key));
    stale.add(view);
  }
  return stale;
}

function judgeSite(
  view: SiteView,
  portfolio: Portfolio,
  held: ReadonlySet<string>,
  base: DeclaredSite | null,
  protectedKeys: ReadonlySet<string>,
): Judged {
  const accepted = new Set(view.declared.accept.map((consent) => consent.token));
  const decisions = decideSite(view, portfolio, held);
  const units = orderWithCycles(view, decisions.drafts, accepted);
  const found = RULE_CHECKS.flatMap((check) => check({ view, decisions, units, base, protectedKeys }));
  const isAccepted = (refusal: Refusal): boolean => refusal.consent !== null && accepted.has(refusal.consent);
  const used = new Set(found.filter(isAccepted).flatMap((refusal) => refusal.consent ?? []));
  for (const cycle of units.cycles) if (cycle.isBroken && cycle.consent !== null) used.add(cycle.consent);
  return { view, decisions, units, refusals: found.filter((refusal) => !isAccepted(refusal)), used };
}

function protectedEmails(portfolio: Portfolio, base: readonly DeclaredSite[] | null): ReadonlySet<string> {
  const keys = new Set<string>();
  const declared = new Set<string>();
  for (const view of portfolio.views) {
    for (const [key, resident] of view.declaredByEmail) {
      declared.add(key);
      if (resident.isProtected) keys.add(key);
    }
  }
  // What the base protected stays protected where its entry is gone: dropping an entry lifts no protection.
  for (const resident of (base ?? []).flatMap((site) => site.residents)) {
    const key = emailKey(resident.email);
    if (resident.isProtected && !declared.has(key)) keys.add(key);
  }
  return keys;
}

function waitGraph(judged: readonly Judged[]): ReadonlyMap<string, ReadonlySet<string>> {
  const planned = new Set(judged.flatMap((site) => site.units.drafts.map((draft) => draft.id)));
  const graph = new Map<string, ReadonlySet<string>>();
  for (const { units } of judged) {
    for (const [id, before] of units.order.waitsFor) graph.set(id, before);
    for (const draft of units.drafts) {
      if (draft.waitsFor === null || !planned.has(draft.waitsFor)) continue;
      graph.set(draft.id, new Set([...(graph.get(draft.id) ?? []), draft.waitsFor]));
    }
  }
  return graph;
}

function sitePlan(
  site: Judged,
  portfolio: Portfolio,
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  waveOf: ReadonlyMap<string, number>,
  base: readonly DeclaredSite[] | null,
): SitePlan {
  const { view, decisions, units, refusals } = site;
  const actions = units.drafts
    .map((draft): Action => {
      const origin = originOf(draft, view, base);
      return {
        id: draft.id,
        kind: draft.kind,
        email: draft.email,
        residentId: draft.live?.residentId ?? null,
        unit: draft.unit,
        source: sourceOf(draft.declared),
        wave: waveOf.get(draft.id) ?? 1,
        after: [...(graph.get(draft.id) ?? [])].sort(),
        via: draft.via,
        ...(origin === null ? {} : { origin }),
        patch: draft.patch,
        send: draft.send,
        reasons: draft.reasons,
        effects: effectsOf(view, portfolio, draft),
      };
    })
    .sort(byWaveKindEmail);
  return {
    name: view.declared.name,
    siteId: view.declared.siteId,
    teamId: view.declared.teamId,
    liveDigest: liveDigest(view.live),
    counts: countsOf(view, decisions, actions),
    actions: withOperatorReports(actions),
    deferred: [...decisions.deferred].sort(byEmail),
    undeclared: [...decisions.undeclared].sort(byEmail),
    refusals,
    warnings: warningsOf(view, site.used),
  };
}

function countsOf(view: SiteView, decisions: SiteDecisions, actions: readonly Action[]): Counts {
  const perKind = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, 0])) as Record<ActionKind, number>;
  for (const action of actions) perKind[action.kind] += 1;
  return {
    live: view.live.residents.length,
    declared: view.declared.residents.length,
    unchanged: decisions.unchanged,
    ...perKind,
  };
}

/** One report a job (api.md: «Job submissions also email the operator account a report»): on its first action. */
function withOperatorReports(actions: readonly Action[]): readonly Action[] {
  const jobs = new Set<string>();
  return actions.map((action) => {
    if (action.via !== "import" && action.via !== "bulkaction") return action;
    const job = `${action.wave} ${action.kind}`;
    if (jobs.has(job)) return action;
    jobs.add(job);
    return { ...action, effects: [...action.effects, { type: "operator-report" as const }] };
  });
}

function byWaveKindEmail(a: Action, b: Action): number {
  return (
    a.wave - b.wave ||
    ACTION_KINDS.indexOf(a.kind) - ACTION_KINDS.indexOf(b.kind) ||
    compareText(emailKey(a.email), emailKey(b.email))
  );
}

function byEmail(a: { readonly email: string }, b: { readonly email: string }): number {
  return compareText(emailKey(a.email), emailKey(b.email));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
