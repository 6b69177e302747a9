import type { Operation } from "fast-json-patch";
import type { Action, Refusal, SitePlan } from "../planning/plan.ts";
import { createTextRedactor, type Pseudonym, type TextRedactor } from "./pseudonym.ts";
import { redactOutlook, redactUnread } from "./redact-outlook.ts";
import type { ShownPlan } from "./shown-plan.ts";

/** What stands where a value was. */
export const REDACTED = "(redacted)";

/**
 * A plan without personal data: e-mails are pseudonyms wherever they stand, patches keep the names of the fields
 * and no value, bodies and resident ids are gone. Sites, units, dates of effects and digests stay. Pure, but for
 * what `pseudonym` does.
 */
export function redactPlan(plan: ShownPlan, pseudonym: Pseudonym): ShownPlan {
  const redactText = createTextRedactor(emailsOf(plan), pseudonym);
  const { rehearsal, outlook } = plan;
  return {
    ...plan,
    // The reason holds the server's words.
    ...(plan.unread === undefined ? {} : { unread: plan.unread.map(redactUnread) }),
    sites: plan.sites.map((site) => redactSite(site, pseudonym, redactText)),
    ...(rehearsal === undefined
      ? {}
      : { rehearsal: { ...rehearsal, remaining: rehearsal.remaining.map(redactText) } }),
    ...(outlook === undefined ? {} : { outlook: redactOutlook(outlook, pseudonym) }),
    redacted: true,
  };
}

function emailsOf(plan: ShownPlan): Set<string> {
  const emails = new Set<string>();
  for (const site of plan.sites) {
    for (const { email } of [...site.actions, ...site.deferred, ...site.undeclared]) emails.add(email);
    for (const { emails: refused } of site.refusals) for (const email of refused) emails.add(email);
  }
  return emails;
}

function redactSite(site: SitePlan, pseudonym: Pseudonym, redactText: TextRedactor): SitePlan {
  return {
    ...site,
    actions: site.actions.map((action) => redactAction(action, pseudonym, redactText)),
    deferred: site.deferred.map((deferral) => ({
      email: pseudonym(deferral.email),
      wish: redactText(deferral.wish),
      reason: redactText(deferral.reason),
    })),
    undeclared: site.undeclared.map((resident) => ({
      ...resident,
      email: pseudonym(resident.email),
      residentId: REDACTED,
    })),
    refusals: site.refusals.map((refusal) => redactRefusal(refusal, pseudonym, redactText)),
    warnings: site.warnings.map((warning) => ({ ...warning, message: redactText(warning.message) })),
  };
}

/** An action without personal data. */
export function redactAction(action: Action, pseudonym: Pseudonym, redactText: TextRedactor): Action {
  return {
    ...action,
    id: redactText(action.id),
    email: pseudonym(action.email),
    residentId: null,
    after: action.after.map(redactText),
    patch: action.patch.map(redactOperation),
    send: null,
    reasons: action.reasons.map(redactText),
  };
}

function redactOperation(operation: Operation): Operation {
  switch (operation.op) {
    case "add":
    case "replace":
    case "test":
      return { op: operation.op, path: operation.path, value: REDACTED };
    default:
      return { op: "remove", path: operation.path };
  }
}

function redactRefusal(refusal: Refusal, pseudonym: Pseudonym, redactText: TextRedactor): Refusal {
  return {
    ...refusal,
    message: redactText(refusal.message),
    emails: refusal.emails.map(pseudonym),
    remedy: redactText(refusal.remedy),
  };
}
