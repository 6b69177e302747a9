import type { Colors } from "picocolors/types.js";
import { visibleJson } from "../../domain/visible-json.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { count } from "../../reporting/words.ts";
import type { Finding, Verdict } from "./finding.ts";

const VERDICTS: readonly Verdict[] = ["ok", "warning", "failure"];

/** One line a finding, what to do below it, and the sum. */
export function findingsText(findings: readonly Finding[], colors: Colors): string {
  const paint = { ok: colors.green, warning: colors.yellow, failure: colors.red };
  const lines = findings.flatMap(({ check, verdict, site, message, remedy }) => {
    const place = site === null ? "" : `${visibleText(site)}: `;
    const line = `${paint[verdict](verdict.padEnd(7))}  ${check.padEnd(12)}  ${place}${message}`;
    return remedy === null ? [line] : [line, `${" ".repeat(23)}${remedy}`];
  });
  const [fine = 0, warnings = 0, failures = 0] = VERDICTS.map((verdict) => countOf(findings, verdict));
  lines.push("", `${fine} ok, ${count(warnings, "warning")}, ${count(failures, "failure")}.`);
  return lines.map((line) => `${line}\n`).join("");
}

/** The findings as one JSON document (`schemas/doctor.schema.json`). */
export function findingsJson(findings: readonly Finding[]): string {
  const summary = Object.fromEntries(VERDICTS.map((verdict) => [verdict, countOf(findings, verdict)]));
  return `${visibleJson({ summary, findings }, 2)}\n`;
}

function countOf(findings: readonly Finding[], verdict: Verdict): number {
  return findings.filter((finding) => finding.verdict === verdict).length;
}
