import { emailKey } from "../../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../../domain/site.ts";
import { unitKey } from "../../domain/unit.ts";
import { baseEmailEdits } from "../base-edits.ts";
import type { Draft } from "../draft.ts";
import { digits, type EmailEdit, fold } from "../identity.ts";
import type { Refusal } from "../plan.ts";
import { entrySources, type RuleContext } from "./rule.ts";

/**
 * A declaration that would, in effect, give a person another e-mail (the guide: «You cannot change the Email
 * field once set»). Seen in three ways: a pinned id whose live account has another e-mail; a create that looks
 * like a resident who is ending or not declared; an entry whose e-mail was edited since the base. One entry is
 * named once for each account it seems to rename, whatever gave it away.
 */
export function emailChange(context: RuleContext): readonly Refusal[] {
  const found = new Map<string, Refusal>();
  for (const edit of [...pinnedElsewhere(context), ...lookAlikes(context), ...baseEmailEdits(context)]) {
    const { declared, old, why } = edit;
    if (declared.replaces !== undefined && emailKey(declared.replaces) === emailKey(old)) continue;
    const key = JSON.stringify([emailKey(declared.email), emailKey(old)]);
    if (!found.has(key)) found.set(key, refusal(declared, old, why));
  }
  return [...found.values()];
}

function refusal(declared: DeclaredResident, old: string, why: string): Refusal {
  return {
    rule: "email-change",
    message: `${declared.email} would take the place of ${old}: ${why}. An e-mail cannot be changed`,
    emails: [old, declared.email].sort(),
    sources: entrySources([declared]),
    remedy:
      `Put ${old} back; or, if ${declared.email} is to have a new account, declare \`replaces: ${old}\` on the entry: ` +
      "the old account is ended, and the new one invited.",
    consent: null,
  };
}

function pinnedElsewhere(context: RuleContext): readonly EmailEdit[] {
  const pinned = context.view.declared.residents.filter((declared) => declared.id !== undefined);
  if (pinned.length === 0) return [];
  const byId = new Map(context.view.live.residents.map((live) => [live.residentId, live]));
  return pinned.flatMap((declared) => {
    const live = byId.get(declared.id ?? "");
    if (live === undefined || emailKey(live.email) === emailKey(declared.email)) return [];
    return [{ declared, old: live.email, why: "its id is that account's" }];
  });
}

function lookAlikes(context: RuleContext): readonly EmailEdit[] {
  const creates = context.units.drafts.filter((draft) => draft.kind === "create");
  if (creates.length === 0) return [];
  const leaving = leavingByUnit(context);
  return creates.flatMap((create) => {
    const { declared } = create;
    if (declared === null) return [];
    return (leaving.get(unitKey(create.unit)) ?? []).flatMap((live) => {
      const shared = sharedIdentity(declared, live);
      if (shared === null) return [];
      return [{ declared, old: live.email, why: `same unit and ${shared}` }];
    });
  });
}

/** The live residents whose account ends, or whom nobody declares, by unit. */
function leavingByUnit(context: RuleContext): ReadonlyMap<string, readonly LiveResident[]> {
  const { view, units, decisions } = context;
  const leaving = new Map<string, LiveResident>();
  for (const { email } of decisions.undeclared) {
    const live = view.liveByEmail.get(emailKey(email));
    if (live !== undefined) leaving.set(emailKey(email), live);
  }
  for (const draft of units.drafts) {
    if (isLeaving(draft) && draft.live !== null) leaving.set(emailKey(draft.email), draft.live);
  }
  const byUnit = new Map<string, LiveResident[]>();
  for (const live of leaving.values()) {
    const key = unitKey(live);
    const present = byUnit.get(key);
    if (present === undefined) byUnit.set(key, [live]);
    else present.push(live);
  }
  return byUnit;
}

function isLeaving(draft: Draft): boolean {
  return (draft.kind === "terminate" || draft.kind === "purge") && draft.cause !== "cycle";
}

/** What an entry and an account have in common besides the unit; null where nothing. */
function sharedIdentity(declared: DeclaredResident, live: LiveResident): "name" | "phone" | null {
  if (fold(declared.firstName, declared.lastName) === fold(live.firstName, live.lastName)) return "name";
  const phone = digits(declared.phone);
  return phone !== "" && phone === digits(live.phone) ? "phone" : null;
}
