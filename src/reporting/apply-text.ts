import type { Colors, Formatter } from "picocolors/types.js";
import type { ActionOutcome, ApplyReport, JobRecord, SiteSummary } from "../applying/apply-report.ts";
import { ENDINGS, type Ending } from "../applying/attempt.ts";
import { formatUnit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { alignColumns } from "./columns.ts";
import { count, KIND_SYMBOLS } from "./words.ts";

/** How an ending reads. */
const ENDING_WORDS: Readonly<Record<Ending, string>> = {
  applied: "applied",
  already: "already so",
  failed: "FAILED",
  "not-attempted": "not attempted",
  unknown: "UNKNOWN",
};

/** How an apply ended, resident by resident. Ends in a line break. */
export function reportText(report: ApplyReport, colors: Colors): string {
  const blocks = [
    ...report.sites.filter((site) => isTold(site, report)).map((site) => siteLines(site, report, colors)),
    report.problems
      .filter(({ site }) => site === null)
      .map(({ message, detail }) => problemLine(message, detail, colors)),
    endLines(report, colors),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A site where nothing was to be done, and nothing went wrong, is not told about. */
function isTold(site: SiteSummary, report: ApplyReport): boolean {
  return (
    site.refusedBy.length > 0 ||
    site.remaining !== 0 ||
    report.outcomes.some((outcome) => outcome.site === site.name) ||
    report.problems.some((problem) => problem.site === site.name)
  );
}

function siteLines(site: SiteSummary, report: ApplyReport, colors: Colors): readonly string[] {
  const mine = report.outcomes.filter((outcome) => outcome.site === site.name);
  const rows = alignColumns(mine.map(outcomeCells));
  return [
    `${colors.bold(visibleText(site.name))}: ${endingCounts(site.endings)}`,
    ...(site.refusedBy.length > 0
      ? [`  ${colors.bold(colors.red(`REFUSED by ${site.refusedBy.join(", ")}: nothing was written`))}`]
      : []),
    ...mine.flatMap((outcome, index) => outcomeLines(outcome, rows[index] ?? "", colors)),
    ...report.jobs.filter((job) => job.site === site.name).map((job) => `  ${colors.dim(jobWords(job))}`),
    ...report.problems
      .filter((problem) => problem.site === site.name)
      .map(({ message, detail }) => `  ${problemLine(message, detail, colors)}`),
    `  ${leftWords(site)}`,
  ];
}

function outcomeCells(outcome: ActionOutcome): readonly string[] {
  return [
    ENDING_WORDS[outcome.ending],
    `${KIND_SYMBOLS[outcome.kind]} ${outcome.kind}`,
    visibleText(formatUnit(outcome.unit)),
    visibleText(outcome.email),
  ];
}

function outcomeLines(outcome: ActionOutcome, row: string, colors: Colors): readonly string[] {
  const paint = endingColor(outcome.ending, colors);
  return [
    `  ${paint(row)}`,
    ...(outcome.message === null ? [] : [`      ${visibleText(outcome.message)}`]),
    ...(outcome.detail === null ? [] : [`      ${visibleText(outcome.detail)}`]),
  ];
}

function endingColor(ending: Ending, colors: Colors): Formatter {
  switch (ending) {
    case "applied":
      return colors.green;
    case "already":
      return colors.dim;
    case "failed":
      return colors.red;
    case "not-attempted":
    case "unknown":
      return colors.yellow;
  }
}

/** `job 7f3a (create): 3 submitted, 2 succeeded, 1 failed, finished`. */
function jobWords({ jobId, action, submitted, success, failed, end }: JobRecord): string {
  const counts = [`${submitted} submitted`];
  if (success !== null) counts.push(`${success} succeeded`);
  if (failed !== null) counts.push(`${failed} failed`);
  return `job ${visibleText(jobId)} (${action}): ${counts.join(", ")}; ${END_WORDS[end]}`;
}

const END_WORDS: Readonly<Record<JobRecord["end"], string>> = {
  finished: "finished",
  "time-limit": "not finished within the time limit",
  lost: "its answer was lost",
  interrupted: "not waited for any longer",
};

function problemLine(message: string, detail: string | null, colors: Colors): string {
  const words = detail === null ? "" : `: ${visibleText(detail)}`;
  return `${colors.yellow("note:")} ${visibleText(message)}${words}`;
}

function leftWords({ isVerified, remaining }: SiteSummary): string {
  if (!isVerified || remaining === null) return "Live state was not read again: what is left is not known.";
  return remaining === 0
    ? "Read again: nothing is left but what is deferred."
    : `Read again: ${count(remaining, "action")} still due.`;
}

/** `3 applied, 1 FAILED`; endings that nobody had are left out. */
function endingCounts(endings: Readonly<Record<Ending, number>>): string {
  const parts = ENDINGS.filter((ending) => endings[ending] > 0).map(
    (ending) => `${endings[ending]} ${ENDING_WORDS[ending]}`,
  );
  return parts.length === 0 ? "nothing to do" : parts.join(", ");
}

function endLines(report: ApplyReport, colors: Colors): readonly string[] {
  const total: Record<Ending, number> = { applied: 0, already: 0, failed: 0, "not-attempted": 0, unknown: 0 };
  for (const { ending } of report.outcomes) total[ending] += 1;
  const isNothingDone = report.outcomes.length === 0 && report.exitCode !== 0;
  const counts = isNothingDone ? "nothing was done" : endingCounts(total);
  const lines = [colors.bold(`${verdictWords(report)} ${counts}.`)];
  if (report.journalFile !== null && report.exitCode !== 0) {
    lines.push(`Journal: ${visibleText(report.journalFile)}`);
  }
  return lines;
}

function verdictWords({ exitCode, isInterrupted }: ApplyReport): string {
  if (isInterrupted) return "Interrupted; the next apply goes on from here:";
  switch (exitCode) {
    case 0:
      return "Done:";
    case 3:
      return "Refused in part or in whole:";
    default:
      return "Incomplete:";
  }
}
