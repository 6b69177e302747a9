import { emailKey } from "../domain/email.ts";
import type { DeclaredSite } from "../domain/site.ts";

/**
 * The keys of all e-mails that are protected, over all declared sites. What the base protected stays protected
 * where its entry is gone: dropping an entry lifts no protection.
 */
export function protectedEmails(
  declared: readonly DeclaredSite[],
  base: readonly DeclaredSite[] | null,
): ReadonlySet<string> {
  const keys = protectedIn(declared);
  if (base === null) return keys;
  const dropped = protectedIn(base);
  for (const site of declared) {
    for (const resident of site.residents) dropped.delete(emailKey(resident.email));
  }
  return new Set([...keys, ...dropped]);
}

function protectedIn(sites: readonly DeclaredSite[]): Set<string> {
  const keys = new Set<string>();
  for (const site of sites) {
    for (const resident of site.residents) {
      if (resident.isProtected) keys.add(emailKey(resident.email));
    }
  }
  return keys;
}
