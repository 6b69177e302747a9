import { formatUtc } from "../domain/live-date.ts";
import type { Draft } from "./draft.ts";
import { removalInstant } from "./expiry.ts";
import { isWanted } from "./portfolio.ts";
import { endInstant, liveEnd, type SiteView, startInstant } from "./site-view.ts";

/**
 * The first instant after `now` (RFC 3339) at which time alone would change a decision or when an invitation
 * goes out; null where there is none:
 * a declared end passes; a declared start of a create or a change of dates passes; a live access ends on the
 * server's side; an expired account that is declared is removed.
 */
export function validUntil(views: readonly SiteView[], drafts: readonly Draft[]): string | null {
  let first = Number.POSITIVE_INFINITY;
  const now = views[0]?.now ?? 0;
  const consider = (instant: number | null): void => {
    if (instant !== null && instant > now && instant < first) first = instant;
  };
  for (const view of views) considerSite(view, consider);
  const byName = new Map(views.map((view) => [view.declared.name, view]));
  for (const draft of drafts) {
    const view = byName.get(draft.site);
    const start = draft.send === null ? undefined : draft.declared?.accessStart;
    if (view !== undefined && start !== undefined) consider(startInstant(view, start));
  }
  return Number.isFinite(first) ? formatUtc(first).replace("+00:00", "Z") : null;
}

function considerSite(view: SiteView, consider: (instant: number | null) => void): void {
  const endsUndeclared = view.declared.policy.undeclared === "terminate";
  for (const declared of view.declared.residents) {
    if (declared.accessEnd != null && isWanted(view, declared)) {
      consider(endInstant(view, declared.accessEnd));
    }
  }
  for (const [key, live] of view.liveByEmail) {
    const declared = view.declaredByEmail.get(key);
    if (live.status.name === "expired") {
      if (declared !== undefined && declared.state !== "terminated") consider(removalInstant(view, live));
    } else if (declared !== undefined || endsUndeclared) {
      consider(liveEnd(view, live));
    }
  }
}
