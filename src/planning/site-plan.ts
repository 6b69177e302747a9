import { ACTION_KINDS, type ActionKind } from "../domain/action-kind.ts";
import { compareText } from "../domain/compare-text.ts";
import { emailKey } from "../domain/email.ts";
import { JOB_SIZE } from "../domain/job-size.ts";
import { sortedByEmail } from "../domain/sorted-by-email.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Base } from "./base.ts";
import type { SiteDecisions } from "./decide-site.ts";
import { sourceOf } from "./draft.ts";
import { effectsOf } from "./effects.ts";
import type { WaitGraph } from "./graph.ts";
import type { Judged } from "./judge.ts";
import { lazy } from "./lazy.ts";
import { liveDigest } from "./live-digest.ts";
import { originOf } from "./origin.ts";
import {
  type Action,
  type Counts,
  type Deferral,
  type Refusal,
  RULES,
  type SitePlan,
  type Warning,
} from "./plan.ts";
import type { Portfolio } from "./portfolio.ts";
import type { SiteView } from "./site-view.ts";
import { warningsOf } from "./warnings.ts";

/** Writes a judged site as plain data, every list in an order that no input's order has a say in. */
export function sitePlan(
  site: Judged,
  portfolio: Portfolio,
  graph: WaitGraph,
  waveOf: ReadonlyMap<string, number>,
  base: Base | null,
): SitePlan {
  const { view, decisions, units, refusals } = site;
  const digest = lazy(() => liveDigest(view.live));
  const isWhole = portfolio.isSelected(view.declared.name);
  const actions = units.drafts
    .map((draft): Action => {
      // Both halves of a transfer are owned by the site that declares it.
      const owner = portfolio.transfers.get(emailKey(draft.email))?.to ?? view;
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
        ...(base === null ? {} : { origin: originOf(draft, owner, base) }),
        patch: draft.patch,
        send: draft.send,
        reasons: draft.reasons.map((reason) => visibleText(reason)),
        effects: effectsOf(view, portfolio, draft),
      };
    })
    .sort(byWaveKindEmail);
  return {
    name: view.declared.name,
    ...(isWhole ? {} : { scope: "transfers" as const }),
    siteId: view.declared.siteId,
    teamId: view.declared.teamId,
    // As much work as a third of all the rest, and most plans are read by people.
    get liveDigest() {
      return digest();
    },
    counts: countsOf(view, decisions, actions),
    actions: withOperatorReports(actions),
    deferred: sortedByEmail(decisions.deferred.map(visibleDeferral)),
    undeclared: sortedByEmail(decisions.undeclared),
    refusals: refusals.map(visibleRefusal).sort(byRuleAndPeople),
    warnings: (isWhole ? warningsOf(view, portfolio, site.used) : []).map(visibleWarning).sort(byMessage),
  };
}

// Sentences hold text from files and servers; whatever would hide or reorder it is made visible, once and here.

function visibleDeferral(deferral: Deferral): Deferral {
  return { ...deferral, reason: visibleText(deferral.reason) };
}

function visibleRefusal(refusal: Refusal): Refusal {
  return { ...refusal, message: visibleText(refusal.message), remedy: visibleText(refusal.remedy) };
}

function visibleWarning(warning: Warning): Warning {
  return { ...warning, message: visibleText(warning.message) };
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
  const submitted = new Map<string, number>();
  return actions.map((action) => {
    if (action.via !== "import" && action.via !== "bulkaction") return action;
    const jobs = `${action.wave} ${action.kind}`;
    const before = submitted.get(jobs) ?? 0;
    submitted.set(jobs, before + 1);
    if (before % JOB_SIZE !== 0) return action;
    return { ...action, effects: [...action.effects, { type: "operator-report" as const }] };
  });
}

function byWaveKindEmail(a: Action, b: Action): number {
  return (
    a.wave - b.wave ||
    ACTION_KINDS.indexOf(a.kind) - ACTION_KINDS.indexOf(b.kind) ||
    // Ids of one site and kind differ in the e-mail's key only.
    compareText(a.id, b.id)
  );
}

/** By rule, then by who is concerned; limits stay in the order of kinds that their rule gives them. */
function byRuleAndPeople(a: Refusal, b: Refusal): number {
  const byRule = RULES.indexOf(a.rule) - RULES.indexOf(b.rule);
  if (byRule !== 0 || a.rule === "limit-exceeded") return byRule;
  const emails = (refusal: Refusal) => emailKey(refusal.emails.join(" "));
  return compareText(emails(a), emails(b)) || byMessage(a, b);
}

function byMessage(a: { readonly message: string }, b: { readonly message: string }): number {
  return compareText(a.message, b.message);
}
