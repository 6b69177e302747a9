import pLimit from "p-limit";
import { formatUnit } from "../domain/unit.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import { type ApplyRun, mayGoOn } from "./apply-run.ts";
import { hasSucceeded } from "./attempt.ts";
import { runStep } from "./run-step.ts";
import { siteGroups } from "./site-groups.ts";
import { type Step, stepsOf } from "./steps.ts";

/**
 * Runs all steps of a plan: sites side by side, each site's waves one after the other, linked sites wave by wave
 * together. Actions that have an attempt already (held back) are left out. What a site's server does never stops
 * another site; a failure that is nobody's server's stops all of them after their running steps, and is thrown.
 */
export async function runSites(run: ApplyRun): Promise<void> {
  const limit = pLimit(run.context.settings.sites);
  const actions = new Map(
    run.plan.sites.flatMap((site) => site.actions.map((action) => [action.id, action])),
  );
  await Promise.all(
    siteGroups(run.plan).map((sites) =>
      // A site of its own keeps its place to the end: one site finished is better than two begun.
      sites.length === 1
        ? limit(() => runWaves(sites, run, actions, (one) => one()))
        : runWaves(sites, run, actions, limit),
    ),
  );
  if (run.failure !== null) throw run.failure.error;
}

async function runWaves(
  sites: readonly SitePlan[],
  run: ApplyRun,
  actions: ReadonlyMap<string, Action>,
  inTurn: (one: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { emit } = run.context;
  const plans = sites
    .map((site) => ({ site, steps: stepsOf(site).flatMap((step) => withoutHeld(step, run)) }))
    .filter(({ steps }) => steps.length > 0);
  for (const { site, steps } of plans) {
    const count = steps.reduce((sum, step) => sum + step.actions.length, 0);
    emit({ type: "site-started", site: site.name, actions: count });
  }
  const waves = new Set(plans.flatMap(({ steps }) => steps.map((step) => step.wave)));
  for (const wave of [...waves].sort((a, b) => a - b)) {
    await Promise.all(
      plans.map(({ site, steps }) => {
        const mine = steps.filter((step) => step.wave === wave);
        if (mine.length === 0) return undefined;
        return inTurn(async () => {
          emit({ type: "wave-started", site: site.name, wave });
          for (const step of mine) await runWhatCan(step, run, actions);
        });
      }),
    );
  }
  for (const { site } of plans) emit({ type: "site-finished", site: site.name });
}

function withoutHeld(step: Step, run: ApplyRun): readonly Step[] {
  const actions = step.actions.filter((action) => !run.attempts.has(action.id));
  return actions.length === 0 ? [] : [{ ...step, actions }];
}

/** Runs a step without those of its actions that wait for something that did not succeed. */
async function runWhatCan(step: Step, run: ApplyRun, actions: ReadonlyMap<string, Action>): Promise<void> {
  const ready: Action[] = [];
  for (const action of step.actions) {
    const message = mayGoOn(run) ? blockedBy(action, run, actions) : "interrupted before its step began";
    if (message === null) ready.push(action);
    else run.attempts.set(action.id, { is: "not-attempted", message });
  }
  if (ready.length === 0) return;
  try {
    await runStep({ ...step, actions: ready }, run);
  } catch (error) {
    run.failure ??= { error };
  }
}

/** What an action waits for in vain, in words; null where it may go. */
function blockedBy(action: Action, run: ApplyRun, actions: ReadonlyMap<string, Action>): string | null {
  for (const id of action.after) {
    const before = actions.get(id);
    if (before === undefined || hasSucceeded(run.attempts.get(id))) continue;
    const end = run.attempts.get(id)?.is ?? "not-attempted";
    return `waits for the ${before.kind} of the resident of ${formatUnit(before.unit)}, which ended as ${end}`;
  }
  return null;
}
