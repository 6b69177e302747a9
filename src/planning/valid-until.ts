import { formatUtc } from "../domain/live-date.ts";
import { addDays } from "../domain/zone.ts";
import { isLiving } from "./desired.ts";
import type { Draft } from "./draft.ts";
import { removalInstant } from "./expiry.ts";
import type { Portfolio } from "./portfolio.ts";
import { endInstant, endText, liveEnd, type SiteView, startInstant } from "./site-view.ts";
import type { OrderedUnits } from "./unit-cycles.ts";

type Consider = (instant: number | null) => void;

/** A site, and its actions in order. */
interface OrderedSite {
  readonly view: SiteView;
  readonly units: OrderedUnits;
}

/**
 * The first instant after `now` (RFC 3339) at which time alone would change a decision or when an invitation
 * goes out; null where there is none: a declared end passes; a declared start of what is sent passes; a live access
 * ends on the server's side; an expired account that is declared, or transferred, is removed; the day changes for
 * a create that starts at once in a unit somebody holds.
 */
export function validUntil(sites: readonly OrderedSite[], portfolio: Portfolio): string | null {
  let first = Number.POSITIVE_INFINITY;
  for (const { view, units } of sites) {
    const consider: Consider = (instant) => {
      if (instant !== null && instant > view.now && instant < first) first = instant;
    };
    considerPeople(view, consider);
    for (const draft of units.drafts) considerStart(view, units, draft, consider);
  }
  for (const { from, live } of portfolio.transfers.values()) {
    const removal = live.status.name === "expired" ? removalInstant(from, live) : null;
    if (removal !== null && removal > from.now && removal < first) first = removal;
  }
  return Number.isFinite(first) ? formatUtc(first).replace("+00:00", "Z") : null;
}

function considerPeople(view: SiteView, consider: Consider): void {
  const endsUndeclared = view.declared.policy.undeclared !== "report";
  for (const { declared, live } of view.pairs.values()) {
    const end = declared !== undefined && isLiving(declared.state) ? declared.accessEnd : null;
    if (end != null) consider(endInstant(view, end));
    if (live === undefined) continue;
    if (live.status.name === "expired") {
      if (declared !== undefined && declared.state !== "terminated") consider(removalInstant(view, live));
    } else if (declared !== undefined || endsUndeclared) {
      // What was sent mostly comes back to the letter: that end has been looked at.
      const isSent = end != null && live.deactivationDateUTC === endText(view, end);
      if (!isSent) consider(liveEnd(view, live));
    }
  }
}

function considerStart(view: SiteView, units: OrderedUnits, draft: Draft, consider: Consider): void {
  if (draft.send === null) return;
  const start = draft.declared?.accessStart;
  if (start !== undefined) {
    consider(startInstant(view, start));
    return;
  }
  const { waitsFor, conflicts } = units.order;
  if (draft.kind !== "create") return;
  if (waitsFor.has(draft.id) || conflicts.some(({ taker }) => taker === draft)) {
    const tomorrow = { form: "date", text: addDays(view.today, 1) } as const;
    consider(view.zone.instantOf(tomorrow, "00:00"));
  }
}
