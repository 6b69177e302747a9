import type { Plan, SitePlan } from "../planning/plan.ts";

/**
 * Sites that have to run wave by wave together, because an action of one waits for an action of another (a
 * transfer: purged there, then created here). A site that is linked to none is a group of its own.
 */
export function siteGroups(plan: Plan): readonly (readonly SitePlan[])[] {
  const siteOf = new Map<string, SitePlan>();
  for (const site of plan.sites) for (const action of site.actions) siteOf.set(action.id, site);
  const groupOf = new Map<SitePlan, Set<SitePlan>>();
  for (const site of plan.sites) groupOf.set(site, new Set([site]));
  for (const site of plan.sites) {
    for (const id of site.actions.flatMap((action) => action.after)) {
      const before = siteOf.get(id);
      if (before !== undefined && before !== site) join(groupOf, site, before);
    }
  }
  return [...new Set(groupOf.values())].map((group) => plan.sites.filter((site) => group.has(site)));
}

function join(groupOf: Map<SitePlan, Set<SitePlan>>, a: SitePlan, b: SitePlan): void {
  const joined = new Set([...(groupOf.get(a) ?? []), ...(groupOf.get(b) ?? [])]);
  for (const site of joined) groupOf.set(site, joined);
}
