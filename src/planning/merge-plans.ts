import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { sha256 } from "./canonical-json.ts";
import { planDigest } from "./digest.ts";
import type { Plan, SitePlan } from "./plan.ts";

/** A plan, or one without personal data: its actions do not show any more what its digest was made of. */
interface ShardPlan extends Plan {
  readonly redacted?: true;
}

/**
 * Joins plans of different sites into one. They must be of the same declarations and the same `now`, made by the same
 * program, of different sites, and all redacted or none: otherwise an `ExpectedError` with exit code 4. The digest is
 * that of all actions; of redacted plans it is one over their digests, and a single plan keeps its own. `apply
 * --expect` takes the digests of the plans that were joined, each for its own sites.
 */
export function mergePlans<P extends ShardPlan>(plans: readonly [P, ...P[]]): P {
  const [first, ...others] = plans;
  for (const other of others) requireSameMoment(first, other);
  const sites = plans
    .flatMap((plan) => plan.sites)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  requireDifferentSites(sites);
  const { redacted } = first;
  const unread = plans.flatMap((plan) => plan.unread ?? []);
  return {
    ...first,
    ...(unread.length === 0 ? {} : { unread }),
    validUntil: earliest(plans.map(({ validUntil }) => validUntil)),
    sites,
    digest: redacted === true ? digestOfDigests(plans) : planDigest(sites),
  };
}

function requireDifferentSites(sites: readonly SitePlan[]): void {
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const { name, siteId } of sites) {
    if (names.has(name) || ids.has(siteId)) throw differ(`the site ${visibleText(name)} is in two of them`);
    names.add(name);
    ids.add(siteId);
  }
}

function requireSameMoment(a: ShardPlan, b: ShardPlan): void {
  if (a.now !== b.now) throw differ(`their now is ${visibleText(a.now)} and ${visibleText(b.now)}`);
  if (sha256(a.source) !== sha256(b.source)) throw differ("they were made from different declarations");
  if (sha256([a.formatVersion, a.tool]) !== sha256([b.formatVersion, b.tool])) {
    throw differ("they were made by different versions of this program");
  }
  if (a.redacted !== b.redacted) throw differ("one is redacted and another is not");
}

function differ(why: string): ExpectedError {
  return new ExpectedError(
    4,
    `These plans cannot be joined: ${why}.`,
    "Make all of them from one commit, with the same --now, each for its own --site.",
  );
}

function digestOfDigests(plans: readonly ShardPlan[]): string {
  const digests = plans.map(({ digest }) => digest).sort();
  return digests.length === 1 && digests[0] !== undefined ? digests[0] : sha256(digests);
}

function earliest(instants: readonly (string | null)[]): string | null {
  // All are UTC to the second: the order of the texts is that of time.
  return instants.reduce((a, b) => (a === null ? b : b === null || a < b ? a : b), null);
}
