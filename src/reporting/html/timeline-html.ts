import { type DateRange, formatRange } from "../../domain/date-range.ts";
import { formatUnit } from "../../domain/unit.ts";
import type { SiteTimeline, TimelineStay, TimelineUnit } from "../../planning/timeline.ts";
import { count } from "../words.ts";
import { kindTag } from "./changes-html.ts";
import { type ListRow, listTable } from "./list-table.ts";
import { dated, html, joined, type Markup, NOTHING, trusted } from "./markup.ts";
import { makeScale, type Scale } from "./timeline-scale.ts";

/** With more sites than this each is folded up, and its rows come in when it is opened. */
const MOST_OPEN = 5;

/** Who has which unit when, a part a site. The drawing says nothing that does not stand beside it in words. */
export function timelinesSection(timelines: readonly SiteTimeline[], until: string): Markup {
  const isOpen = timelines.length <= MOST_OPEN;
  return html`<section id="timelines" aria-labelledby="timelines-heading"><h2 id="timelines-heading">Units over time</h2>
${DEFINITIONS}${legend()}
${joined(timelines.map((timeline, index) => siteTimeline(timeline, until, index, isOpen)))}</section>
`;
}

function siteTimeline(timeline: SiteTimeline, until: string, index: number, isOpen: boolean): Markup {
  const { site, timezone, today, units, emptyUnits } = timeline;
  const scale = makeScale(today, until);
  const grid = `grid-${index}`;
  const conflicts = units.filter(hasConflict).length;
  const words = conflicts === 0 ? "" : `, ${conflicts} with a conflict`;
  const table = listTable({
    id: `units-${index}`,
    caption: `Units of ${site}, ${scale.from} to ${scale.to}`,
    noun: "units",
    columns: [
      { heading: "Unit", width: "w1" },
      { heading: "Residents", width: "w3" },
      { heading: axis(scale), width: "w4" },
      { heading: "Conflicts and vacancies", width: "w2" },
    ],
    rows: units.map((unit) => unitRow(site, unit, scale, grid)),
    shown: isOpen ? 100 : 0,
  });
  const others =
    emptyUnits === 0
      ? NOTHING
      : html`<p class="dim">And ${count(emptyUnits, "unit")} that nobody has or had.</p>`;
  return html`<details data-section-site="${site}"${trusted(isOpen ? " open" : "")}><summary>${site}: ${count(units.length, "unit")}${words}</summary>
<p class="dim">Dates are those of ${timezone}, where it is ${today}.</p>
<svg class="defs" aria-hidden="true"><g id="${grid}">${gridLines(scale)}</g></svg>
${table}${others}</details>
`;
}

function hasConflict({ conflicts }: TimelineUnit): boolean {
  return conflicts.some(({ when }) => when === "after");
}

function isChanging({ kinds }: TimelineStay): boolean {
  return kinds.length > 0;
}

function unitRow(site: string, row: TimelineUnit, scale: Scale, grid: string): ListRow {
  const { unit, stays, conflicts } = row;
  // Every lease ends some day: what is out of sight is no vacancy to look at.
  const gaps = row.gaps.filter(({ from }) => from === null || from <= scale.to);
  const flags: string[] = [];
  if (stays.some(isChanging)) flags.push("changes");
  if (conflicts.length > 0) flags.push("conflict");
  if (gaps.length > 0) flags.push("gap");
  return {
    site,
    kinds: [...new Set(stays.flatMap(({ kinds }) => kinds))],
    flags,
    heading: html`${formatUnit(unit)}`,
    cells: [
      html`<ul>${stays.map(stayLine)}</ul>`,
      drawing({ ...row, gaps }, scale, grid),
      html`<ul>${[...conflictLines(row), ...gaps.map((gap) => html`<li>vacant ${dated(formatRange(gap))}</li>`)]}</ul>`,
    ],
  };
}

function conflictLines({ conflicts }: TimelineUnit): readonly Markup[] {
  return conflicts.map(({ emails, days, when }) =>
    when === "after"
      ? html`<li class="grave">! conflict ${formatRange(days)}: ${emails.join(" and ")}</li>`
      : html`<li>conflict now, ended by the plan: ${formatRange(days)}: ${emails.join(" and ")}</li>`,
  );
}

function stayLine(stay: TimelineStay): Markup {
  const { email, status, kinds, before, after } = stay;
  return html`<li>${email} <span class="dim">${dated(`${status ?? "no account yet"}, ${rangeWords(before, after)}`)}</span> ${joined(kinds.map((kind) => html`${kindTag(kind)} `))}</li>`;
}

