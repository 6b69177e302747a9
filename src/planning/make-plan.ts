import type { Temporal } from "temporal-polyfill";
import { compareText } from "../domain/compare-text.ts";
import { formatUtc } from "../domain/live-date.ts";
import type { DeclaredSite, LiveSite } from "../domain/site.ts";
import { indexBase } from "./base.ts";
import { digestOfDecided } from "./digest.ts";
import { type WaitGraph, waves } from "./graph.ts";
import { type Judged, judgeAll } from "./judge.ts";
import { PLAN_FORMAT_VERSION, type Plan, type PlanSource } from "./plan.ts";
import { joinSites, type Portfolio } from "./portfolio.ts";
import { protectedEmails } from "./protected-emails.ts";
import { sitePlan } from "./site-plan.ts";
import { clockSite, viewSite } from "./site-view.ts";
import { validUntil } from "./valid-until.ts";

/** All that a plan depends on. The same input gives the same plan, byte for byte. */
export interface PlanInput {
  readonly now: Temporal.Instant;
  readonly declared: readonly DeclaredSite[];
  /** By site name. A declared site that is missing here is left out of the plan. */
  readonly live: ReadonlyMap<string, LiveSite>;
  /**
   * The names of the sites that are planned whole; null: all that are live. Of any other live site the plan holds
   * its halves of their transfers and nothing else.
   */
  readonly selected?: ReadonlySet<string> | null;
  /** The declarations at the ref of `--base`; null without one. */
  readonly base: readonly DeclaredSite[] | null;
  readonly source: PlanSource;
  readonly toolVersion: string;
}

/**
 * Computes what would change: decide, order, judge, describe. A pure function: no clock, no I/O, no chance.
 */
export function makePlan(input: PlanInput): Plan {
  const portfolio = joinPortfolio(input);
  const base = input.base === null ? null : indexBase(input.base);
  const protectedKeys = protectedEmails(input.declared, input.base);
  const judged = judgeAll({ portfolio, base, protectedKeys });
  const graph = waitGraph(judged);
  const waveOf = waves(graph);
  const sites = judged.map((site) => sitePlan(site, portfolio, graph, waveOf, base));
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    tool: { name: "residentctl", version: input.toolVersion },
    now: formatUtc(input.now.epochMilliseconds).replace("+00:00", "Z"),
    validUntil: validUntil(judged, portfolio),
    source: input.source,
    sites,
    digest: digestOfDecided(
      judged.flatMap(({ units }) =>
        units.drafts.map(({ id, decided }) => ({ id, decided, wave: waveOf.get(id) ?? 1 })),
      ),
    ),
  };
}

function joinPortfolio(input: PlanInput): Portfolio {
  const clocks = [...input.declared]
    .sort((a, b) => compareText(a.name, b.name))
    .map((declared) => clockSite(declared, input.now));
  const views = clocks.flatMap((clock) => {
    const live = input.live.get(clock.declared.name);
    return live === undefined ? [] : [viewSite(clock, live)];
  });
  return joinSites(views, clocks, input.selected ?? null);
}

/** Which action waits for which, by units, by the two sites of a transfer, and when a cycle is broken. */
function waitGraph(judged: readonly Judged[]): WaitGraph {
  const graph = new Map<string, ReadonlySet<string>>();
  for (const { units } of judged) {
    for (const [id, before] of units.order.waitsFor) graph.set(id, before);
  }
  const drafts = judged.flatMap(({ units }) => units.drafts);
  const waiting = drafts.filter((draft) => draft.waitsFor !== null);
  if (waiting.length === 0) return graph;
  const planned = new Set(drafts.map(({ id }) => id));
  for (const { id, waitsFor } of waiting) {
    if (waitsFor === null || !planned.has(waitsFor)) continue;
    graph.set(id, new Set([...(graph.get(id) ?? []), waitsFor]));
  }
  return graph;
}
