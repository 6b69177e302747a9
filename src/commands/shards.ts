import type { DeclaredSite } from "../domain/site.ts";
import { withTransferPartners } from "./planning-context.ts";

/** Sites that are planned in one job. */
export interface Shard {
  /** From 1. */
  readonly shard: number;
  /** By name. */
  readonly sites: readonly string[];
  /** Declared residents. */
  readonly residents: number;
}

/** A shard of `auto` has about so many residents: a plan of them takes a minute or so. */
const RESIDENTS_A_SHARD = 20_000;

/** A shard of `auto` has about so many sites. */
const SITES_A_SHARD = 50;

/** GitHub starts some twenty jobs at once, and the API has its limits. */
const MOST_SHARDS = 16;

/** How many shards `auto` makes: one below 50 sites and 20,000 residents, which is nearly everybody. */
export function shardsFor(sites: readonly DeclaredSite[]): number {
  const residents = sites.reduce((sum, site) => sum + site.residents.length, 0);
  const wanted = Math.max(residents / RESIDENTS_A_SHARD, sites.length / SITES_A_SHARD);
  return Math.min(MOST_SHARDS, Math.max(1, Math.ceil(wanted)));
}

/**
 * Spreads sites over at most `most` shards with about the same number of declared residents: the largest first, each
 * to the shard with the fewest. Sites that a `transferFrom` ties together stay together. The same sites give the same
 * shards; there are fewer than `most` where there are fewer sites, and none is empty.
 */
export function makeShards(sites: readonly DeclaredSite[], most: number): readonly Shard[] {
  const residents = new Map(sites.map((site) => [site.name, site.residents.length]));
  const weigh = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (residents.get(name) ?? 0), 0);
  const groups = tiedGroups(sites)
    .map((names) => ({ names, weight: weigh(names) }))
    .sort((a, b) => b.weight - a.weight || b.names.length - a.names.length || byFirst(a.names, b.names));
  const bins: { names: string[]; weight: number }[] = [];
  for (const group of groups) {
    const lightest = bins.reduce(
      (least, bin) => (least === null || isLighter(bin, least) ? bin : least),
      null as (typeof bins)[number] | null,
    );
    if (lightest === null || bins.length < most) {
      bins.push({ names: [...group.names], weight: group.weight });
    } else {
      lightest.names.push(...group.names);
      lightest.weight += group.weight;
    }
  }
  return bins.map(({ names, weight }, index) => ({
    shard: index + 1,
    sites: names.sort(),
    residents: weight,
  }));
}

/** Sites without residents weigh nothing, and still take a request or two each. */
function isLighter(a: { names: string[]; weight: number }, b: { names: string[]; weight: number }): boolean {
  return a.weight === b.weight ? a.names.length < b.names.length : a.weight < b.weight;
}

function tiedGroups(sites: readonly DeclaredSite[]): readonly (readonly string[])[] {
  // Without those that tie nothing: this is asked for once a site.
  const tying = sites.map((site) => ({
    ...site,
    residents: site.residents.filter(({ transferFrom }) => transferFrom !== undefined),
  }));
  const seen = new Set<string>();
  const groups: (readonly string[])[] = [];
  for (const { name } of sites) {
    if (seen.has(name)) continue;
    // Partners of partners too: no site may be in two jobs, and a plan has only the next ones.
    let group: ReadonlySet<string> = new Set([name]);
    for (let before = 0; before < group.size; ) {
      before = group.size;
      group = withTransferPartners(tying, group);
    }
    for (const member of group) seen.add(member);
    groups.push([...group].sort());
  }
  return groups;
}

function byFirst(a: readonly string[], b: readonly string[]): number {
  const [first = "", second = ""] = [a[0], b[0]];
  return first < second ? -1 : first > second ? 1 : 0;
}
