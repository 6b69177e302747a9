import type { Colors } from "picocolors/types.js";
import { formatUnit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Outlook, SiteOutlook, StatusRow } from "../planning/outlook.ts";
import { alignColumns } from "./columns.ts";
import {
  byResidentAndDay,
  dayWords,
  declaredWords,
  eventWords,
  liveWords,
  planWords,
} from "./status-words.ts";
import { unreadLine } from "./summary.ts";
import { count } from "./words.ts";

const HEAD = ["UNIT", "E-MAIL", "DECLARED", "LIVE", "PLAN", "NEXT"];

/** Declared and live side by side, a table a site; with `hasCalendar` also what comes, in date order. */
export function statusText(outlook: Outlook, colors: Colors, hasCalendar: boolean): string {
  const blocks = outlook.sites.map((site) => siteLines(site, colors));
  if (hasCalendar) blocks.push(calendarLines(outlook, colors));
  const unread = unreadLine(outlook);
  if (unread !== null) blocks.push([colors.bold(colors.red(unread))]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function siteLines(site: SiteOutlook, colors: Colors): readonly string[] {
  const { name, rows, timeline } = site;
  const due = rows.filter(({ plan }) => plan.length > 0).length;
  const words = due === 0 ? "all as declared" : `${due} not as declared`;
  const title = `${colors.bold(visibleText(name))}: ${count(rows.length, "resident")}, ${words}, on ${timeline.today}`;
  if (rows.length === 0) return [title];
  const [head = "", ...lines] = alignColumns([HEAD, ...rows.map(cells)]);
  return [
    title,
    `  ${colors.dim(head)}`,
    ...lines.map((line, index) => `  ${rows[index]?.plan.length === 0 ? line : colors.yellow(line)}`),
  ];
}

function cells(row: StatusRow): readonly string[] {
  return [
    row.unit === null ? "-" : visibleText(formatUnit(row.unit)),
    visibleText(row.email),
    visibleText(declaredWords(row.declared)),
    visibleText(liveWords(row.live)),
    planWords(row),
    row.next === null ? "-" : `${row.next.date} ${eventWords(row.next.kind)}`,
  ];
}

function calendarLines(outlook: Outlook, colors: Colors): readonly string[] {
  const days = byResidentAndDay(outlook.sites.flatMap((site) => site.events).sort(byDate));
  const title = colors.bold(`Until ${outlook.until}:`);
  if (days.length === 0) return [`${title} time changes nothing.`];
  const rows = days.map((day) => [
    day.first.date,
    visibleText(day.first.site),
    visibleText(formatUnit(day.first.unit)),
    visibleText(day.first.email),
    dayWords(day),
  ]);
  return [title, ...alignColumns(rows).map((line) => `  ${line}`)];
}

/** By date over all sites; within a date the order of the sites and of their calendars stays. */
function byDate(a: { readonly date: string }, b: { readonly date: string }): number {
  return a.date < b.date ? -1 : a.date > b.date ? 1 : 0;
}
