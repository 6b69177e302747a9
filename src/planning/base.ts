import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, DeclaredSite } from "../domain/site.ts";

/** A site as it was declared at the ref of `--base`. */
export interface BaseSite {
  readonly declared: DeclaredSite;
  readonly entryByEmail: ReadonlyMap<string, DeclaredResident>;
}

/** The declarations at the ref of `--base`. */
export interface Base {
  /** What a site was; null where it is new. A site that got another name is found by its siteId. */
  readonly siteOf: (site: DeclaredSite) => BaseSite | null;
}

/** Indexes the declarations of the base. */
export function indexBase(sites: readonly DeclaredSite[]): Base {
  const bases = sites.map((declared): BaseSite => {
    const entryByEmail = new Map(declared.residents.map((entry) => [emailKey(entry.email), entry]));
    return { declared, entryByEmail };
  });
  const byName = new Map(bases.map((base) => [base.declared.name, base]));
  const bySiteId = new Map(bases.map((base) => [base.declared.siteId, base]));
  return { siteOf: (site) => byName.get(site.name) ?? bySiteId.get(site.siteId) ?? null };
}
