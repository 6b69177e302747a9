import { emailKey } from "../domain/email.ts";
import { groupBy } from "../domain/group-by.ts";
import type { LiveResident } from "../domain/site.ts";
import type { LiveKind } from "./decide.ts";
import type { Deferral } from "./plan.ts";

/** The ids that the API lists more than once, sorted. */
export function idsListedTwice(residents: readonly LiveResident[]): readonly string[] {
  const ids = residents.map(({ residentId }) => residentId);
  if (new Set(ids).size === ids.length) return [];
  const sorted = ids.sort();
  return [...new Set(sorted.filter((id, index) => id === sorted[index - 1]))];
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The ids that the API gives to accounts of several e-mails. An id is given once; where it is not, what is meant for
 * one account may cut off the other, so nothing is done by that id. `listedTwice` are the ids to look at.
 */
export function sharedIds(
  residents: readonly LiveResident[],
  listedTwice: readonly string[],
): ReadonlySet<string> {
  if (listedTwice.length === 0) return NONE;
  const byId = groupBy(residents, ({ residentId }) => residentId);
  const emails = (id: string) => new Set((byId.get(id) ?? []).map(({ email }) => emailKey(email)));
  return new Set(listedTwice.filter((id) => emails(id).size > 1));
}

/** Why nothing is done to an account whose id another one has too. */
export function sharedIdDeferral({ email, residentId }: LiveResident, wish: LiveKind): Deferral {
  const reason =
    `its id ${residentId} is listed for another e-mail too, and what is done by that id may hit the other account: ` +
    "look at the site in the web UI";
  return { email, wish, reason };
}
