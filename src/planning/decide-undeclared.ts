import type { DeclaredResident } from "../domain/site.ts";
import type { SiteDecisions } from "./decide-site.ts";
import { endingDraft, unitOf } from "./make-draft.ts";
import type { Portfolio } from "./portfolio.ts";
import type { SiteView } from "./site-view.ts";

/**
 * Decides for the live residents that a site does not declare. Expired ones are past: the server removes them.
 * One that another site declares is never ended here by policy: it is on its way there.
 */
export function decideUndeclared(
  view: SiteView,
  portfolio: Portfolio,
  held: ReadonlySet<string>,
  replaced: ReadonlyMap<string, DeclaredResident>,
  decisions: SiteDecisions,
): void {
  for (const [key, live] of view.liveByEmail) {
    if (view.declaredByEmail.has(key) || live.status.name === "expired") continue;
    const isUnknown = live.status.name === "unknown";
    const transfer = portfolio.transfers.get(key);
    if (transfer !== undefined && transfer.from === view && !held.has(key)) {
      const reason = `moves to ${transfer.to.declared.name} (transferFrom)`;
      if (isUnknown) decisions.untouched.push({ live, declared: transfer.declared });
      else decisions.drafts.push(endingDraft(view, "purge", "transfer", transfer.declared, live, reason));
      continue;
    }
    const replacement = replaced.get(key);
    if (replacement !== undefined) {
      if (isUnknown) decisions.untouched.push({ live, declared: replacement });
      else
        decisions.drafts.push(
          endingDraft(view, "terminate", "replaces", replacement, live, `replaced by ${replacement.email}`),
        );
      continue;
    }
    decisions.undeclared.push({
      email: live.email,
      residentId: live.residentId,
      status: live.status.name,
      unit: unitOf(live),
    });
    if (view.declared.policy.undeclared !== "terminate" || portfolio.homes.has(key)) continue;
    if (isUnknown) decisions.untouched.push({ live, declared: null });
    else
      decisions.drafts.push(
        endingDraft(view, "terminate", "undeclared", null, live, "not declared, and the policy is terminate"),
      );
  }
}
