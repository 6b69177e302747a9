import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import type { SiteDecisions } from "./decide-site.ts";
import type { Cause } from "./draft.ts";
import { unitOf } from "./fields.ts";
import { endingDraft } from "./make-draft.ts";
import type { Portfolio } from "./portfolio.ts";
import { sharedIdDeferral } from "./shared-ids.ts";
import type { SiteView } from "./site-view.ts";

/** What becomes of a live resident whom the site does not declare. */
type Fate =
  | {
      readonly type: "ends";
      readonly kind: "terminate" | "purge";
      readonly cause: Cause;
      readonly declared: DeclaredResident;
      readonly reason: string;
    }
  | { readonly type: "waits"; readonly wish: "terminate" | "purge"; readonly reason: string }
  | { readonly type: "undeclared" };

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
  const waiting = new Set(
    decisions.deferred.filter(({ wish }) => wish === "create").map(({ email }) => emailKey(email)),
  );
  for (const key of view.onlyLive) {
    const live = view.pairs.get(key)?.live;
    if (live === undefined || live.status.name === "expired") continue;
    const fate = transferFate(view, portfolio, held, key) ?? replacedFate(replaced.get(key), waiting);
    switch (fate.type) {
      case "ends":
        end(view, fate.kind, fate.cause, fate.declared, live, fate.reason, decisions);
        break;
      case "waits":
        decisions.deferred.push({ email: live.email, wish: fate.wish, reason: fate.reason });
        break;
      case "undeclared":
        listUndeclared(view, portfolio, key, live, decisions);
    }
  }
}

function transferFate(
  view: SiteView,
  portfolio: Portfolio,
  held: ReadonlySet<string>,
  key: string,
): Fate | null {
  const transfer = portfolio.transfers.get(key);
  if (transfer?.from !== view) return null;
  const to = transfer.to.declared.name;
  if (held.has(key)) {
    const reason = `the transfer to ${to} waits: that site is refused, and neither half is done alone`;
    return { type: "waits", wish: "purge", reason };
  }
  const reason = `moves to ${to} (transferFrom)`;
  return { type: "ends", kind: "purge", cause: "transfer", declared: transfer.declared, reason };
}

function replacedFate(replacement: DeclaredResident | undefined, waiting: ReadonlySet<string>): Fate {
  if (replacement === undefined) return { type: "undeclared" };
  if (waiting.has(emailKey(replacement.email))) {
    const reason = `is to be replaced by ${replacement.email}, whose new account has to wait`;
    return { type: "waits", wish: "terminate", reason };
  }
  const reason = `replaced by ${replacement.email}`;
  return { type: "ends", kind: "terminate", cause: "replaces", declared: replacement, reason };
}

function listUndeclared(
  view: SiteView,
  portfolio: Portfolio,
  key: string,
  live: LiveResident,
  decisions: SiteDecisions,
): void {
  const { residentId, email, status } = live;
  decisions.undeclared.push({ email, residentId, status: status.name, unit: unitOf(live) });
  if (view.declared.policy.undeclared !== "terminate" || portfolio.isWantedAnywhere(key)) return;
  const reason = "not declared, and the policy is terminate";
  end(view, "terminate", "undeclared", null, live, reason, decisions);
}

function end(
  view: SiteView,
  kind: "terminate" | "purge",
  cause: Cause,
  declared: DeclaredResident | null,
  live: LiveResident,
  reason: string,
  decisions: SiteDecisions,
): void {
  if (live.status.name === "unknown") decisions.untouched.push({ live, declared });
  else if (view.sharedIds.has(live.residentId)) decisions.deferred.push(sharedIdDeferral(live, kind));
  else decisions.drafts.push(endingDraft(view, kind, cause, declared, live, reason));
}
