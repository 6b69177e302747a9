import type { ActionOutcome, ApplyReport, SiteSummary } from "../applying/apply-report.ts";
import { ENDINGS, type Ending } from "../applying/attempt.ts";
import { formatUnit } from "../domain/unit.ts";
import { fitSections, type Section } from "./byte-budget.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";

/** How an ending reads. */
const ENDING_WORDS: Readonly<Record<Ending, string>> = {
  applied: "applied",
  already: "already so",
  failed: "failed",
  "not-attempted": "not attempted",
  unknown: "unknown",
};

/**
 * How an apply ended, for a pull request: the verdict, what went wrong, the sites, and what was done, folded. At most
 * `limit` bytes (from 4,000): rows are left out whole, and counted, from the harmless end; the verdict and the numbers
 * never. The server's own words are left out: they may name residents. Ends in a line break.
 */
export function applyMarkdown(report: ApplyReport, limit: number): string {
  const head = `## Residents: ${verdict(report)}\n\n**${markdownText(countWords(report))}**\n\n`;
  const rest = fitSections(
    sectionsOf(report),
    limit - Buffer.byteLength(head),
    (leftOut) => `**${leftOut} more lines** are in the log of the run and in the journal.\n`,
  );
  return `${head}${rest}`.replace(/\n+$/, "\n");
}

function verdict({ exitCode, isInterrupted }: ApplyReport): string {
  if (isInterrupted) return "apply interrupted; the next one goes on from here";
  switch (exitCode) {
    case 0:
      return "applied";
    case 3:
      return "apply refused, in part or in whole";
    default:
      return "apply incomplete";
  }
}

function countWords({ outcomes, exitCode }: ApplyReport): string {
  const parts = ENDINGS.map((ending) => ({
    ending,
    number: outcomes.filter((outcome) => outcome.ending === ending).length,
  })).filter(({ number }) => number > 0);
  if (parts.length === 0) return exitCode === 0 ? "Nothing was to be done." : "Nothing was done.";
  return `${parts.map(({ ending, number }) => `${number} ${ENDING_WORDS[ending]}`).join(", ")}.`;
}

function sectionsOf(report: ApplyReport): readonly Section[] {
  const isFine = ({ ending }: ActionOutcome) => ending === "applied" || ending === "already";
  const wrong = report.outcomes.filter((outcome) => !isFine(outcome));
  const done = report.outcomes.filter(isFine);
  return [
    {
      head: "### Not done\n\n| | Change | Site | Unit | Resident | Why |\n|---|---|---|---|---|---|\n",
      rows: wrong.map(outcomeRow),
      tail: "\n",
    },
    {
      head: "### Worth knowing\n\n",
      rows: report.problems.map(({ site, message }) => {
        const where = site === null ? "" : `**${markdownText(site)}**: `;
        return `- ${where}${markdownText(message)}\n`;
      }),
      tail: "\n",
    },
    {
      head: "### Sites\n\n| Site | Result | Left to do |\n|---|---|---|\n",
      rows: report.sites.filter((site) => isTold(site)).map(siteRow),
      tail: "\n",
    },
    {
      head: `<details><summary>${done.length} done</summary>\n\n| | Change | Site | Unit | Resident | |\n|---|---|---|---|---|---|\n`,
      rows: done.map(outcomeRow),
      tail: "\n</details>\n\n",
    },
  ];
}

function outcomeRow({ ending, kind, site, unit, email, message }: ActionOutcome): string {
  const cells = [
    ENDING_WORDS[ending],
    kind,
    markdownText(site),
    markdownCode(formatUnit(unit)),
    markdownCode(email),
    markdownText(message ?? ""),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

/** A site where nothing was to be done, and nothing is left, is not told about. */
function isTold(site: SiteSummary): boolean {
  return (
    site.refusedBy.length > 0 || site.remaining !== 0 || ENDINGS.some((ending) => site.endings[ending] > 0)
  );
}

function siteRow({ name, endings, refusedBy, isVerified, remaining }: SiteSummary): string {
  const counts = ENDINGS.filter((ending) => endings[ending] > 0).map(
    (ending) => `${endings[ending]} ${ENDING_WORDS[ending]}`,
  );
  const result = refusedBy.length > 0 ? `refused by ${refusedBy.join(", ")}` : counts.join(", ");
  const left = isVerified && remaining !== null ? `${remaining}` : "not known: live state was not read again";
  return `| ${markdownText(name)} | ${markdownText(result)} | ${left} |\n`;
}
