import type { Refusal, SitePlan } from "../planning/plan.ts";
import { firstOf } from "./columns.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import { markdownSource, type SourceLinks } from "./markdown-source.ts";

/** How much of each refusal is told: from all of it to how many there are. */
export type RefusalDetail = "full" | "brief" | "counted";

/** More residents or places than this are counted: the saved plan has them all. */
const MOST_LISTED = 10;

/** The refusals of all sites, or nothing where there are none. */
export function refusalsMarkdown(
  sites: readonly SitePlan[],
  detail: RefusalDetail,
  links: SourceLinks | null,
): string {
  const refused = sites.filter((site) => site.refusals.length > 0);
  if (refused.length === 0) return "";
  const total = refused.reduce((sum, site) => sum + site.refusals.length, 0);
  const head = `### Refused\n\nNothing is written for ${refused.length === 1 ? "this site" : "these sites"} until this is settled.\n\n`;
  if (detail === "counted") {
    return `${head}**${total} refusals at ${refused.length} sites: too many to show here.** All of them are in the saved plan.\n\n`;
  }
  const items = refused.flatMap((site) =>
    site.refusals.map((refusal) =>
      detail === "full" ? fullRefusal(site.name, refusal, links) : briefRefusal(site.name, refusal),
    ),
  );
  return `${head}${items.join("")}\n`;
}

function fullRefusal(site: string, refusal: Refusal, links: SourceLinks | null): string {
  const emails = refusal.emails.map((email) => markdownCode(email));
  const sources = refusal.sources.map((source) => markdownSource(source, links));
  const lines = [
    `- **${markdownText(site)}**, ${markdownCode(refusal.rule)}: ${markdownText(refusal.message)}`,
    ...(emails.length === 0 ? [] : [`  - Residents: ${firstOf(emails, MOST_LISTED)}`]),
    ...(sources.length === 0 ? [] : [`  - Declared at: ${firstOf(sources, MOST_LISTED)}`]),
    `  - Way out: ${markdownText(refusal.remedy)}`,
    ...(refusal.consent === null
      ? []
      : [`  - Consent, in the site's <code>accept:</code> list: ${markdownCode(`- ${refusal.consent}`)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function briefRefusal(site: string, { rule, consent, emails }: Refusal): string {
  const words = consent === null ? "" : `, consent ${markdownCode(`- ${consent}`)}`;
  return `- **${markdownText(site)}**, ${markdownCode(rule)} (${emails.length})${words}\n`;
}
