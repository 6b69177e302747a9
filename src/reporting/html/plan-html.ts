import { ACTION_KINDS } from "../../domain/action-kind.ts";
import { formatUnit } from "../../domain/unit.ts";
import type { SitePlan } from "../../planning/plan.ts";
import { sourceText } from "../action-text.ts";
import type { ShownPlan } from "../shown-plan.ts";
import { noChangesLine, type PlanSummary, summarize, summaryLine } from "../summary.ts";
import { count, KIND_SYMBOLS } from "../words.ts";
import { changesTable } from "./changes-html.ts";
import { filterBar } from "./filters.ts";
import { incompleteNote } from "./incomplete-html.ts";
import { type ListRow, listTable } from "./list-table.ts";
import { html, joined, type Markup, NOTHING } from "./markup.ts";
import { htmlPage } from "./page.ts";
import { refusalsSection } from "./refusals-html.ts";
import { timelinesSection } from "./timeline-html.ts";

/** With more units than this, those that change are shown first. */
const MANY_UNITS = 100;

/** A plan as one HTML file that opens from disk. Ends in a line break. */
export function planHtml(plan: ShownPlan): string {
  const summary = summarize(plan);
  const { commit, dirty } = plan.source;
  const source =
    commit === null ? "" : `, commit ${commit.slice(0, 12)}${dirty === true ? " with local changes" : ""}`;
  const others = [deferredTable(plan.sites), undeclaredTable(plan.sites), warningsList(plan.sites)];
  const isRefused = plan.sites.some(({ refusals }) => refusals.length > 0);
  const timelines = plan.outlook?.sites.map(({ timeline }) => timeline) ?? [];
  const units = timelines.reduce((sum, timeline) => sum + timeline.units.length, 0);
  const kinds = ACTION_KINDS.filter((kind) => summary.counts[kind] > 0);
  return htmlPage({
    title: `Plan for ${count(plan.sites.length, "site")}`,
    lead: `As of ${plan.now}${source}${plan.redacted === true ? "; personal data is redacted" : ""}`,
    sections: [
      ["summary", "Summary"],
      ...(isRefused ? [["refusals", "Refused"] as const] : []),
      ["changes-section", "Changes"],
      ...(others.some(({ markup }) => markup !== "") ? [["left", "Left as it is"] as const] : []),
      ["timelines", "Units over time"],
    ],
    main: joined([
      summarySection(plan, summary),
      refusalsSection(plan.sites),
      filterBar({
        sites: plan.sites.map(({ name }) => name),
        kinds: { label: "Kind", choices: kinds.map((kind) => [kind, `${KIND_SYMBOLS[kind]} ${kind}`]) },
        units: units > MANY_UNITS && kinds.length > 0 ? "changes" : "",
      }),
      html`<section id="changes-section" aria-labelledby="changes-heading"><h2 id="changes-heading">Changes</h2>
${changesTable(plan)}</section>
`,
      others.every(({ markup }) => markup === "")
        ? NOTHING
        : html`<section id="left" aria-labelledby="left-heading"><h2 id="left-heading">Left as it is</h2>${others}</section>
`,
      timelinesSection(timelines, plan.outlook?.until ?? plan.now.slice(0, 10)),
    ]),
  });
}

function summarySection(plan: ShownPlan, summary: PlanSummary): Markup {
  const hasActions = ACTION_KINDS.some((kind) => summary.counts[kind] > 0);
  const cards = ACTION_KINDS.map(
    (kind) =>
      html`<li class="${summary.counts[kind] === 0 ? "none" : kind}"><b>${summary.counts[kind]}</b>to ${kind}</li>`,
  );
  const refused = plan.sites.filter(({ refusals }) => refusals.length > 0).map(({ name }) => name);
  const verdict =
    refused.length === 0
      ? NOTHING
      : html`<p class="grave">Refused at ${count(refused.length, "site")}: ${refused.join(", ")}. See the refusals below.</p>`;
  const valid =
    plan.validUntil === null
      ? NOTHING
      : html`<p class="dim">Valid until ${plan.validUntil}: then time alone changes what is due.</p>`;
  return html`<section id="summary" aria-labelledby="summary-heading"><h2 id="summary-heading">Summary</h2>
${incompleteNote(plan)}${verdict}<ul class="cards">${cards}</ul>
<p>${hasActions ? summaryLine(summary) : noChangesLine(plan)}</p>
${rehearsalNote(plan)}${valid}<p class="dim">Digest: <code>${plan.digest}</code></p></section>
`;
}

function rehearsalNote({ rehearsal }: ShownPlan): Markup {
  if (rehearsal === undefined) return NOTHING;
  if (rehearsal.converged) {
    return html`<p class="note">Rehearsed: applied to the emulator, and a second plan was empty but for what is deferred.</p>`;
  }
  const lines = rehearsal.remaining.map((line) => html`<li>${line}</li>`);
  return html`<div class="note"><p class="grave">Rehearsed: applied to the emulator, and this was left:</p><ul>${lines}</ul></div>`;
}

function deferredTable(sites: readonly SitePlan[]): Markup {
  const rows = sites.flatMap(({ name, deferred }) =>
    deferred.map((deferral) => plainRow(name, [deferral.email, name, deferral.wish, deferral.reason])),
  );
  return titledTable("deferred", "Deferred", "deferred", ["Resident", "Site", "Wish", "Why not yet"], rows);
}

function undeclaredTable(sites: readonly SitePlan[]): Markup {
  const rows = sites.flatMap(({ name, undeclared }) =>
    undeclared.map(({ email, unit, status }) => plainRow(name, [email, name, status, formatUnit(unit)])),
  );
  const heading = "Live and not declared";
  return titledTable("undeclared", heading, "not declared", ["Resident", "Site", "Status", "Unit"], rows);
}

function plainRow(site: string, [first = "", ...texts]: readonly string[]): ListRow {
  return {
    site,
    kinds: null,
    flags: null,
    heading: html`${first}`,
    cells: texts.map((text) => html`${text}`),
  };
}

function titledTable(
  id: string,
  heading: string,
  noun: string,
  columns: readonly string[],
  rows: readonly ListRow[],
): Markup {
  if (rows.length === 0) return NOTHING;
  const widths = ["w3", "w2", "w1", "w4"];
  const table = listTable({
    id,
    caption: heading,
    noun,
    columns: columns.map((column, index) => ({ heading: column, width: widths[index] ?? "w4" })),
    rows,
    shown: 100,
  });
  return html`<h3>${heading}</h3>${table}`;
}

function warningsList(sites: readonly SitePlan[]): Markup {
  const items = sites.flatMap(({ name, warnings }) =>
    warnings.map(({ message, source }) => {
      const where = source === null ? "" : ` (${sourceText(source)})`;
      return html`<li data-section-site="${name}">${name}: ${message}${where}</li>`;
    }),
  );
  return items.length === 0 ? NOTHING : html`<h3>Warnings</h3><ul>${items}</ul>`;
}
