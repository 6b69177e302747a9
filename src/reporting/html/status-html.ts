import { formatUnit } from "../../domain/unit.ts";
import type { Outlook, StatusRow } from "../../planning/outlook.ts";
import {
  byResidentAndDay,
  dayWords,
  declaredWords,
  eventWords,
  liveWords,
  planWords,
} from "../status-words.ts";
import { count } from "../words.ts";
import { filterBar } from "./filters.ts";
import { incompleteNote } from "./incomplete-html.ts";
import { type ListRow, listTable } from "./list-table.ts";
import { dated, html, joined, type Markup } from "./markup.ts";
import { htmlPage } from "./page.ts";
import { timelinesSection } from "./timeline-html.ts";

/** What `status` shows as one HTML file that opens from disk. Ends in a line break. */
export function statusHtml(outlook: Outlook, isRedacted: boolean): string {
  const { now, until, sites } = outlook;
  const rows = sites.flatMap((site) => site.rows);
  const words = [...new Set(rows.flatMap(({ plan }) => plan))].sort();
  return htmlPage({
    title: `Residents of ${count(sites.length, "site")}`,
    lead: `As of ${now}${isRedacted ? "; personal data is redacted" : ""}`,
    sections: [
      ["summary", "Summary"],
      ["residents-section", "Residents"],
      ["calendar-section", "Calendar"],
      ["timelines", "Units over time"],
    ],
    main: joined([
      summarySection(rows, incompleteNote(outlook)),
      filterBar({
        sites: sites.map(({ name }) => name),
        kinds: { label: "Plan", choices: words.map((word) => [word, word]) },
        units: "",
      }),
      html`<section id="residents-section" aria-labelledby="residents-heading"><h2 id="residents-heading">Residents</h2>
${residentsTable(rows)}</section>
<section id="calendar-section" aria-labelledby="calendar-heading"><h2 id="calendar-heading">Until ${until}</h2>
${calendarTable(outlook)}</section>
`,
      timelinesSection(
        sites.map(({ timeline }) => timeline),
        until,
      ),
    ]),
  });
}

function summarySection(rows: readonly StatusRow[], incomplete: Markup): Markup {
  const cards = [
    [rows.filter(({ declared }) => declared !== null).length, "declared"],
    [rows.filter(({ live }) => live !== null).length, "live"],
    [rows.filter(({ plan }) => plan.length === 0).length, "as declared"],
    [rows.filter(({ plan }) => plan.length > 0).length, "not as declared"],
  ] as const;
  return html`<section id="summary" aria-labelledby="summary-heading"><h2 id="summary-heading">Summary</h2>
${incomplete}<ul class="cards">${cards.map(([number, words]) => html`<li><b>${number}</b>${words}</li>`)}</ul></section>
`;
}

function residentsTable(rows: readonly StatusRow[]): Markup {
  return listTable({
    id: "residents",
    caption: "Residents, declared and live",
    noun: "residents",
    columns: [
      { heading: "Resident", width: "w3" },
      { heading: "Site", width: "w1" },
      { heading: "Unit", width: "w1" },
      { heading: "Declared", width: "w4" },
      { heading: "Live", width: "w4" },
      { heading: "Plan", width: "w1" },
      { heading: "Next", width: "w2" },
    ],
    rows: rows.map((row): ListRow => {
      const { site, email, unit, declared, live, plan, next } = row;
      return {
        site,
        kinds: plan,
        flags: null,
        heading: html`${email}`,
        cells: [
          html`${site}`,
          html`${unit === null ? "–" : formatUnit(unit)}`,
          dated(declaredWords(declared)),
          dated(liveWords(live)),
          html`<span class="${plan.includes("refused") ? "grave" : "plan"}">${planWords(row)}</span>`,
          dated(next === null ? "–" : `${next.date} ${eventWords(next.kind)}`),
        ],
      };
    }),
    shown: 100,
  });
}

function calendarTable({ sites }: Outlook): Markup {
  const days = byResidentAndDay(sites.flatMap(({ events }) => events)).toSorted((a, b) =>
    a.first.date < b.first.date ? -1 : Number(a.first.date > b.first.date),
  );
  return listTable({
    id: "calendar",
    caption: "What time changes, by date",
    noun: "events",
    columns: [
      { heading: "Date", width: "w1" },
      { heading: "Site", width: "w1" },
      { heading: "Unit", width: "w1" },
      { heading: "Resident", width: "w3" },
      { heading: "What", width: "w4" },
    ],
    rows: days.map((day): ListRow => {
      const { date, site, unit, email } = day.first;
      return {
        site,
        kinds: null,
        flags: null,
        heading: html`<time class="date" datetime="${date}">${date}</time>`,
        cells: [html`${site}`, html`${formatUnit(unit)}`, html`${email}`, html`${dayWords(day)}`],
      };
    }),
    shown: 100,
  });
}
