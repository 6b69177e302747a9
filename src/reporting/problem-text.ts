import type { Colors } from "picocolors/types.js";
import type { Problem } from "../declarations/problem.ts";
import { formatPosition } from "../domain/source.ts";
import { visibleText } from "../domain/visible-text.ts";
import { count, explainHint } from "./words.ts";

/** How problems are shown. */
export interface ProblemTextOptions {
  readonly colors: Colors;
  /** What was written may be personal, and is left out. */
  readonly isRedacted: boolean;
}

/** Every problem with its place, its rule and its way out, their count, and where to read more. Empty for none. */
export function problemsText(problems: readonly Problem[], options: ProblemTextOptions): string {
  if (problems.length === 0) return "";
  const lines = problems.flatMap((problem) => problemLines(problem, options));
  const rules = new Set(problems.map(({ rule }) => rule));
  return `${lines.join("\n")}\n${countLine(problems)}\n${explainHint([...rules])}\n`;
}

function problemLines(problem: Problem, { colors, isRedacted }: ProblemTextOptions): readonly string[] {
  const paint = problem.severity === "error" ? colors.red : colors.yellow;
  const written =
    isRedacted || problem.value === undefined ? "" : ` (written: ${visibleText(problem.value, 200)})`;
  const message = `${visibleText(problem.message)}${written}`;
  const place = colors.bold(visibleText(formatPosition(problem.position)));
  const related = (problem.related ?? []).map((position) => visibleText(formatPosition(position)));
  return [
    `${place}: ${paint(problem.severity)}: ${message} ${colors.dim(`[${problem.rule}]`)}`,
    ...(related.length === 0 ? [] : [`    see also: ${related.join(", ")}`]),
    `    way out: ${visibleText(problem.remedy)}`,
  ];
}

/** `2 errors, 1 warning.` */
function countLine(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [];
  if (errors > 0) parts.push(count(errors, "error"));
  if (warnings > 0) parts.push(count(warnings, "warning"));
  return `${parts.join(", ")}.`;
}
