import { type ExitCode, ExpectedError, gravest } from "../domain/exit.ts";
import type { Timing } from "../domain/timing.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { ElevenOS } from "../elevenos/api.ts";
import { ApiError } from "../elevenos/api-error.ts";
import type { Plan } from "../planning/plan.ts";
import type { ActionOutcome, ApplyProblem, ApplyReport, SiteSummary } from "./apply-report.ts";
import type { ApplyRun } from "./apply-run.ts";
import { type Attempt, type Ending, serverWords } from "./attempt.ts";
import type { ApplyEvent } from "./events.ts";
import { heldActions } from "./holding.ts";
import { beginJournal } from "./journal.ts";
import type { JournalFiles } from "./journal-files.ts";
import { judge } from "./judge.ts";
import { createPace } from "./pace.ts";
import { runSites } from "./run-sites.ts";
import type { ApplySettings } from "./settings.ts";

/** The journal of an apply: its directory's lock is held by the caller, and nothing is left open in it. */
export interface JournalPlace {
  readonly directory: string;
  readonly files: JournalFiles;
  /** Of the server; without credentials. */
  readonly baseUrl: string;
}

/** What an apply needs. */
export interface ApplyRequest {
  /** Just made from live state, and agreed to. */
  readonly plan: Plan;
  /** Sites for which nothing may be written, besides the refused ones, because `finishOpen` left a step of theirs `unreadable`: name to reason. */
  readonly heldSites: ReadonlyMap<string, string>;
  readonly api: ElevenOS;
  readonly timing: Timing;
  readonly settings: ApplySettings;
  readonly journal: JournalPlace;
  /** First interrupt: finish the running steps, begin no other. */
  readonly stopping: AbortSignal;
  /** Second interrupt: stop at once. */
  readonly aborting: AbortSignal;
  /** Reads live state of the same sites again and plans from the same declarations. */
  readonly replan: () => Promise<Plan>;
  readonly onEvent: (event: ApplyEvent) => void;
}

/**
 * Makes live state match a plan, and reports how each action ended. What the server does is in the report;
 * it rejects only where nothing sensible can be said (a journal that cannot be written, a bug).
 */
export async function applyPlan(request: ApplyRequest): Promise<ApplyReport> {
  const { plan, timing, journal: place } = request;

  // 1. What may not run, whatever happens.
  const attempts = new Map<string, Attempt>();
  for (const [id, message] of heldActions(plan, request.heldSites)) {
    attempts.set(id, { is: "not-attempted", message });
  }
  const total = plan.sites.reduce((sum, site) => sum + site.actions.length, 0);
  if (attempts.size === total) return reportOf(request, { attempts, after: plan, journalFile: null });

  // 2. Write ahead, then run.
  const head = { toolVersion: plan.tool.version, planDigest: plan.digest, baseUrl: place.baseUrl };
  const journal = await beginJournal(place.directory, head, place.files, timing);
  const run: ApplyRun = {
    plan,
    context: {
      api: request.api,
      timing,
      settings: request.settings,
      aborting: request.aborting,
      emit: request.onEvent,
    },
    journal,
    pace: createPace(request.settings.requests, timing),
    stopping: request.stopping,
    attempts,
    jobs: new Map(),
    problems: [],
    failure: null,
  };
  try {
    await runSites(run);
  } catch (error) {
    await journal.abandon();
    throw error;
  }

  // 3. Nothing is left open, unless the server may still be at something.
  const journalFile = await journal.end();

  // 4. The last re-read decides.
  const after = request.aborting.aborted ? null : await planAgain(request, run.problems);
  return reportOf(request, { ...run, jobs: [...run.jobs.values()], after, journalFile });
}