/** `before → after` where they differ. */
function rangeWords(before: DateRange | null, after: DateRange | null): string {
  if (before === null) return after === null ? "" : formatRange(after);
  if (after === null) return `${formatRange(before)} → leaves`;
  return isSameRange(before, after) ? formatRange(before) : `${formatRange(before)} → ${formatRange(after)}`;
}

function isSameRange(a: DateRange, b: DateRange): boolean {
  return a.from === b.from && a.to === b.to;
}

/** The drawing of a row: before above, after below, in one where nothing changes. */
function drawing({ stays, conflicts, gaps }: TimelineUnit, scale: Scale, grid: string): Markup {
  const bars = stays.flatMap((stay) => stayBars(stay, scale));
  const clashes = conflicts.map(({ days, when }) => {
    const at = scale.stretch(days);
    if (at === null) return NOTHING;
    const y = when === "after" ? 15 : 3;
    return html`<rect class="x" x="${at.x}%" width="${at.width}%" y="${y}" height="10"/><text class="bang" x="${at.x}%" dx="-7" y="${y + 10}">!</text>`;
  });
  const vacant = gaps.map((gap) => {
    const at = scale.stretch(gap);
    if (at === null) return NOTHING;
    return html`<line class="g" x1="${at.x}%" x2="${at.x + at.width}%" y1="20" y2="20"/>`;
  });
  return html`<svg aria-hidden="true"><use href="#${grid}"/>${joined(vacant)}${joined(bars)}${joined(clashes)}</svg>`;
}

function stayBars(stay: TimelineStay, scale: Scale): readonly Markup[] {
  const { before, after, isHeldBefore, isHeldAfter } = stay;
  const isSame =
    before !== null && after !== null && isHeldBefore === isHeldAfter && isSameRange(before, after);
  if (isSame) return [bar(isHeldAfter ? "u" : "p", after, 3, 22, scale)];
  return [
    before === null ? NOTHING : bar(isHeldBefore ? "b" : "p", before, 3, 10, scale),
    after === null ? NOTHING : bar(isHeldAfter ? "a" : "p", after, 15, 10, scale),
  ];
}

function bar(kind: string, range: DateRange, y: number, height: number, scale: Scale): Markup {
  const at = scale.stretch(range);
  if (at === null) return NOTHING;
  return html`<rect class="${kind}" x="${at.x}%" width="${at.width}%" y="${y}" height="${height}"/>`;
}

function gridLines({ months, today, at }: Scale): Markup {
  const lines = months.map(
    (month) => html`<line class="m" x1="${at(month)}%" x2="${at(month)}%" y1="-6" y2="34"/>`,
  );
  return html`${lines}<line class="now" x1="${at(today)}%" x2="${at(today)}%" y1="-6" y2="34"/>`;
}

/** The heading of the drawings: the months; to a screen reader, what the column is. */
function axis({ months, at }: Scale): Markup {
  const labels = months.map(
    (month) => html`<text x="${at(month)}%" dx="3" y="14">${month.slice(0, 7)}</text>`,
  );
  return html`<svg class="axis" role="img" aria-label="Timeline, drawn; the words are in the columns beside it">${labels}</svg>`;
}

/** The patterns that bars are filled with, so that none is told by its colour alone. */
const DEFINITIONS = trusted(`<svg class="defs" aria-hidden="true"><defs>
<pattern id="clash" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="clash" x1="0" y1="0" x2="0" y2="6"/></pattern>
<pattern id="past" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line class="old" x1="0" y1="0" x2="0" y2="5"/></pattern>
</defs></svg>
`);

function legend(): Markup {
  const entries = [
    [trusted('<rect class="u" x="0" y="2" width="100%" height="14"/>'), "stays as it is"],
    [trusted('<rect class="b" x="1" y="4" width="95%" height="10"/>'), "before the plan (above)"],
    [trusted('<rect class="a" x="0" y="4" width="100%" height="10"/>'), "after the plan (below)"],
    [trusted('<rect class="p" x="0" y="4" width="100%" height="10"/>'), "the past of an ended account"],
    [
      trusted(
        '<rect class="x" x="8" y="4" width="80%" height="10"/><text class="bang" x="0" y="14">!</text>',
      ),
      "conflict",
    ],
    [trusted('<line class="g" x1="3" x2="95%" y1="9" y2="9"/>'), "vacant"],
    [trusted('<line class="now" x1="50%" x2="50%" y1="0" y2="18"/>'), "today"],
  ] as const;
  return html`<ul class="legend" aria-label="Legend">${entries.map(([sample, words]) => html`<li><svg aria-hidden="true">${sample}</svg>${words}</li>`)}</ul>`;
}
