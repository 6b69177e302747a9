import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { formatStatus, saysSuspended } from "../domain/status.ts";
import { type Decision, decideAbsent, decideLive, type LiveKind } from "./decide.ts";
import { decideUndeclared } from "./decide-undeclared.ts";
import { type Desired, desiredAt } from "./desired.ts";
import { actionId, type Draft } from "./draft.ts";
import { removalDate } from "./expiry.ts";
import { differingFields, type FieldName } from "./fields.ts";
import { createDraft, endingDraft, reinstateDraft, suspensionDraft, updateDraft } from "./make-draft.ts";
import type { Deferral, UndeclaredResident } from "./plan.ts";
import type { Account, Portfolio, Transfer } from "./portfolio.ts";
import { sharedIdDeferral } from "./shared-ids.ts";
import { type SiteView, startInstant } from "./site-view.ts";

/** A resident who needs an action and whose status word is not known. */
export interface Untouched {
  readonly live: LiveResident;
  readonly declared: DeclaredResident | null;
}

/** A create whose account exists at another site, without a `transferFrom` that names it. */
export interface Elsewhere {
  readonly declared: DeclaredResident;
  readonly account: Account;
}

/** What is decided for one site before anything is ordered or refused. */
export interface SiteDecisions {
  readonly drafts: Draft[];
  readonly deferred: Deferral[];
  readonly undeclared: UndeclaredResident[];
  readonly untouched: Untouched[];
  readonly elsewhere: Elsewhere[];
  /** Declared residents who need nothing and wait for nothing. */
  unchanged: number;
}

/**
 * Walks the declared residents of a site, then those nobody declared. `held` has the e-mail keys of transfers
 * that may not happen because the other site is refused: neither half of them is planned.
 */
export function decideSite(view: SiteView, portfolio: Portfolio, held: ReadonlySet<string>): SiteDecisions {
  const decisions: SiteDecisions = {
    drafts: [],
    deferred: [],
    undeclared: [],
    untouched: [],
    elsewhere: [],
    unchanged: 0,
  };
  const replaced = replacedBy(view);
  for (const { declared, live } of view.pairs.values()) {
    if (declared === undefined) continue;
    const touched = decisionSize(decisions);
    if (live === undefined) decideNew(view, portfolio, held, declared, decisions);
    else decideExisting(view, declared, live, replaced, decisions);
    if (decisionSize(decisions) === touched) decisions.unchanged += 1;
  }
  decideUndeclared(view, portfolio, held, replaced, decisions);
  return portfolio.isSelected(view.declared.name) ? decisions : onlyTransfers(view, portfolio, decisions);
}

/** Of a site that is there for a selected one's transfers only: its halves of those. */
function onlyTransfers(view: SiteView, portfolio: Portfolio, decisions: SiteDecisions): SiteDecisions {
  const isOurs = ({ email }: { readonly email: string }): boolean => {
    const transfer = portfolio.transfers.get(emailKey(email));
    if (transfer === undefined || (transfer.from !== view && transfer.to !== view)) return false;
    const other = transfer.from === view ? transfer.to : transfer.from;
    return portfolio.isSelected(other.declared.name);
  };
  return {
    drafts: decisions.drafts.filter(isOurs),
    deferred: decisions.deferred.filter(isOurs),
    undeclared: [],
    untouched: decisions.untouched.filter(({ live }) => isOurs(live)),
    elsewhere: [],
    unchanged: 0,
  };
}

function decisionSize(decisions: SiteDecisions): number {
  return decisions.drafts.length + decisions.deferred.length + decisions.untouched.length;
}

/** The entries that replace another account, by that account's e-mail key; only those that are wanted now. */
function replacedBy(view: SiteView): ReadonlyMap<string, DeclaredResident> {
  const replaced = new Map<string, DeclaredResident>();
  for (const declared of view.declared.residents) {
    if (declared.replaces === undefined || desiredAt(view, declared).state !== "active") continue;
    const key = emailKey(declared.replaces);
    const other = replaced.get(key);
    const isFirst = other === undefined || emailKey(declared.email) < emailKey(other.email);
    if (isFirst) replaced.set(key, declared);
  }
  return replaced;
}

function decideNew(
  view: SiteView,
  portfolio: Portfolio,
  held: ReadonlySet<string>,
  declared: DeclaredResident,
  decisions: SiteDecisions,
): void {
  const decision = decideAbsent(desiredAt(view, declared).state);
  if (decision === "defer") {
    decisions.deferred.push({
      email: declared.email,
      wish: "suspend",
      reason: "has no account yet, and only a current resident can be suspended: declare it active first",
    });
  }
  if (decision !== "create") return;
  const key = emailKey(declared.email);
  const transfer = portfolio.transfers.get(key);
  if (transfer !== undefined) {
    decideTransfer(view, transfer, held, decisions);
    return;
  }
  const account = portfolio.accountOf(key);
  const { transferFrom } = declared;
  if (account === undefined && transferFrom !== undefined && !portfolio.isPlanned(transferFrom)) {
    decisions.deferred.push({
      email: declared.email,
      wish: "create",
      reason: `may have an account at ${transferFrom} (transferFrom), which is not part of this plan: plan both sites together`,
    });
    return;
  }
  decisions.drafts.push(createDraft(view, declared, account?.live.email ?? declared.email));
  if (account !== undefined) decisions.elsewhere.push({ declared, account });
}

