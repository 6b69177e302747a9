import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { desiredAt } from "./desired.ts";
import type { SiteView } from "./site-view.ts";

/** A live account, and the site where it is. */
export interface Account {
  readonly view: SiteView;
  readonly live: LiveResident;
}

/** A declared `transferFrom` whose account was found at the named site. */
export interface Transfer {
  readonly key: string;
  readonly declared: DeclaredResident;
  readonly from: SiteView;
  readonly to: SiteView;
  readonly live: LiveResident;
}

/** All sites of a plan, and what has to be known across them. */
export interface Portfolio {
  readonly views: readonly SiteView[];
  /** Live accounts by e-mail key, over all sites: an e-mail exists once in all of Site Manager. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** The site that declares an e-mail active or suspended. */
  readonly homes: ReadonlyMap<string, string>;
  /** By e-mail key. */
  readonly transfers: ReadonlyMap<string, Transfer>;
}

/** Joins the sites of a plan. */
export function joinSites(views: readonly SiteView[]): Portfolio {
  const accounts = new Map<string, Account>();
  const homes = new Map<string, string>();
  for (const view of views) {
    for (const [key, live] of view.liveByEmail) accounts.set(key, { view, live });
    for (const [key, declared] of view.declaredByEmail) {
      if (isWanted(view, declared)) homes.set(key, view.declared.name);
    }
  }
  return { views, accounts, homes, transfers: findTransfers(views, accounts) };
}

/** True where the declaration wants the account to exist at `now`. */
export function isWanted(view: SiteView, declared: DeclaredResident): boolean {
  const { state } = desiredAt(view, declared);
  return state === "active" || state === "suspended";
}

function findTransfers(
  views: readonly SiteView[],
  accounts: ReadonlyMap<string, Account>,
): ReadonlyMap<string, Transfer> {
  const transfers = new Map<string, Transfer>();
  for (const to of views) {
    for (const declared of to.declared.residents) {
      if (declared.transferFrom === undefined) continue;
      const key = emailKey(declared.email);
      const account = accounts.get(key);
      // Suspended and absent is deferred: nothing would be created here, so nothing may be purged there.
      if (account === undefined || desiredAt(to, declared).state !== "active") continue;
      if (to.liveByEmail.has(key) || account.view.declared.name !== declared.transferFrom) continue;
      transfers.set(key, { key, declared, from: account.view, to, live: account.live });
    }
  }
  return transfers;
}
