import { emailKey } from "../domain/email.ts";
import type { DeclaredResident } from "../domain/site.ts";
import { unitKey } from "../domain/unit.ts";
import { digits, type EmailEdit, fold } from "./identity.ts";
import type { RuleContext } from "./refusals/rule.ts";

/**
 * Entries whose e-mail was edited between the base and now: an e-mail that is gone from the files, and a new one
 * on an entry that is otherwise the same person (the same pinned id; or the same unit and the same name, phone,
 * or part of the name with the same start; or the same name and phone in another unit). The file does not
 * matter: entries move when files are split. Correcting an entry to the e-mail of an account that is live, where
 * the old one is not, changes nobody's e-mail.
 */
export function baseEmailEdits(context: RuleContext): readonly EmailEdit[] {
  const { base, view } = context;
  if (base === null) return [];
  const now = new Set(view.declaredByEmail.keys());
  const then = new Set(base.residents.map((entry) => emailKey(entry.email)));
  const gone = indexEntries(base.residents.filter((entry) => !now.has(emailKey(entry.email))));
  return view.declared.residents.flatMap((declared) => {
    const key = emailKey(declared.email);
    if (then.has(key)) return [];
    const candidates = new Set(identities(declared).flatMap((identity) => gone.get(identity) ?? []));
    return [...candidates]
      .filter((old) => !view.liveByEmail.has(key) || view.liveByEmail.has(emailKey(old.email)))
      .map((old) => ({
        declared,
        old: old.email,
        why: "the entry's e-mail was edited since the base",
      }));
  });
}

function indexEntries(
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

/** Keys such that two entries which share one are taken for the same person. */
function identities(entry: DeclaredResident): readonly string[] {
  const keys: string[] = [];
  const add = (...parts: readonly string[]): void => {
    keys.push(JSON.stringify(parts));
  };
  const name = fold(entry.firstName, entry.lastName);
  const phone = digits(entry.phone);
  if (entry.id !== undefined) add("id", entry.id);
  if (name !== "" && phone !== "") add("name and phone", name, phone);
  if (entry.unit === undefined) return keys;
  const unit = unitKey(entry.unit);
  if (name !== "") add("unit and name", unit, name);
  if (phone !== "") add("unit and phone", unit, phone);
  const start = entry.accessStart?.text;
  if (start !== undefined && entry.firstName !== undefined) {
    add("unit, start and first name", unit, start, fold(entry.firstName));
  }
  if (start !== undefined && entry.lastName !== undefined) {
    add("unit, start and last name", unit, start, fold(entry.lastName));
  }
  return keys;
}
