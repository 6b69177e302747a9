import { emailKey } from "../domain/email.ts";
import type { Mapping } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { addDays, daysBetween } from "../domain/zone.ts";
import type { Draft } from "./draft.ts";
import { GRACE_DAYS } from "./expiry.ts";
import type { Effect } from "./plan.ts";
import type { Portfolio } from "./portfolio.ts";
import { liveEnd, liveStart, type SiteView, startInstant } from "./site-view.ts";

/** What an action causes beyond the record, in a fixed order. */
export function effectsOf(view: SiteView, portfolio: Portfolio, draft: Draft): readonly Effect[] {
  switch (draft.kind) {
    case "create":
    case "update":
    case "reinstate":
      return [...invitation(view, draft), ...rejoin(view, portfolio, draft), ...gap(view, portfolio, draft)];
    case "terminate":
      return draft.cause === "cycle" ? [] : [{ type: "undo-until", date: addDays(view.today, GRACE_DAYS) }];
    case "purge":
      return [{ type: "irreversible" }];
    case "suspend":
    case "unsuspend":
      return [];
  }
}

/**
 * The invitation: at once where access has started, else on the activation date (api.md, "What the server does").
 * A resident who has completed onboarding gets none.
 */
function invitation(view: SiteView, draft: Draft): readonly Effect[] {
  const start = startAfter(view, draft);
  const isFuture = start !== null && start > view.now;
  const when = isFuture ? view.zone.localDate(start) : "now";
  return isInvited(draft, isFuture) ? [{ type: "invitation", when }] : [];
}

function isInvited({ kind, live, fields }: Draft, startsLater: boolean): boolean {
  if (kind === "create") return true;
  if (kind === "reinstate") return live?.onboardedAt == null;
  if (!fields.includes("accessStart")) return false;
  // A pending resident was invited already, unless the start moves to a day that is still to come.
  const status = live?.status.name;
  return status === "scheduled" || (status === "pending" && startsLater);
}

/** When access starts after the action (epoch milliseconds); null: at apply. */
function startAfter(view: SiteView, draft: Draft): number | null {
  const declared = draft.declared?.accessStart;
  if (declared !== undefined) return startInstant(view, declared);
  return draft.live === null ? null : liveStart(view, draft.live);
}

/** Another network name or VLAN in the new unit, or a new account at another site: devices must join again. */
function rejoin(view: SiteView, portfolio: Portfolio, draft: Draft): readonly Effect[] {
  const transfer = draft.waitsFor === null ? undefined : portfolio.transfers.get(emailKey(draft.email));
  const oldView = transfer?.from ?? view;
  const live = transfer?.live ?? draft.live;
  if (live === null) return [];
  const from = oldView.mappingOf(live);
  const to = view.mappingOf(draft.unit);
  if (from === undefined || to === undefined) return [];
  const isSame = from.ssid === to.ssid && from.vlan === to.vlan;
  if (transfer === undefined && isSame) return [];
  return [{ type: "wifi-rejoin", from: networkName(from), to: networkName(to) }];
}

function networkName(mapping: Mapping): string {
  const ssid = visibleText(mapping.ssid ?? "no SSID", 64);
  return mapping.vlan === null ? ssid : `${ssid} (VLAN ${visibleText(mapping.vlan, 16)})`;
}

/**
 * The days without access: a resident who has access today, by this account or by the one that it replaces or
 * that is purged for it, and whose access starts again on a later day.
 */
function gap(view: SiteView, portfolio: Portfolio, draft: Draft): readonly Effect[] {
  const start = startAfter(view, draft);
  if (start === null || start <= view.now) return [];
  if (!hasAccessNow(view, portfolio, draft)) return [];
  const firstDay = view.zone.localDate(start);
  const days = daysBetween(view.today, firstDay);
  if (days <= 0) return [];
  return [{ type: "access-gap", from: view.today, to: addDays(firstDay, -1), days }];
}

/** True where the resident has access at `now`: by the account at hand, or by the one that gives way to it. */
function hasAccessNow(view: SiteView, portfolio: Portfolio, draft: Draft): boolean {
  const transfer = draft.waitsFor === null ? undefined : portfolio.transfers.get(emailKey(draft.email));
  const replaces = draft.declared?.replaces;
  const replaced = replaces === undefined ? undefined : view.pairs.get(emailKey(replaces))?.live;
  const account = transfer?.live ?? draft.live ?? replaced;
  if (account === undefined) return false;
  const end = liveEnd(transfer?.from ?? view, account);
  const isLive = account.status.name === "current" || account.status.name === "pending";
  return isLive && (end === null || end > view.now);
}
