import type { Plan, SitePlan } from "../planning/plan.ts";

/**
 * Sites that have to run wave by wave together, because an action of one waits for an action of another (a
 * transfer: purged there, then created here). A site that is linked to none is a group of its own.
 */
export function siteGroups(plan: Plan): readonly (readonly SitePlan[])[] {
  const siteOf = new Map<string, SitePlan>();
  for (const site of plan.sites) for (const action of site.actions) siteOf.set(action.id, site);
  let groups: readonly (readonly SitePlan[])[] = plan.sites.map((site) => [site]);
  for (const site of plan.sites) {
    for (const id of site.actions.flatMap((action) => action.after)) {
      const before = siteOf.get(id);
      if (before !== undefined && before !== site) groups = joined(groups, site, before);
    }
  }
  return groups;
}

function joined(
  groups: readonly (readonly SitePlan[])[],
  a: SitePlan,
  b: SitePlan,
): readonly (readonly SitePlan[])[] {
  const touched = groups.filter((group) => group.includes(a) || group.includes(b));
  if (touched.length === 1) return groups;
  return [...groups.filter((group) => !touched.includes(group)), touched.flat()];
}
