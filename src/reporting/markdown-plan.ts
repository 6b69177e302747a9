import { formatUnit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Plan, SitePlan } from "../planning/plan.ts";
import { byteLength, fitSections, type Section } from "./byte-budget.ts";
import { otherActions } from "./markdown-actions.ts";
import { type EndingDetail, endingsMarkdown } from "./markdown-endings.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";
import { type RefusalDetail, refusalsMarkdown } from "./markdown-refusals.ts";
import { markdownSource, type SourceLinks } from "./markdown-source.ts";
import type { ShownPlan } from "./shown-plan.ts";
import { noChangesLine, summarize, summaryLine, unreadLine } from "./summary.ts";
import { count } from "./words.ts";

/** A comment on GitHub holds 65,536 characters; some room is left for what is put around a report. */
export const COMMENT_BYTES = 60_000;

/** A job's summary holds 1 MiB a step; what would be more is dropped whole. */
export const SUMMARY_BYTES = 1_000_000;

/** How a plan is told in Markdown. */
export interface PlanMarkdownOptions {
  /** The most bytes, in UTF-8; from 4,000. */
  readonly limit: number;
  /** Null where places are only named. */
  readonly links: SourceLinks | null;
  /** The commit at the head of the pull request; null where it is the one that was planned. */
  readonly headCommit: string | null;
  /** Where the whole plan is, in words, such as the artifact's name; null where it was not kept. */
  readonly wholePlan: string | null;
}

/** From the fullest to the shortest: refusals and what ends access are never cut, only told in fewer words. */
const DETAILS: readonly (readonly [refusals: RefusalDetail, endings: EndingDetail])[] = [
  ["full", "full"],
  ["full", "brief"],
  ["full", "listed"],
  ["brief", "listed"],
  ["brief", "packed"],
  ["brief", "named"],
  ["counted", "named"],
  ["brief", "counted"],
  ["counted", "counted"],
];

/** Bytes that are kept for what is not refused and ends nobody's access: at the least how much of it there is. */
const OTHER_BYTES = 700;

/**
 * A plan for a pull request: what is refused, what ends access, then the rest, folded, by site and kind. Holds no
 * values, only the names of fields, and e-mails as the plan has them: a redacted plan has pseudonyms. At most `limit`
 * bytes: rows are left out whole, and counted, from the harmless end. Ends in a line break.
 */
export function planMarkdown(plan: ShownPlan, options: PlanMarkdownOptions): string {
  const { links, limit } = options;
  const head = headMarkdown(plan, options);
  const graveRoom = limit - byteLength(head) - OTHER_BYTES;
  const graves = DETAILS.map(
    ([refusals, endings]) =>
      () =>
        `${refusalsMarkdown(plan.sites, refusals, links)}${endingsMarkdown(plan.sites, endings, links)}`,
  );
  let grave = "";
  for (const render of graves) {
    grave = render();
    if (byteLength(grave) <= graveRoom) break;
  }
  const room = limit - byteLength(head) - byteLength(grave);
  const rest = fitSections(restSections(plan, links), room, (leftOut) => leftOutLine(leftOut, options));
  return `${head}${grave}${rest}`.replace(/\n+$/, "\n");
}

function leftOutLine(leftOut: number, { wholePlan }: PlanMarkdownOptions): string {
  const where = wholePlan === null ? "" : ` All of them are in ${markdownText(wholePlan)}.`;
  return `**${leftOut} more**, none of which ends anybody's access.${where}\n`;
}

function headMarkdown(plan: ShownPlan, { headCommit, wholePlan }: PlanMarkdownOptions): string {
  const hasActions = plan.sites.some((site) => site.actions.length > 0);
  const isRefused = plan.sites.some((site) => site.refusals.length > 0);
  const title = isRefused ? "refused" : hasActions ? "changes" : "no changes";
  const summary = hasActions ? summaryLine(summarize(plan)) : noChangesLine(plan);
  const commit = headCommit ?? plan.source.commit;
  const facts = [
    `- Digest: ${markdownCode(plan.digest)}`,
    ...(commit === null
      ? []
      : [`- Head commit: ${markdownCode(commit)}${plan.source.dirty === true ? " with local changes" : ""}`]),
    `- As of ${markdownCode(plan.now)}${validWords(plan)}`,
    ...(wholePlan === null ? [] : [`- The whole plan: ${markdownText(wholePlan)}`]),
    ...originFacts(plan),
    ...rehearsalFacts(plan),
  ];
  const unread = unreadLine(plan);
  const incomplete = unread === null ? "" : `**${markdownText(unread)}**\n\n`;
  return `## Residents: ${title}\n\n${incomplete}**${markdownText(summary)}**\n\n${facts.join("\n")}\n\n`;
}

function validWords({ validUntil }: Plan): string {
  return validUntil === null
    ? ""
    : `; valid until ${markdownCode(validUntil)}, then time alone changes what is due`;
}

function originFacts(plan: Plan): readonly string[] {
  const actions = plan.sites.flatMap((site) => site.actions);
  const drift = actions.filter(({ origin }) => origin === "drift").length;
  if (drift === 0) return [];
  return [`- ${count(actions.length - drift, "change")} declared here; ${drift} due anyway, marked as drift`];
}

const MOST_REMAINING = 5;

/** Characters of a line that says what a rehearsal left. */
const LONGEST_REMAINING = 300;

function rehearsalFacts({ rehearsal }: ShownPlan): readonly string[] {
  if (rehearsal === undefined) return [];
  if (rehearsal.converged) return ["- Rehearsed: applied to the emulator, and nothing was left to do"];
  const { remaining } = rehearsal;
  const more = remaining.length - MOST_REMAINING;
  return [
    "- **Rehearsed: applied to the emulator, and this was left:**",
    ...remaining
      .slice(0, MOST_REMAINING)
      .map((line) => `  - ${markdownText(visibleText(line, LONGEST_REMAINING))}`),
    ...(more > 0 ? [`  - ${more} more`] : []),
  ];
}

function restSections(plan: Plan, links: SourceLinks | null): readonly Section[] {
  return [
    warningSection(plan.sites, links),
    ...otherActions(plan.sites, links),
    folded(
      "deferred: cannot take effect yet",
      "| Site | Resident | Wish | Why not yet |\n|---|---|---|---|\n",
      plan.sites.flatMap((site) =>
        site.deferred.map(
          ({ email, wish, reason }) =>
            `| ${markdownText(site.name)} | ${markdownCode(email)} | ${markdownText(wish)} | ${markdownText(reason)} |\n`,
        ),
      ),
    ),
    folded(
      "live and not declared",
      "| Site | Unit | Resident | Status |\n|---|---|---|---|\n",
      plan.sites.flatMap((site) =>
        site.undeclared.map(
          ({ email, unit, status }) =>
            `| ${markdownText(site.name)} | ${markdownCode(formatUnit(unit))} | ${markdownCode(email)} | ${markdownText(status)} |\n`,
        ),
      ),
    ),
  ];
}

function warningSection(sites: readonly SitePlan[], links: SourceLinks | null): Section {
  const rows = sites.flatMap((site) =>
    site.warnings.map(({ message, source }) => {
      const where = source === null ? "" : ` (${markdownSource(source, links)})`;
      return `- **${markdownText(site.name)}**: ${markdownText(message)}${where}\n`;
    }),
  );
  return { head: "### Warnings\n\n", rows, tail: "\n" };
}

function folded(title: string, head: string, rows: readonly string[]): Section {
  return {
    head: `<details><summary>${rows.length} ${title}</summary>\n\n${head}`,
    rows,
    tail: "\n</details>\n\n",
  };
}
