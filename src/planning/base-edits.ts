import { emailKey } from "../domain/email.ts";
import type { DeclaredResident } from "../domain/site.ts";
import { unitKey } from "../domain/unit.ts";
import type { BaseSite } from "./base.ts";
import { type EmailEdit, fold, phoneKey } from "./identity.ts";
import type { RuleContext } from "./refusals/rule.ts";
import type { SiteView } from "./site-view.ts";

/**
 * Entries whose e-mail was edited between the base and now. An entry is looked at where its e-mail is new in the
 * files, or belonged to somebody else at the base; it was edited where it says who somebody was whose own e-mail
 * is gone, or went to somebody else. The file does not matter: entries move when files are split. Correcting an
 * entry to the e-mail of an account that is live, where the old one is not, changes nobody's e-mail.
 */
export function baseEmailEdits({ base, view }: RuleContext): readonly EmailEdit[] {
  if (base === null) return [];
  const suspects = view.declared.residents.filter((entry) => !isWhoItWas(entry, base));
  if (suspects.length === 0) return [];
  const left = indexByIdentity(leftBehind(base, view));
  return suspects.flatMap((declared) => {
    const key = emailKey(declared.email);
    const isNew = !base.entryByEmail.has(key);
    return [...new Set(identities(declared).flatMap((identity) => left.get(identity) ?? []))]
      .filter((old) => emailKey(old.email) !== key)
      .filter((old) => !(isNew && isLive(view, key) && !isLive(view, emailKey(old.email))))
      .map((old) => ({ declared, old: old.email, why: "the entry's e-mail was edited since the base" }));
  });
}

function isLive(view: SiteView, key: string): boolean {
  return view.pairs.get(key)?.live !== undefined;
}

/** The base's entries whose e-mail is gone from the files, or stands on somebody else's entry now. */
function leftBehind(base: BaseSite, view: SiteView): readonly DeclaredResident[] {
  return base.declared.residents.filter((then) => {
    const now = view.pairs.get(emailKey(then.email))?.declared;
    return now === undefined || !isSamePerson(now, then);
  });
}

/** True where the e-mail stood in the base for the same person. */
function isWhoItWas(entry: DeclaredResident, base: BaseSite): boolean {
  const then = base.entryByEmail.get(emailKey(entry.email));
  return then !== undefined && isSamePerson(entry, then);
}

/** True for entries of one e-mail that share an identity, or where one is a tombstone and names nobody. */
function isSamePerson(a: DeclaredResident, b: DeclaredResident): boolean {
  if (a.firstName === b.firstName && a.lastName === b.lastName) return true;
  if (a.firstName === undefined || b.firstName === undefined) return true;
  const keys = new Set(identities(a));
  return identities(b).some((key) => keys.has(key));
}

function indexByIdentity(
  entries: readonly DeclaredResident[],
): ReadonlyMap<string, readonly DeclaredResident[]> {
  const index = new Map<string, DeclaredResident[]>();
  for (const entry of entries) {
    for (const identity of identities(entry)) {
      const present = index.get(identity);
      if (present === undefined) index.set(identity, [entry]);
      else present.push(entry);
    }
  }
  return index;
}

/**
 * Keys such that two entries which share one are taken for the same person: the pinned id; the whole name; the
 * unit and the phone; the unit, the start (or none) and one of the names.
 */
function identities(entry: DeclaredResident): readonly string[] {
  const keys: string[] = [];
  const add = (...parts: readonly string[]): void => {
    keys.push(JSON.stringify(parts));
  };
  const { id, firstName, lastName } = entry;
  if (id !== undefined) add("id", id);
  if (firstName !== undefined && lastName !== undefined) add("name", fold(firstName, lastName));
  if (entry.unit === undefined) return keys;
  const unit = unitKey(entry.unit);
  const phone = phoneKey(entry.phone);
  if (phone !== "") add("unit and phone", unit, phone);
  const start = entry.accessStart?.text ?? "";
  if (firstName !== undefined) add("unit, start and first name", unit, start, fold(firstName));
  if (lastName !== undefined) add("unit, start and last name", unit, start, fold(lastName));
  return keys;
}
