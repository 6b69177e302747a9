import type { Colors } from "picocolors/types.js";
import type { HistoryEvent } from "../domain/history-event.ts";
import type { Receipt } from "../domain/receipt.ts";
import { formatUnit, type Unit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { HistoryReporter } from "./history-reporters.ts";

/** One line an event, below the commit that made it and the apply that brought it to the live system. */
export function historyText(colors: Colors): HistoryReporter {
  let previous: HistoryEvent | null = null;
  return {
    begin: () => "",
    event: (event) => {
      const isNewCommit = previous?.commit.id !== event.commit.id;
      const heading = isNewCommit ? `${previous === null ? "" : "\n"}${commitLines(event, colors)}` : "";
      const before = isNewCommit ? null : (previous?.receipt ?? null);
      const applied = before === event.receipt ? "" : `  ${colors.dim(receiptWords(event.receipt))}\n`;
      previous = event;
      return `${heading}${applied}  ${eventLine(event, colors)}\n`;
    },
    end: () => "",
  };
}

function commitLines({ commit }: HistoryEvent, colors: Colors): string {
  const id = colors.yellow(commit.id.slice(0, 12));
  return `${id}  ${visibleText(commit.date)}  ${visibleText(commit.author, 100)}\n  ${visibleText(commit.subject, 200)}\n`;
}

function receiptWords(receipt: Receipt | null): string {
  if (receipt === null) return "no apply is known of what follows";
  const { outcome, appliedAt, digest, run } = receipt;
  const where = run === null ? "" : `, ${visibleText(run, 300)}`;
  return `applied ${visibleText(appliedAt, 40)}: ${outcome}, plan ${visibleText(digest.slice(0, 12))}${where}`;
}

function eventLine(event: HistoryEvent, colors: Colors): string {
  switch (event.type) {
    case "resident-created":
      return `${colors.green("+")} ${who(event)} created${fieldsWords(event.fields)}`;
    case "resident-changed":
      return `${colors.yellow("~")} ${who(event)} ${changeWords(event)}`;
    case "resident-moved":
      return `${colors.cyan(">")} ${who(event)} moved from ${visibleText(event.fromSite)}${unitWords(event.previousUnit)}`;
    case "resident-removed":
      return `${colors.red("-")} ${who(event)} removed`;
    case "site-created":
      return `${colors.green("+")} ${visibleText(event.site)}: site created${fieldsWords(event.fields)}`;
    case "site-changed":
      return `${colors.yellow("~")} ${visibleText(event.site)}: site ${changeWords(event)}`;
    case "site-renamed":
      return `${colors.cyan(">")} ${visibleText(event.site)}: site renamed from ${visibleText(event.fromSite)}`;
    case "site-removed":
      return `${colors.red("-")} ${visibleText(event.site)}: site removed`;
    case "project-changed":
      return `${colors.yellow("~")} project ${changeWords(event)}`;
    case "unreadable": {
      const site = event.site === null ? "" : ` (of ${visibleText(event.site)})`;
      const place = `${visibleText(event.file)}:${event.line}${site}`;
      return `${colors.red("!")} ${place} cannot be read: ${visibleText(event.message)} What it said before counts on.`;
    }
  }
}

/** `hudson: cwilson@example.com (Hudson/1/105)`. */
function who({ site, email, unit }: { site: string; email: string; unit: Unit | null }): string {
  return `${visibleText(site)}: ${visibleText(email, 254)}${unitWords(unit)}`;
}

function unitWords(unit: Unit | null): string {
  return unit === null ? "" : ` (${visibleText(formatUnit(unit), 200)})`;
}

/** `accessEnd: 2026-11-05 -> 2027-11-05`; `(none)` where nothing was written. */
function changeWords({
  field,
  old,
  new: now,
}: {
  field: string;
  old: string | null;
  new: string | null;
}): string {
  return `${field}: ${valueWords(old)} -> ${valueWords(now)}`;
}

function valueWords(value: string | null): string {
  return value === null ? "(none)" : visibleText(value, 200);
}

/** What the line says already. */
const SAID = ["email", "building", "floor", "unit"];

function fieldsWords(fields: Readonly<Record<string, string>>): string {
  const others = Object.entries(fields).filter(([field]) => !SAID.includes(field));
  const words = others.map(([field, value]) => `${field} ${visibleText(value, 200)}`);
  return words.length === 0 ? "" : `: ${words.join(", ")}`;
}
