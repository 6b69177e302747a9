import { outlineOf, textUnderKey } from "../declarations/edit/outline.ts";
import type { PullNote } from "../declarations/edit/pull-note.ts";
import { pullSite } from "../declarations/edit/pull-site.ts";
import { emailKey } from "../domain/email.ts";
import { groupBy } from "../domain/group-by.ts";
import type { DeclaredSite, LiveSite } from "../domain/site.ts";

/** What was pulled of one site. */
export interface PulledSite {
  readonly name: string;
  readonly notes: readonly PullNote[];
}

/** What a pull of several sites depends on. */
export interface PullSites {
  /** All sites of the repository. */
  readonly declared: readonly DeclaredSite[];
  /** The texts of all declaration files. */
  readonly texts: ReadonlyMap<string, string>;
  /** The sites to pull, by name. */
  readonly live: ReadonlyMap<string, LiveSite>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly includeExpired: boolean;
}

/**
 * Pulls sites that share one repository, in which an e-mail is declared once: whoever stays declared at another site
 * gets no second entry.
 */
export function pullSites(input: PullSites): {
  readonly edits: ReadonlyMap<string, string>;
  readonly pulled: readonly PulledSite[];
} {
  const removed = new Set<string>();
  const sites = input.declared.filter(({ name }) => input.live.has(name));
  const files = filesBySite(input);
  for (const site of sites.length > 1 ? sites : []) {
    for (const { kind, email } of pullOne(input, site, files, new Map()).notes) {
      if (kind === "removed") removed.add(emailKey(email));
    }
  }
  const staying = new Map<string, string>();
  for (const { name, residents } of input.declared) {
    for (const { email } of residents) if (!removed.has(emailKey(email))) staying.set(emailKey(email), name);
  }
  const results = sites.map((site) => ({ name: site.name, ...pullOne(input, site, files, staying) }));
  return {
    edits: new Map(results.flatMap(({ edits }) => [...edits])),
    pulled: results.map(({ name, notes }) => ({ name, notes })),
  };
}

function pullOne(
  { live, now, includeExpired, texts }: PullSites,
  site: DeclaredSite,
  files: ReadonlyMap<string, readonly string[]>,
  declaredElsewhere: ReadonlyMap<string, string>,
) {
  const own = [site.source.file, ...(files.get(site.name) ?? [])];
  return pullSite({
    files: new Map(own.map((file) => [file, texts.get(file) ?? ""])),
    declared: site,
    live: liveOf(live, site.name),
    now,
    includeExpired,
    declaredElsewhere,
  });
}

/** The Residents files of each site that is pulled. */
function filesBySite({ texts, live }: PullSites): ReadonlyMap<string, readonly string[]> {
  const placed = [...texts].flatMap(([file, text]) => {
    const site = textUnderKey(outlineOf(text), "site");
    return site !== undefined && live.has(site) ? [{ file, site }] : [];
  });
  const grouped = groupBy(placed, ({ site }) => site);
  return new Map([...grouped].map(([site, files]) => [site, files.map(({ file }) => file)]));
}

function liveOf(live: ReadonlyMap<string, LiveSite>, name: string): LiveSite {
  const site = live.get(name);
  // An empty list instead would take out everybody.
  if (site === undefined) throw new Error(`${name} was not read`);
  return site;
}
