import { isDeepStrictEqual } from "node:util";
import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, DeclaredSite } from "../domain/site.ts";
import type { Draft } from "./draft.ts";
import type { SiteView } from "./site-view.ts";

/**
 * Whether an action is there because the declaration differs from the base (`change`), or was due anyway
 * (`drift`); null without a base. The declaration of an undeclared resident is that there is no entry, and the
 * policy.
 */
export function originOf(
  draft: Draft,
  view: SiteView,
  base: readonly DeclaredSite[] | null,
): "change" | "drift" | null {
  if (base === null) return null;
  const site = base.find((candidate) => candidate.name === view.declared.name);
  if (site === undefined) return "change";
  if (draft.cause === "undeclared" && site.policy.undeclared !== view.declared.policy.undeclared) {
    return "change";
  }
  const key = emailKey(draft.declared?.email ?? draft.email);
  const then = entriesOf(site).get(key);
  return isSameEntry(then, draft.declared) ? "drift" : "change";
}

const indexes = new WeakMap<DeclaredSite, ReadonlyMap<string, DeclaredResident>>();

/** Indexed once a site: a plan asks for every action. */
function entriesOf(site: DeclaredSite): ReadonlyMap<string, DeclaredResident> {
  const known = indexes.get(site);
  if (known !== undefined) return known;
  const index = new Map(site.residents.map((entry) => [emailKey(entry.email), entry]));
  indexes.set(site, index);
  return index;
}

/** Compares what two entries say, not where they stand. */
function isSameEntry(a: DeclaredResident | undefined, b: DeclaredResident | null): boolean {
  if (a === undefined || b === null) return a === undefined && b === null;
  return isDeepStrictEqual({ ...a, source: null }, { ...b, source: null });
}
