import type { Problem } from "../declarations/problem.ts";
import type { ActionSource } from "../planning/plan.ts";
import type { ShownPlan } from "./shown-plan.ts";

/**
 * Problems with their files named from the root of the repository, as GitHub wants them. `folder` is that of the
 * declarations, with a slash at its end; empty for the root itself.
 */
export function problemsFromRoot(problems: readonly Problem[], folder: string): readonly Problem[] {
  const moved = <T extends { readonly file: string }>(place: T): T => ({
    ...place,
    file: `${folder}${place.file}`,
  });
  return problems.map((problem) => ({
    ...problem,
    position: moved(problem.position),
    ...(problem.related === undefined ? {} : { related: problem.related.map(moved) }),
  }));
}

/** The same for a plan that is only shown: what it was declared by is named from the root. */
export function planFromRoot(plan: ShownPlan, folder: string): ShownPlan {
  const moved = (source: ActionSource): ActionSource => ({ ...source, file: `${folder}${source.file}` });
  const movedOrNull = <T extends { readonly source: ActionSource | null }>(item: T): T => ({
    ...item,
    source: item.source === null ? null : moved(item.source),
  });
  return {
    ...plan,
    sites: plan.sites.map((site) => ({
      ...site,
      actions: site.actions.map(movedOrNull),
      warnings: site.warnings.map(movedOrNull),
      refusals: site.refusals.map((refusal) => ({ ...refusal, sources: refusal.sources.map(moved) })),
    })),
  };
}
