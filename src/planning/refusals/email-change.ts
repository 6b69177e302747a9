import { isEnding } from "../../domain/action-kind.ts";
import { emailKey } from "../../domain/email.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { DeclaredResident, LiveResident } from "../../domain/site.ts";
import { unitKey } from "../../domain/unit.ts";
import { baseEmailEdits } from "../base-edits.ts";
import { type EmailEdit, fold, phoneKey } from "../identity.ts";
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

/** Pinned ids whose account has another e-mail, at this site or any other. */
function pinnedElsewhere({ view, portfolio }: RuleContext): readonly EmailEdit[] {
  const pinned = view.declared.residents.filter((declared) => declared.id !== undefined);
  return pinned.flatMap((declared) => {
    const own = view.pairs.get(emailKey(declared.email))?.live;
    if (declared.id === undefined || own?.residentId === declared.id) return [];
    const live = portfolio.accountOfId(declared.id)?.live;
    if (live === undefined || emailKey(live.email) === emailKey(declared.email)) return [];
    return [{ declared, old: live.email, why: "its id is that account's" }];
  });
}

function lookAlikes(context: RuleContext): readonly EmailEdit[] {
  const { drafts } = context.decisions;
  const created = drafts.flatMap(({ kind, declared, unit }) =>
    kind === "create" && declared !== null ? [{ declared, unit }] : [],
  );
  if (created.length === 0) return [];
  const leaving = leavingByUnit(context);
  return created.flatMap(({ declared, unit }) =>
    (leaving.get(unitKey(unit)) ?? []).flatMap((live) => {
      const shared = sharedIdentity(declared, live);
      return shared === null ? [] : [{ declared, old: live.email, why: `same unit and ${shared}` }];
    }),
  );
}

/** The live residents whose account ends, or whom nobody declares, by unit. */
function leavingByUnit({ view, decisions }: RuleContext): ReadonlyMap<string, readonly LiveResident[]> {
  const undeclared = decisions.undeclared.map((resident) => resident.email);
  const ending = decisions.drafts.filter((draft) => isEnding(draft.kind)).map((draft) => draft.email);
  const keys = new Set([...undeclared, ...ending].map(emailKey));
  return groupBy(
    [...keys].flatMap((key) => view.pairs.get(key)?.live ?? []),
    unitKey,
  );
}

/** What an entry and an account have in common besides the unit; null where nothing. */
function sharedIdentity(declared: DeclaredResident, live: LiveResident): "name" | "phone" | null {
  if (fold(declared.firstName, declared.lastName) === fold(live.firstName, live.lastName)) return "name";
  const phone = phoneKey(declared.phone);
  return phone !== "" && phone === phoneKey(live.phone) ? "phone" : null;
}
