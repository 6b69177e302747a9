import { isDeepStrictEqual } from "node:util";
import { emailKey } from "../domain/email.ts";
import type { DeclaredResident } from "../domain/site.ts";
import type { Base } from "./base.ts";
import type { Draft } from "./draft.ts";
import type { SiteView } from "./site-view.ts";

/**
 * Whether an action is there because the declaration differs from the base (`change`), or was due anyway
 * (`drift`). `owner` is the site that declares the entry behind it. The declaration of an undeclared resident is
 * that there is no entry, and the policy; that of a replaced one is both entries; and a zone or a time of day
 * that changed gives every date another meaning.
 */
export function originOf(draft: Draft, owner: SiteView, base: Base): "change" | "drift" {
  const then = base.siteOf(owner.declared);
  if (then === null) return "change";
  const { timezone, times, policy } = owner.declared;
  if (then.declared.timezone !== timezone || !isDeepStrictEqual(then.declared.times, times)) return "change";
  if (draft.cause === "undeclared" && then.declared.policy.undeclared !== policy.undeclared) return "change";
  const isSame = [draft.email, draft.declared?.email ?? draft.email]
    .map(emailKey)
    .every((key) => isSameEntry(then.entryByEmail.get(key), owner.pairs.get(key)?.declared));
  return isSame ? "drift" : "change";
}

/** Compares what two entries say, not where they stand. */
function isSameEntry(a: DeclaredResident | undefined, b: DeclaredResident | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isDeepStrictEqual({ ...a, source: null }, { ...b, source: null });
}
