import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { desiredAt, isWanted } from "./desired.ts";
import { lazy } from "./lazy.ts";
import type { SiteClock, SiteView } from "./site-view.ts";

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
  /** By e-mail key. */
  readonly transfers: ReadonlyMap<string, Transfer>;
  /** The live account of an e-mail key, at whatever site: an e-mail exists once in all of Site Manager. */
  readonly accountOf: (key: string) => Account | undefined;
  /** The live account of a ResidentId, at whatever site. */
  readonly accountOfId: (residentId: string) => Account | undefined;
  /** True where a declared site, planned or not, wants the account of an e-mail key to exist. */
  readonly isWantedAnywhere: (key: string) => boolean;
  /** True for a site that is planned whole, and not only for its halves of transfers. */
  readonly isSelected: (site: string) => boolean;
  /** True for the name of a site that this plan covers. */
  readonly isPlanned: (site: string) => boolean;
}

/**
 * Joins the sites of a plan. `declared` are all declared sites: also those which are not planned, because they
 * were not asked for or could not be read, have a say in who is wanted where. `selected` names those that are
 * planned whole (null: all); the others are there for their halves of transfers.
 */
export function joinSites(
  views: readonly SiteView[],
  declared: readonly SiteClock[],
  selected: ReadonlySet<string> | null,
): Portfolio {
  // Most plans never ask for these: each is made when it is first needed.
  const accounts = lazy(() => indexAccounts(views));
  const accountsById = lazy(() => indexIds(views));
  const wanted = lazy(() => wantedKeys(declared));
  const names = new Set(views.map((view) => view.declared.name));
  const accountOf = (key: string) => accounts().get(key);
  return {
    views,
    transfers: findTransfers(views, accountOf),
    accountOf,
    accountOfId: (residentId) => accountsById().get(residentId),
    isWantedAnywhere: (key) => wanted().has(key),
    isSelected: (site) => selected === null || selected.has(site),
    isPlanned: (site) => names.has(site),
  };
}

function indexAccounts(views: readonly SiteView[]): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>();
  for (const view of views) {
    for (const [key, { live }] of view.pairs) {
      if (live !== undefined) accounts.set(key, { view, live });
    }
  }
  return accounts;
}

/** An id is given once. Where two accounts have it all the same, the first by e-mail has it, whatever the order of lists. */
function indexIds(views: readonly SiteView[]): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>();
  for (const view of views) {
    for (const [key, { live }] of view.pairs) {
      if (live === undefined) continue;
      const other = accounts.get(live.residentId);
      if (other === undefined || key < emailKey(other.live.email))
        accounts.set(live.residentId, { view, live });
    }
  }
  return accounts;
}

function wantedKeys(sites: readonly SiteClock[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const site of sites) {
    for (const declared of site.declared.residents) {
      if (isWanted(site, declared)) keys.add(emailKey(declared.email));
    }
  }
  return keys;
}

function findTransfers(
  views: readonly SiteView[],
  accountOf: (key: string) => Account | undefined,
): ReadonlyMap<string, Transfer> {
  const transfers = new Map<string, Transfer>();
  for (const to of views) {
    for (const declared of to.declared.residents) {
      if (declared.transferFrom === undefined) continue;
      const key = emailKey(declared.email);
      // Suspended and absent is deferred: nothing would be created here, so nothing may be purged there.
      if (to.pairs.get(key)?.live !== undefined || desiredAt(to, declared).state !== "active") continue;
      const account = accountOf(key);
      if (account === undefined || account.view.declared.name !== declared.transferFrom) continue;
      // What the other site itself declares of the account goes before what is wanted here.
      if (account.view.pairs.get(key)?.declared !== undefined) continue;
      transfers.set(key, { key, declared, from: account.view, to, live: account.live });
    }
  }
  return transfers;
}
