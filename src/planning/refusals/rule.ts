import { compareText } from "../../domain/compare-text.ts";
import type { DeclaredResident } from "../../domain/site.ts";
import { sortedByEmail } from "../../domain/sorted-by-email.ts";
import type { BaseSite } from "../base.ts";
import type { SiteDecisions } from "../decide-site.ts";
import { type Draft, sourceOf } from "../draft.ts";
import type { ActionSource, Refusal } from "../plan.ts";
import type { Portfolio } from "../portfolio.ts";
import type { SiteView } from "../site-view.ts";
import type { OrderedUnits } from "../unit-cycles.ts";

/** What a rule may look at: one site, everything decided for it, and the declarations of the base, if any. */
export interface RuleContext {
  readonly view: SiteView;
  readonly portfolio: Portfolio;
  readonly decisions: SiteDecisions;
  readonly units: OrderedUnits;
  /** The site at the ref of `--base`; null without one, or where the site is new. */
  readonly base: BaseSite | null;
  /** The keys of all e-mails that a declaration, or the base, protects, over all sites. */
  readonly protectedKeys: ReadonlySet<string>;
}

/** A rule: pure, blind to the other rules, and silent where it has nothing to say. */
export type RuleCheck = (context: RuleContext) => readonly Refusal[];

/** The e-mails of actions, sorted and each once. */
export function emailsOf(drafts: readonly { readonly email: string }[]): readonly string[] {
  const once = new Map(drafts.map((draft) => [draft.email, draft]));
  return sortedByEmail([...once.values()]).map((draft) => draft.email);
}

/** The places of the entries behind actions, in file order and each once. */
export function sourcesOf(drafts: readonly Draft[]): readonly ActionSource[] {
  return uniqueSources(drafts.flatMap((draft) => sourceOf(draft.declared) ?? []));
}

/** The places of entries, in file order and each once. */
export function entrySources(entries: readonly DeclaredResident[]): readonly ActionSource[] {
  return uniqueSources(entries.flatMap((entry) => sourceOf(entry) ?? []));
}

/** Where a site stands: for refusals that no entry causes. */
export function siteSource(view: SiteView): ActionSource {
  const { file, line } = view.declared.source;
  return { file, line };
}

function uniqueSources(sources: readonly ActionSource[]): readonly ActionSource[] {
  const byPlace = new Map(sources.map((source) => [`${source.file}:${source.line}`, source]));
  return [...byPlace.values()].sort((a, b) => compareText(a.file, b.file) || a.line - b.line);
}

/** `1 resident`, `2 residents`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
