import type { Colors } from "picocolors/types.js";
import { ACTION_KINDS } from "../domain/action-kind.ts";
import { formatUnit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Action, SitePlan } from "../planning/plan.ts";
import { type ActionTextOptions, actionLines, sourceText } from "./action-text.ts";
import { alignColumns } from "./columns.ts";
import { refusalLines } from "./refusal-text.ts";
import { count } from "./words.ts";

/** More undeclared residents than this are counted, not listed. */
const MOST_UNDECLARED = 50;

/** True where a site's part of the plan has something to show beyond its counts. */
export function hasNews(site: SitePlan): boolean {
  return (
    site.actions.length + site.deferred.length + site.undeclared.length > 0 ||
    site.refusals.length + site.warnings.length > 0
  );
}

/** One site's part of a plan: refusals first, then the actions by kind, then what is left as it is. */
export function siteLines(site: SitePlan, options: ActionTextOptions): readonly string[] {
  const { colors } = options;
  const scope = site.scope === undefined ? "" : " (its halves of transfers only)";
  const head = `${colors.bold(visibleText(site.name))}${scope}: ${countWords(site)}`;
  return [
    head,
    ...refusedLines(site, colors),
    ...originGroups(site.actions).flatMap(({ title, actions }) => [
      ...(title === null ? [] : [`  ${colors.underline(title)}`]),
      ...actionLines(byKind(actions), options),
    ]),
    ...deferredLines(site, colors),
    ...undeclaredLines(site, colors),
    ...site.warnings.map(({ message, source }) => {
      const where = source === null ? "" : ` (${sourceText(source)})`;
      return `  ${colors.yellow("warning:")} ${visibleText(message)}${where}`;
    }),
  ];
}

function countWords(site: SitePlan): string {
  const waves = site.actions.reduce((most, { wave }) => Math.max(most, wave), 1);
  const changes = count(site.actions.length, "change");
  const parts = [
    waves === 1 ? changes : `${changes} in ${waves} waves`,
    `${site.counts.unchanged} unchanged`,
  ];
  if (site.deferred.length > 0) parts.push(`${site.deferred.length} deferred`);
  if (site.undeclared.length > 0) parts.push(`${site.undeclared.length} undeclared`);
  return parts.join(", ");
}

function refusedLines(site: SitePlan, colors: Colors): readonly string[] {
  if (site.refusals.length === 0) return [];
  const head = "REFUSED. Nothing is written for this site until this is settled:";
  return [
    `  ${colors.bold(colors.red(head))}`,
    ...site.refusals.flatMap((refusal) => refusalLines(refusal, colors)),
  ];
}

/** Actions in the order of kinds; within a kind they keep the plan's order. */
function byKind(actions: readonly Action[]): readonly Action[] {
  return ACTION_KINDS.flatMap((kind) => actions.filter((action) => action.kind === kind));
}

/** Against a base the declared changes and the drift stand apart; without one there is one group, untitled. */
function originGroups(actions: readonly Action[]) {
  const groups = [
    { title: null, actions: actions.filter(({ origin }) => origin === undefined) },
    { title: "Changed in the declarations", actions: actions.filter(({ origin }) => origin === "change") },
    { title: "Drift: due anyway", actions: actions.filter(({ origin }) => origin === "drift") },
  ];
  return groups.filter((group) => group.actions.length > 0);
}

function deferredLines(site: SitePlan, colors: Colors): readonly string[] {
  if (site.deferred.length === 0) return [];
  const rows = site.deferred.map(({ email, wish, reason }) => [
    visibleText(email),
    visibleText(wish),
    visibleText(reason),
  ]);
  return [`  ${colors.bold("Deferred:")}`, ...alignColumns(rows).map((line) => `    ${line}`)];
}

function undeclaredLines(site: SitePlan, colors: Colors): readonly string[] {
  if (site.undeclared.length === 0) return [];
  const rows = site.undeclared
    .slice(0, MOST_UNDECLARED)
    .map(({ email, status, unit }) => [visibleText(formatUnit(unit)), visibleText(email), status]);
  const more = site.undeclared.length - rows.length;
  return [
    `  ${colors.bold("Live and not declared:")}`,
    ...alignColumns(rows).map((line) => `    ${line}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
