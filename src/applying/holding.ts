import type { Plan } from "../planning/plan.ts";

/**
 * The actions that may not run, whatever happens, and why: those of refused sites; those of sites that the caller
 * holds back (`heldSites`: name to reason); what waits for any of them; and, so that nobody is left without an
 * account, the other half of a transfer whose create is held.
 */
export function heldActions(plan: Plan, heldSites: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  const siteOf = new Map<string, string>();
  for (const site of plan.sites) {
    const reason =
      site.refusals.length > 0
        ? `the site is refused (${[...new Set(site.refusals.map((refusal) => refusal.rule))].join(", ")})`
        : heldSites.get(site.name);
    for (const action of site.actions) {
      siteOf.set(action.id, site.name);
      if (reason !== undefined) held.set(action.id, reason);
    }
  }
  const actions = plan.sites.flatMap((site) => site.actions);
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const action of actions) {
      for (const id of action.after) {
        if (held.has(id) && !held.has(action.id))
          held.set(action.id, "waits for an action that is held back");
        const isTransfer = siteOf.has(id) && siteOf.get(id) !== siteOf.get(action.id);
        if (isTransfer && held.has(action.id) && !held.has(id)) {
          held.set(id, "one half of a transfer, whose other half is held back");
        }
      }
    }
  }
  return held;
}
