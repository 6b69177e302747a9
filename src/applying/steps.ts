import { groupBy } from "../domain/group-by.ts";
import { JOB_SIZE } from "../domain/job-size.ts";
import type { SiteAddress } from "../elevenos/api.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import { REQUEST_STEP_SIZE } from "./settings.ts";

/** The site that a step is for. */
export interface StepSite extends SiteAddress {
  readonly name: string;
}

/** What a step does, and by which call. `terminate-purge` only ever comes from an action of kind `purge`. */
export type StepWork =
  | {
      readonly kind: "bulkaction";
      readonly action: "terminate" | "terminate-purge" | "suspend" | "unsuspend";
    }
  | { readonly kind: "delete"; readonly action: "terminate" | "purge" }
  | { readonly kind: "put"; readonly action: "update" }
  | { readonly kind: "import"; readonly action: "create" };

/** The unit of work, of the journal and of an interrupt: one job, or one batch of single requests. */
export interface Step {
  /** `<site>/<wave>/<action>/<batch>`: unique in an apply. */
  readonly id: string;
  readonly site: StepSite;
  /** From 1. */
  readonly wave: number;
  readonly work: StepWork;
  /** Never empty. */
  readonly actions: readonly Action[];
}

/** A step that is one job. */
export type JobStep = Step & {
  readonly work: Extract<StepWork, { readonly kind: "bulkaction" | "import" }>;
};

/**
 * The order within a wave: what ends access, and so frees units, first; what is not to have access next; changes;
 * new accounts last. Jobs before single requests, because they end many at once.
 */
const ORDER: readonly StepWork[] = [
  { kind: "bulkaction", action: "terminate" },
  { kind: "bulkaction", action: "terminate-purge" },
  { kind: "delete", action: "terminate" },
  { kind: "delete", action: "purge" },
  { kind: "bulkaction", action: "suspend" },
  { kind: "bulkaction", action: "unsuspend" },
  { kind: "put", action: "update" },
  { kind: "import", action: "create" },
];

/** The steps of a site, in the order in which they run. A refused site has none. */
export function stepsOf(site: SitePlan): readonly Step[] {
  if (site.refusals.length > 0) return [];
  return [...groupBy(site.actions, ({ wave }) => wave)]
    .sort(([a], [b]) => a - b)
    .flatMap(([wave, actions]) => ORDER.flatMap((work) => stepsFor(site, wave, work, actions)));
}

function stepsFor(site: SitePlan, wave: number, work: StepWork, actions: readonly Action[]): Step[] {
  const mine = actions.filter((action) => {
    const wanted = workFor(action);
    return wanted.kind === work.kind && wanted.action === work.action;
  });
  const size = work.kind === "bulkaction" || work.kind === "import" ? JOB_SIZE : REQUEST_STEP_SIZE;
  const steps: Step[] = [];
  for (let start = 0; start < mine.length; start += size) {
    steps.push({
      id: `${site.name}/${wave}/${work.kind}-${work.action}/${steps.length + 1}`,
      site: { name: site.name, siteId: site.siteId, teamId: site.teamId },
      wave,
      work,
      actions: mine.slice(start, start + size),
    });
  }
  return steps;
}

/** The work that an action is part of. */
function workFor(action: Action): StepWork {
  const isSingle = action.via === "delete";
  switch (action.kind) {
    case "create":
      return { kind: "import", action: "create" };
    case "update":
    case "reinstate":
      return { kind: "put", action: "update" };
    case "suspend":
    case "unsuspend":
      return { kind: "bulkaction", action: action.kind };
    case "terminate":
      return isSingle ? { kind: "delete", action: "terminate" } : { kind: "bulkaction", action: "terminate" };
    case "purge":
      return isSingle
        ? { kind: "delete", action: "purge" }
        : { kind: "bulkaction", action: "terminate-purge" };
  }
}

/** The ResidentId that an action needs. A plan without one is a bug: the planner knows every live resident's. */
export function residentIdOf(action: Action): string {
  if (action.residentId === null) throw new Error(`${action.kind}: the plan names no ResidentId`);
  return action.residentId;
}
