import { outlineOf, textUnderKey } from "../declarations/edit/outline.ts";
import type { PullNote } from "../declarations/edit/pull-note.ts";
import { pullSite } from "../declarations/edit/pull-site.ts";
import { emailKey } from "../domain/email.ts";
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
  for (const site of sites) {
    for (const { kind, email } of pullOne(input, site, new Map()).notes) {
      if (kind === "removed") removed.add(emailKey(email));
    }
  }
  const staying = new Map<string, string>();
  for (const { name, residents } of input.declared) {
    for (const { email } of residents) if (!removed.has(emailKey(email))) staying.set(emailKey(email), name);
  }
  const results = sites.map((site) => ({ name: site.name, ...pullOne(input, site, staying) }));
  return {
    edits: new Map(results.flatMap(({ edits }) => [...edits])),
    pulled: results.map(({ name, notes }) => ({ name, notes })),
  };
}

function pullOne(input: PullSites, site: DeclaredSite, declaredElsewhere: ReadonlyMap<string, string>) {
  const live = input.live.get(site.name);
  if (live === undefined) throw new Error("the site was not read");
  const { now, includeExpired } = input;
  const files = filesOf(site, input.texts);
  return pullSite({ files, declared: site, live, now, includeExpired, declaredElsewhere });
}

/** The texts of a site's own files, the Site file first. */
function filesOf(site: DeclaredSite, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = site.source.file;
  const others = [...texts].filter(
    ([file, text]) => file !== own && textUnderKey(outlineOf(text), "site") === site.name,
  );
  return new Map([[own, texts.get(own) ?? ""], ...others]);
}
