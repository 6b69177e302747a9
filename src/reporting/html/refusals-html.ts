import type { SitePlan } from "../../planning/plan.ts";
import { sourceText } from "../action-text.ts";
import { firstOf } from "../columns.ts";
import { html, joined, type Markup, NOTHING } from "./markup.ts";

/** More residents or places than this are counted, not listed: the JSON plan has them all. */
const MOST_LISTED = 20;

/** Why which site may not be applied, with the way out and the consent ready to paste. */
export function refusalsSection(sites: readonly SitePlan[]): Markup {
  const refused = sites.filter(({ refusals }) => refusals.length > 0);
  if (refused.length === 0) return NOTHING;
  return html`<section id="refusals" aria-labelledby="refusals-heading"><h2 id="refusals-heading">Refused</h2>
<p>Nothing is written for a site until all of this is settled.</p>
${joined(refused.flatMap(siteRefusals))}</section>
`;
}

function siteRefusals({ name, refusals }: SitePlan): readonly Markup[] {
  return refusals.map(({ rule, message, emails, sources, remedy, consent }) => {
    const who =
      emails.length === 0 ? NOTHING : html`<dt>Residents</dt><dd>${firstOf(emails, MOST_LISTED)}</dd>`;
    const places = sources.map(sourceText);
    const where =
      places.length === 0 ? NOTHING : html`<dt>Declared at</dt><dd>${firstOf(places, MOST_LISTED)}</dd>`;
    const line =
      consent === null
        ? NOTHING
        : html`<dt>Consent, in the site's file</dt><dd><pre tabindex="0" aria-label="Consent to paste">accept:
  - ${consent}</pre></dd>`;
    return html`<article class="refusal" data-section-site="${name}"><h3>! ${rule} at ${name}</h3><p>${message}</p>
<dl>${who}${where}<dt>Way out</dt><dd>${remedy}</dd>${line}</dl></article>
`;
  });
}
