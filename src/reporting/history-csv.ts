import { stringify } from "csv-stringify/sync";
import type { HistoryEvent } from "../domain/history-event.ts";
import { formatUnit, type Unit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { HistoryReporter } from "./history-reporters.ts";

const COLUMNS = [
  "commit",
  "date",
  "author",
  "authorEmail",
  "subject",
  "event",
  "site",
  "fromSite",
  "email",
  "unit",
  "previousUnit",
  "field",
  "old",
  "new",
  "outcome",
  "appliedAt",
  "digest",
  "run",
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | null>>>;

/**
 * A table with a header (RFC 4180), a row an event; what somebody or a site began with, or was last, stands under
 * `new` or `old` as `field: value` pairs. What a spreadsheet would take for a formula begins with an
 * apostrophe, also behind a semicolon, at which half of them split; and what cannot be seen stands as `\u{1b}`.
 */
export function historyCsv(): HistoryReporter {
  return {
    begin: () => line(Object.fromEntries(COLUMNS.map((column) => [column, column]))),
    event: (event) => line({ ...commitCells(event), ...changeCells(event) }),
    end: () => "",
  };
}

/** Where a spreadsheet that takes semicolons for separators would see a formula begin. */
const FORMULA_AFTER_SEMICOLON = /;(?=["\s]*[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

function line(row: Row): string {
  const cells = COLUMNS.map((column) =>
    visibleText(row[column] ?? "").replaceAll(FORMULA_AFTER_SEMICOLON, ";'"),
  );
  return stringify([cells], { escape_formulas: true, record_delimiter: "windows" });
}

function commitCells({ commit, receipt, type }: HistoryEvent): Row {
  const { id, date, author, authorEmail, subject } = commit;
  const { outcome = null, appliedAt = null, digest = null, run = null } = receipt ?? {};
  return { commit: id, date, author, authorEmail, subject, event: type, outcome, appliedAt, digest, run };
}

function changeCells(event: HistoryEvent): Row {
  switch (event.type) {
    case "resident-created":
      return { site: event.site, email: event.email, unit: cell(event.unit), new: pairs(event.fields) };
    case "resident-removed":
      return { site: event.site, email: event.email, unit: cell(event.unit), old: pairs(event.fields) };
    case "resident-changed":
    case "resident-moved":
      return {
        ...event,
        commit: event.commit.id,
        unit: cell(event.unit),
        previousUnit: cell(event.previousUnit),
      };
    case "site-created":
      return { site: event.site, new: pairs(event.fields) };
    case "site-changed":
    case "project-changed":
    case "site-renamed":
    case "site-removed":
      return { ...event, commit: event.commit.id };
    case "unreadable":
      return { site: event.site, field: `${event.file}:${event.line}`, new: event.message };
  }
}

function cell(unit: Unit | null): string {
  return unit === null ? "" : formatUnit(unit);
}

function pairs(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}`)
    .join("; ");
}