async function planAgain(request: ApplyRequest, problems: ApplyProblem[]): Promise<Plan | null> {
  const { onEvent, aborting } = request;
  onEvent({ type: "verification-started" });
  let after: Plan | null = null;
  try {
    after = await request.replan();
  } catch (error) {
    const isExpected = error instanceof ApiError || error instanceof ExpectedError;
    if (!isExpected && !aborting.aborted) throw error;
    const detail = isExpected ? serverWords(error.message) : null;
    problems.push({ site: null, message: "live state could not be read again at the end", detail });
  }
  const remaining = after === null ? null : countActions(after);
  onEvent({ type: "verification-finished", remaining });
  return after;
}

interface Ran extends Partial<Pick<ApplyReport, "jobs" | "problems">> {
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly after: Plan | null;
  readonly journalFile: string | null;
}

function reportOf(request: ApplyRequest, ran: Ran): ApplyReport {
  const { plan } = request;
  const { after } = ran;
  const outcomes = judge(plan, ran.attempts, after);
  const sitesAfter = new Map(after?.sites.map((site) => [site.siteId, site]));
  // The outcomes stand in the order of the plan, each site's together.
  let next = 0;
  const sites = plan.sites.map((site): SiteSummary => {
    const siteAfter = sitesAfter.get(site.siteId);
    const mine = outcomes.slice(next, next + site.actions.length);
    next += mine.length;
    return {
      name: site.name,
      siteId: site.siteId,
      endings: countEndings(mine),
      refusedBy: [...new Set(site.refusals.map((refusal) => refusal.rule))],
      isVerified: siteAfter !== undefined,
      remaining: siteAfter?.actions.length ?? null,
    };
  });
  const problems = [...unreadSites(plan), ...(ran.problems ?? []), ...newActions(plan, after)];
  const isInterrupted = request.stopping.aborted || request.aborting.aborted;
  return {
    outcomes,
    sites,
    jobs: ran.jobs ?? [],
    problems,
    remaining: after,
    journalFile: ran.journalFile,
    isInterrupted,
    exitCode: exitCodeOf(plan, outcomes, sites, isInterrupted),
  };
}

/** Sites that were asked for and are not in the plan: nothing was done there, and nothing is known of them. */
function unreadSites(plan: Plan): readonly ApplyProblem[] {
  return (plan.unread ?? []).map(({ name, reason }) => ({
    site: null,
    message: `${visibleText(name)} could not be read, and nothing was done there`,
    detail: reason,
  }));
}

function countEndings(outcomes: readonly ActionOutcome[]): SiteSummary["endings"] {
  const counts: Record<Ending, number> = {
    applied: 0,
    already: 0,
    failed: 0,
    "not-attempted": 0,
    unknown: 0,
  };
  for (const { ending } of outcomes) counts[ending] += 1;
  return counts;
}

/** Actions of the new plan that the old one did not hold: somebody else has written, or time has passed. */
function newActions(plan: Plan, after: Plan | null): ApplyProblem[] {
  const known = new Set(plan.sites.flatMap((site) => site.actions.map((action) => action.id)));
  return (after?.sites ?? []).flatMap((site) => {
    const added = site.actions.filter((action) => !known.has(action.id)).length;
    if (added === 0) return [];
    const message = `a new plan holds ${added} more ${added === 1 ? "action" : "actions"}: something else has changed since`;
    return [{ site: site.name, message, detail: null }];
  });
}

function countActions(plan: Plan): number {
  return plan.sites.reduce((sum, site) => sum + site.actions.length, 0);
}

/** 0 only where every site was read, everything is so and a new plan is empty but for what is deferred. */
function exitCodeOf(
  { unread }: Plan,
  outcomes: readonly ActionOutcome[],
  sites: readonly SiteSummary[],
  isInterrupted: boolean,
): ExitCode {
  const refused = new Set(sites.filter((site) => site.refusedBy.length > 0).map((site) => site.name));
  const isComplete =
    (unread ?? []).length === 0 &&
    outcomes.every(({ ending, site }) => refused.has(site) || ending === "applied" || ending === "already") &&
    sites.every((site) => refused.has(site.name) || site.remaining === 0);
  return gravest([isInterrupted ? 130 : 0, refused.size > 0 ? 3 : 0, isComplete ? 0 : 1]);
}
