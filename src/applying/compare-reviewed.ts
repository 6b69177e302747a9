import { isDeepStrictEqual } from "node:util";
import { emailKey } from "../domain/email.ts";
import { ExpectedError } from "../domain/exit.ts";
import type { Action, Plan, Refusal, SitePlan } from "../planning/plan.ts";

/** An action that would be done now and was not reviewed so. */
export interface StaleDifference {
  /** The site's name. */
  readonly site: string;
  readonly email: string;
  /** What was reviewed for this resident instead; null for nothing. */
  readonly reviewed: Action | null;
  readonly now: Action;
}

/** A reviewed action that is not due any more although it is not so: the wish has to wait now. */
export interface Withdrawn {
  readonly action: Action;
  readonly reason: string;
}

/** A reviewed plan beside a fresh one. */
export interface ReviewedComparison {
  readonly stale: readonly StaleDifference[];
  /** Reviewed actions that are not needed any more. */
  readonly alreadySo: readonly Action[];
  readonly withdrawn: readonly Withdrawn[];
  /** The fresh plan; sites with a stale difference are refused by `stale-plan`. */
  readonly plan: Plan;
}

/**
 * Compares a reviewed plan with one made just now. The fresh one may hold less and never more: each of its
 * actions must have been reviewed with the same kind, patch and values to send. Changes to residents that neither
 * plan touches do not matter. Rejects (`ExpectedError`, exit code 3) a plan of sites that are not among the fresh.
 */
export function compareWithReviewed(reviewed: Plan, fresh: Plan): ReviewedComparison {
  requireSameSites(reviewed, fresh);
  const stale: StaleDifference[] = [];
  const alreadySo: Action[] = [];
  const withdrawn: Withdrawn[] = [];
  const sites = fresh.sites.map((site) => {
    const before = reviewed.sites.find((candidate) => candidate.siteId === site.siteId)?.actions ?? [];
    const differences = differencesOf(site, before);
    stale.push(...differences);
    const replaced = new Set(differences.map((difference) => difference.reviewed));
    const due = new Set(site.actions.map((action) => action.id));
    for (const action of before) {
      if (due.has(action.id) || replaced.has(action)) continue;
      const deferral = site.deferred.find(
        (candidate) => candidate.wish === action.kind && sameEmail(candidate, action),
      );
      if (deferral === undefined) alreadySo.push(action);
      else withdrawn.push({ action, reason: deferral.reason });
    }
    return differences.length === 0
      ? site
      : { ...site, refusals: [...site.refusals, staleRefusal(differences)] };
  });
  return { stale, alreadySo, withdrawn, plan: { ...fresh, sites } };
}

/**
 * The plan to run for `apply --expect DIGEST`: the fresh one, and where its digest is another one, every site
 * refused by `stale-plan`.
 */
export function requireDigest(expected: string, fresh: Plan): Plan {
  if (expected.toLowerCase() === fresh.digest) return fresh;
  const message =
    `the plan's digest is ${fresh.digest.slice(0, 12)}…, and ${expected.slice(0, 12)}… was reviewed: ` +
    "it is another plan";
  const sites = fresh.sites.map((site) => ({
    ...site,
    refusals: [...site.refusals, refusal(message, site.actions)],
  }));
  return { ...fresh, sites };
}

/**
 * A stale difference in words, without values: what was reviewed, and what it would be now.
 * `reviewed: update (unit); now: update (unit, phone)`.
 */
export function staleInWords(difference: StaleDifference): string {
  const { reviewed, now } = difference;
  if (reviewed === null) return `reviewed: nothing; now: ${inWords(now)}`;
  const [before, after] = [inWords(reviewed), inWords(now)];
  return before === after
    ? `reviewed: ${before}; now: ${after}, from or to other values`
    : `reviewed: ${before}; now: ${after}`;
}

function inWords(action: Action): string {
  if (action.kind !== "update" && action.kind !== "reinstate") return action.kind;
  const fields = action.patch.flatMap((operation) =>
    operation.op === "test" || operation.path === "/state" ? [] : [operation.path.slice(1)],
  );
  return fields.length === 0 ? action.kind : `${action.kind} (${fields.join(", ")})`;
}

function requireSameSites(reviewed: Plan, fresh: Plan): void {
  const foreign = reviewed.sites.filter(
    (site) =>
      !fresh.sites.some((candidate) => candidate.siteId === site.siteId && candidate.teamId === site.teamId),
  );
  if (foreign.length === 0) return;
  const names = foreign.map((site) => `${site.name} (siteId ${site.siteId}, teamId ${site.teamId})`);
  throw new ExpectedError(
    3,
    `stale-plan: the reviewed plan is for sites that are not among the declared ones: ${names.join(", ")}.`,
    "Plan again with these declarations, and have that plan reviewed.",
  );
}

function differencesOf(site: SitePlan, before: readonly Action[]): readonly StaleDifference[] {
  const byId = new Map(before.map((action) => [action.id, action]));
  const due = new Set(site.actions.map((action) => action.id));
  return site.actions.flatMap((now): StaleDifference[] => {
    const same = byId.get(now.id);
    if (same !== undefined && isSameDecision(same, now)) return [];
    // Where the same action was not reviewed: another one for the same resident, that is not due any more.
    const other = before.find((action) => !due.has(action.id) && sameEmail(action, now));
    return [{ site: site.name, email: now.email, reviewed: same ?? other ?? null, now }];
  });
}

function isSameDecision(a: Action, b: Action): boolean {
  return isDeepStrictEqual(decisionOf(a), decisionOf(b));
}

/** What a reviewer has agreed to: not when, where or why it was decided. */
function decisionOf(action: Action): Partial<Action> {
  const { id, kind, email, residentId, unit, via, patch, send } = action;
  return { id, kind, email, residentId, unit, via, patch, send };
}

function sameEmail(a: { readonly email: string }, b: { readonly email: string }): boolean {
  return emailKey(a.email) === emailKey(b.email);
}

function staleRefusal(differences: readonly StaleDifference[]): Refusal {
  const count = differences.length;
  return refusal(
    `${count} ${count === 1 ? "action is" : "actions are"} not what was reviewed`,
    differences.map((difference) => difference.now),
  );
}

function refusal(message: string, actions: readonly Action[]): Refusal {
  return {
    rule: "stale-plan",
    message,
    emails: actions.map((action) => action.email).sort(),
    sources: actions.flatMap((action) => action.source ?? []),
    remedy: "Plan again, and have the new plan reviewed.",
    consent: null,
  };
}
