import type { Colors } from "picocolors/types.js";
import { visibleJson } from "../domain/visible-json.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { ApplyItem, Reviewed } from "./apply-item.ts";
import { reportText } from "./apply-text.ts";
import { alignColumns } from "./columns.ts";
import { applyMarkdown } from "./markdown-apply.ts";
import { COMMENT_BYTES } from "./markdown-plan.ts";
import { planText } from "./plan-text.ts";
import { reviewedLines } from "./reviewed.ts";
import { KIND_SYMBOLS } from "./words.ts";

/** Renders an item for stdout; the text is empty or ends in a line break. */
export type ApplyReporter = (item: ApplyItem, colors: Colors) => string;

/** The plan and the report; what happens in between is progress, and goes to stderr. */
function applyText(item: ApplyItem, colors: Colors): string {
  switch (item.type) {
    case "plan":
      return planText(item.plan, colors);
    case "reviewed":
      return reviewedText(item.reviewed, colors);
    case "event":
      return "";
    case "report":
      return `\n${reportText(item.report, colors)}`;
  }
}

function reviewedText(reviewed: Reviewed, colors: Colors): string {
  const lines = reviewedLines(reviewed);
  if (lines.length === 0) return "";
  const rows = alignColumns(
    lines.map(({ kind, unit, email, message }) => [
      `${KIND_SYMBOLS[kind]} ${kind}`,
      visibleText(unit),
      visibleText(email),
      visibleText(message),
    ]),
  );
  const painted = rows.map((row, index) => `  ${lines[index]?.outcome === "stale" ? colors.red(row) : row}`);
  return `\n${colors.bold("Against the reviewed plan:")}\n${painted.join("\n")}\n`;
}

/**
 * JSON lines (`schemas/apply.schema.json`): `{"type":"plan",…}`, `{"type":"reviewed",…}` where a plan was reviewed, the
 * events as they happen, and `{"type":"report",…}`. The report's new plan is left out: the sites say how much of it is
 * left.
 */
function applyJson(item: ApplyItem): string {
  switch (item.type) {
    case "plan":
      return jsonLine(item);
    case "reviewed":
      return jsonLine({ type: "reviewed", residents: reviewedLines(item.reviewed) });
    case "event":
      return jsonLine(item.event);
    case "report": {
      const { remaining: _newPlan, ...report } = item.report;
      return jsonLine({ type: "report", report });
    }
  }
}

function jsonLine(value: unknown): string {
  return `${visibleJson(value)}\n`;
}

/** The report alone: the plan was shown before it was approved. */
function markdown(item: ApplyItem): string {
  return item.type === "report" ? applyMarkdown(item.report, COMMENT_BYTES) : "";
}

/** What `apply --format` can be. */
export const APPLY_REPORTERS = {
  text: applyText,
  json: applyJson,
  markdown,
} as const satisfies Readonly<Record<string, ApplyReporter>>;

/** The name of a format. */
export type ApplyFormat = keyof typeof APPLY_REPORTERS;
