import type { SiteAddress } from "../elevenos/api.ts";
import { ApiError } from "../elevenos/api-error.ts";
import type { ApplyContext } from "./context.ts";
import type { CallOutcome } from "./send-calls.ts";

/**
 * Reads live state again after `onboard`, the one call that shows there: who is not scheduled any more was onboarded,
 * whatever became of the answer; who still is, was not. Sites that cannot be read leave the outcomes as they are.
 */
export async function verifyOnboard(
  outcomes: readonly CallOutcome[],
  context: ApplyContext,
): Promise<readonly CallOutcome[]> {
  const sent = outcomes.filter(({ ending }) => ending === "done" || ending === "unknown");
  const sites = new Map<string, SiteAddress>(sent.map(({ target }) => [target.site.siteId, target.site]));
  const statuses = new Map<string, string>();
  for (const site of sites.values()) {
    try {
      const residents = await context.api.listResidents(site, context.aborting);
      for (const { residentId, status } of residents) statuses.set(residentId, status.name);
    } catch (error) {
      if (!context.aborting.aborted && !(error instanceof ApiError)) throw error;
    }
  }
  return outcomes.map((outcome) => (sent.includes(outcome) ? verified(outcome, statuses) : outcome));
}

function verified(outcome: CallOutcome, statuses: ReadonlyMap<string, string>): CallOutcome {
  const status = statuses.get(outcome.target.residentId);
  if (status === "scheduled") {
    const message =
      outcome.message === null
        ? "the server reported success, but the resident is still scheduled"
        : `${outcome.message}; so far the resident is still scheduled`;
    return { ...outcome, ending: outcome.ending === "done" ? "failed" : "unknown", message };
  }
  const isSeen = status === "pending" || status === "current";
  if (outcome.ending === "done" || !isSeen) return outcome;
  return { ...outcome, ending: "done", message: `${outcome.message}; live state shows it` };
}