/** The create half of a transfer. The account's own spelling of the e-mail is what goes to the new site. */
function decideTransfer(
  view: SiteView,
  { key, declared, from, live }: Transfer,
  held: ReadonlySet<string>,
  decisions: SiteDecisions,
): void {
  const site = from.declared.name;
  const defer = (reason: string) => decisions.deferred.push({ email: live.email, wish: "create", reason });
  if (live.status.name === "expired") {
    const removal = removalDate(from, live);
    defer(
      `is expired at ${site} and can neither be purged nor added elsewhere: the server removes the account ${removal}`,
    );
  } else if (live.status.name === "unknown") {
    decisions.untouched.push({ live, declared });
  } else if (from.sharedIds.has(live.residentId)) {
    defer(`the transfer from ${site} waits: ${sharedIdDeferral(live, "purge").reason}`);
  } else if (held.has(key)) {
    defer(`the transfer from ${site} waits: that site is refused, and neither half is done alone`);
  } else {
    decisions.drafts.push({
      ...createDraft(view, declared, live.email),
      waitsFor: actionId("purge", site, key),
      reasons: [`moves here from ${site}: the account there is purged, the Wi-Fi password changes`],
    });
  }
}

function decideExisting(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
  replaced: ReadonlyMap<string, DeclaredResident>,
  decisions: SiteDecisions,
): void {
  const desired = desiredAt(view, declared);
  const isEnded = desired.state === "terminated" || desired.state === "purged";
  const fields = isEnded ? [] : differingFields(view, declared, live);
  const decision = startsLater(view, declared, live, desired, fields)
    ? LATER
    : decideLive(desired.state, live.status.name, fields.length > 0);
  const [kind] = "kinds" in decision ? decision.kinds : [];
  if (kind !== undefined && view.sharedIds.has(live.residentId)) {
    decisions.deferred.push(sharedIdDeferral(live, kind));
    return;
  }
  switch (decision.type) {
    case "nothing":
      return;
    case "untouched":
      decideUntouched(
        declared,
        live,
        isEnded || fields.length > 0 || (desired.state === "suspended") !== saysSuspended(live.status),
        decisions,
      );
      return;
    case "deferred":
      decisions.deferred.push({
        email: live.email,
        wish: decision.wish,
        reason:
          decision === LATER
            ? "its access is moved to a later start, which makes it scheduled, and only a current resident can be suspended: possible once access has started and onboarding is complete"
            : deferralReason(view, live, decision.wish),
      });
      break;
    case "actions":
      break;
  }
  for (const kind of decision.kinds) {
    decisions.drafts.push(liveDraft(view, kind, declared, live, fields, desired, replaced));
  }
}

/** A suspension that cannot last: the new start comes first. */
const LATER: Decision = { type: "deferred", wish: "suspend", kinds: ["update"] };

/** True where a suspended resident's declaration moves the start of a current one to a moment still to come. */
function startsLater(
  view: SiteView,
  declared: DeclaredResident,
  live: LiveResident,
  desired: Desired,
  fields: readonly FieldName[],
): boolean {
  const { name } = live.status;
  return (
    desired.state === "suspended" &&
    (name === "current" || name === "suspended") &&
    declared.accessStart !== undefined &&
    fields.includes("accessStart") &&
    startInstant(view, declared.accessStart) > view.now
  );
}

function decideUntouched(
  declared: DeclaredResident,
  live: LiveResident,
  needsAction: boolean,
  decisions: SiteDecisions,
): void {
  if (needsAction) decisions.untouched.push({ live, declared });
  decisions.deferred.push({
    email: live.email,
    wish: declared.state === "active" ? "compare" : declared.state,
    reason: `its status (${formatStatus(live.status)}) has a word that is not known: it is not touched`,
  });
}

/** Why a wish has to wait, and what has to happen first. */
function deferralReason(view: SiteView, live: LiveResident, wish: "suspend" | "purge"): string {
  switch (live.status.name) {
    case "scheduled":
      return "is scheduled, and only a current resident can be suspended: possible once access has started and onboarding is complete";
    case "pending":
      return "is pending, and only a current resident can be suspended: possible once onboarding is complete";
    default:
      return wish === "purge"
        ? `is expired, which cannot be purged: the server removes the account ${removalDate(view, live)}`
        : `is expired, and only a current resident can be suspended: declare it active first, or leave it: the server removes the account ${removalDate(view, live)}`;
  }
}

function liveDraft(
  view: SiteView,
  kind: LiveKind,
  declared: DeclaredResident,
  live: LiveResident,
  fields: readonly FieldName[],
  desired: Desired,
  replaced: ReadonlyMap<string, DeclaredResident>,
): Draft {
  switch (kind) {
    case "update":
      return updateDraft(view, declared, live, fields);
    case "reinstate":
      return reinstateDraft(view, declared, live, fields);
    case "suspend":
    case "unsuspend":
      return suspensionDraft(view, kind, declared, live);
    case "terminate": {
      const isReplaced = replaced.has(emailKey(live.email));
      const reason = desired.hasEnded ? "accessEnd has passed" : "declared terminated";
      return endingDraft(view, kind, isReplaced ? "replaces" : "declared", declared, live, reason);
    }
    case "purge":
      return endingDraft(view, kind, "declared", declared, live, "declared purged");
  }
}
