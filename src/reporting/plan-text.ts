import type { Colors } from "picocolors/types.js";
import { ACTION_KINDS } from "../domain/action-kind.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Plan } from "../planning/plan.ts";
import { firstOf } from "./columns.ts";
import type { Rehearsal, ShownPlan } from "./shown-plan.ts";
import { hasNews, siteLines } from "./site-text.ts";
import { noChangesLine, type PlanSummary, summarize, summaryLine, unreadLine } from "./summary.ts";
import { count, explainHint, KIND_SYMBOLS, kindColor } from "./words.ts";

/** More quiet sites than this are counted, not named. */
const MOST_QUIET_SITES = 10;

/** A plan for a reviewer at a terminal or in a log. Ends in a line break. */
export function planText(plan: ShownPlan, colors: Colors): string {
  return [...planTextParts(plan, colors)].join("");
}

/** The same, line by line. */
export function* planTextParts(plan: ShownPlan, colors: Colors): Generator<string> {
  const summary = summarize(plan);
  const options = { colors, isRedacted: plan.redacted === true, nameOf: actionNames(plan) };
  yield* blockParts(headLines(plan, summary, colors));
  for (const site of plan.sites) {
    if (!hasNews(site)) continue;
    yield "\n";
    yield* blockParts(siteLines(site, options));
  }
  const quiet = quietLines(plan);
  if (quiet.length > 0) yield "\n";
  yield* blockParts(quiet);
  yield "\n";
  yield* blockParts(endLines(plan, summary, colors));
}

function* blockParts(lines: readonly string[]): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** What an action is called where another one waits for it. */
function actionNames(plan: Plan): ReadonlyMap<string, string> {
  const actions = plan.sites.flatMap((site) => site.actions);
  const awaited = new Set(actions.flatMap(({ after }) => after));
  return new Map(
    actions.flatMap(({ id, kind, email }) => (awaited.has(id) ? [[id, `${kind} ${email}`]] : [])),
  );
}

function headLines(plan: Plan, summary: PlanSummary, colors: Colors): readonly string[] {
  const kinds = ACTION_KINDS.filter((kind) => summary.counts[kind] > 0);
  const legend = kinds.map((kind) => kindColor(colors, kind)(`${KIND_SYMBOLS[kind]} ${kind}`));
  const head = `Plan for ${count(plan.sites.length, "site")} as of ${plan.now}${commitWords(plan)}`;
  return legend.length === 0 ? [head] : [head, `  ${legend.join("   ")}`];
}

function commitWords({ source }: Plan): string {
  if (source.commit === null) return "";
  return `, commit ${source.commit.slice(0, 12)}${source.dirty === true ? " with local changes" : ""}`;
}

function quietLines(plan: Plan): readonly string[] {
  const quiet = plan.sites.filter((site) => !hasNews(site)).map((site) => visibleText(site.name));
  if (quiet.length === 0 || quiet.length === plan.sites.length) return [];
  return [`Nothing to do at ${count(quiet.length, "site")}: ${firstOf(quiet, MOST_QUIET_SITES)}`];
}

function endLines(plan: ShownPlan, summary: PlanSummary, colors: Colors): readonly string[] {
  const hasActions = plan.sites.some((site) => site.actions.length > 0);
  const refused = plan.sites.filter((site) => site.refusals.length > 0);
  const result = hasActions ? summaryLine(summary) : noChangesLine(plan);
  const unread = unreadLine(plan);
  const lines = [...(unread === null ? [] : [colors.bold(colors.red(unread))]), colors.bold(result)];
  if (refused.length > 0) {
    const sites = refused.map((site) => {
      const rules = [...new Set(site.refusals.map(({ rule }) => rule))];
      return `${visibleText(site.name)} (${rules.join(", ")})`;
    });
    lines.push(colors.bold(colors.red(`Refused: ${sites.join(", ")}.`)));
    lines.push(explainHint(refused.flatMap((site) => site.refusals.map(({ rule }) => rule))));
  }
  if (plan.rehearsal !== undefined) lines.push(...rehearsalLines(plan.rehearsal, colors));
  if (hasActions) lines.push(`Digest: ${plan.digest}`);
  if (plan.validUntil !== null) {
    lines.push(`Valid until ${plan.validUntil}: then time alone changes what is due.`);
  }
  return lines;
}

function rehearsalLines(rehearsal: Rehearsal, colors: Colors): readonly string[] {
  if (rehearsal.converged) {
    return [
      colors.green(
        "Rehearsal: applied to the emulator, and a second plan was empty but for what is deferred.",
      ),
    ];
  }
  return [
    colors.bold(colors.red("Rehearsal: applied to the emulator, and this was left:")),
    ...rehearsal.remaining.map((line) => `  ${visibleText(line)}`),
  ];
}
