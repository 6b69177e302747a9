import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, LiveResident } from "../domain/site.ts";
import { byIdAndText } from "./live-digest.ts";

/** What is declared and what is live of one e-mail; one of the two may not be there. */
export interface Pair {
  readonly declared: DeclaredResident | undefined;
  readonly live: LiveResident | undefined;
}

/** Both sides of a site, joined by e-mail. */
export interface Joined {
  /** By e-mail key: the declared in the order of the files, then those who are only live, as they are listed. */
  readonly pairs: ReadonlyMap<string, Pair>;
  /** The e-mail keys of those who are only live, as they are listed. */
  readonly onlyLive: readonly string[];
  /** Live residents who are not looked at, because another account is listed under their e-mail. */
  readonly leftOut: readonly LiveResident[];
}

/** The one join of the two sides: everything after it is a walk or a look-up. */
export function joinByEmail(declared: readonly DeclaredResident[], live: readonly LiveResident[]): Joined {
  const pairs = new Map<string, { -readonly [Side in keyof Pair]: Pair[Side] }>();
  const onlyLive: string[] = [];
  const leftOut: LiveResident[] = [];
  for (const resident of declared) {
    pairs.set(emailKey(resident.email), { declared: resident, live: undefined });
  }
  for (const resident of live) {
    // Nearly every account is spelt as its key is, and is found without making one.
    const pair = pairs.get(resident.email) ?? pairs.get(emailKey(resident.email));
    if (pair === undefined) {
      const key = emailKey(resident.email);
      onlyLive.push(key);
      pairs.set(key, { declared: undefined, live: resident });
    } else if (pair.live === undefined) {
      pair.live = resident;
    } else {
      const counted = firstAccount(pair.live, resident);
      leftOut.push(counted === resident ? pair.live : resident);
      pair.live = counted;
    }
  }
  return { pairs, onlyLive, leftOut };
}

/**
 * An e-mail exists only once in Site Manager. Where it is listed twice all the same, the living account counts, so
 * that the order of the list does not matter.
 */
function firstAccount(a: LiveResident, b: LiveResident): LiveResident {
  const isExpired = (live: LiveResident) => live.status.name === "expired";
  if (isExpired(a) !== isExpired(b)) return isExpired(a) ? b : a;
  return byIdAndText(a, b) <= 0 ? a : b;
}
