import { ACTION_KINDS, type ActionKind } from "../domain/action-kind.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Effect, Plan } from "../planning/plan.ts";
import { count } from "./words.ts";

/** A plan added up. */
export interface PlanSummary {
  readonly counts: Readonly<Record<ActionKind, number>>;
  /** The last days on which terminations can be undone, sorted: one a time zone. */
  readonly undoUntil: readonly string[];
  readonly emailsNow: number;
  /** How many e-mails on which day, by day. */
  readonly emailsLater: readonly (readonly [date: string, emails: number])[];
  readonly operatorReports: number;
}

/** Adds up the actions of all sites and their effects. */
export function summarize(plan: Plan): PlanSummary {
  const counts: Record<ActionKind, number> = {
    create: 0,
    update: 0,
    reinstate: 0,
    suspend: 0,
    unsuspend: 0,
    terminate: 0,
    purge: 0,
  };
  const undoUntil = new Set<string>();
  const later = new Map<string, number>();
  let emailsNow = 0;
  let operatorReports = 0;

  function add(effect: Effect): void {
    if (effect.type === "undo-until") undoUntil.add(effect.date);
    else if (effect.type === "operator-report") operatorReports += 1;
    else if (effect.type === "wifi-details") emailsNow += 1;
    else if (effect.type === "invitation" && effect.when === "now") emailsNow += 1;
    else if (effect.type === "invitation") later.set(effect.when, (later.get(effect.when) ?? 0) + 1);
  }

  for (const site of plan.sites) {
    for (const action of site.actions) {
      counts[action.kind] += 1;
      for (const effect of action.effects) add(effect);
    }
  }
  const emailsLater = [...later].sort(([a], [b]) => (a < b ? -1 : 1));
  return { counts, undoUntil: [...undoUntil].sort(), emailsNow, emailsLater, operatorReports };
}

/** The kinds that the summary names even where there are none. */
const ALWAYS_NAMED: ReadonlySet<ActionKind> = new Set(["create", "update", "terminate", "purge"]);

/**
 * `Plan: 3 to create, 1 to update, 1 to terminate (undo until 2026-12-24), 0 to purge. E-mails to residents: 3 now,
 * 1 on 2026-12-01. Operator reports: 2.`
 */
export function summaryLine(summary: PlanSummary): string {
  const kinds = ACTION_KINDS.filter((kind) => summary.counts[kind] > 0 || ALWAYS_NAMED.has(kind)).map(
    (kind) => `${summary.counts[kind]} to ${kind}${kind === "terminate" ? undoWords(summary) : ""}`,
  );
  const reports = summary.operatorReports === 0 ? "" : ` Operator reports: ${summary.operatorReports}.`;
  return `Plan: ${kinds.join(", ")}. E-mails to residents: ${emailWords(summary)}.${reports}`;
}

function undoWords({ undoUntil }: PlanSummary): string {
  const [first] = undoUntil;
  if (first === undefined) return "";
  const last = undoUntil.at(-1);
  return last === first ? ` (undo until ${first})` : ` (undo until ${first}, some until ${last})`;
}

/** More days than this are added up: the line must stay one that is read. */
const MOST_DAYS = 12;

function emailWords({ emailsNow, emailsLater }: PlanSummary): string {
  const shown = emailsLater.length > MOST_DAYS ? emailsLater.slice(0, MOST_DAYS - 1) : emailsLater;
  const rest = emailsLater.slice(shown.length);
  const parts = emailsNow === 0 ? [] : [`${emailsNow} now`];
  for (const [date, emails] of shown) parts.push(`${emails} on ${date}`);
  const last = rest.at(-1);
  if (last !== undefined) {
    const emails = rest.reduce((sum, [, number]) => sum + number, 0);
    parts.push(`${emails} on ${rest.length} later days until ${last[0]}`);
  }
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** More unread sites than this are counted: one outage fails all of them for one reason. */
const MOST_UNREAD = 20;

/** Which sites are missing, and why: nothing that is said of a plan is true of them. Null where none is. */
export function unreadLine(plan: Pick<Plan, "unread">): string | null {
  if (plan.unread === undefined || plan.unread.length === 0) return null;
  const sites = plan.unread
    .slice(0, MOST_UNREAD)
    .map(({ name, reason }) => `${visibleText(name)} (${visibleText(reason, 300)})`);
  const more = plan.unread.length - sites.length;
  if (more > 0) sites.push(`and ${more} more`);
  return `INCOMPLETE: nothing is known of ${count(plan.unread.length, "site")} that could not be read: ${sites.join("; ")}`;
}

/**
 * `No changes. 58 residents at 3 sites are as declared.` Of a plan that knows of no site it would be untrue, and of one
 * that is refused no more than half the truth.
 */
export function noChangesLine(plan: Plan): string {
  if (plan.sites.length === 0 && unreadLine(plan) !== null)
    return "Nothing is planned: no site could be read.";
  const unchanged = plan.sites.reduce((sum, site) => sum + site.counts.unchanged, 0);
  const verb = unchanged === 1 ? "is" : "are";
  const asDeclared = `${count(unchanged, "resident")} at ${count(plan.sites.length, "site")} ${verb} as declared.`;
  const refused = plan.sites.filter((site) => site.refusals.length > 0).length;
  if (refused === 0) return `No changes. ${asDeclared}`;
  return `Nothing is planned, and ${count(refused, "site")} ${refused === 1 ? "is" : "are"} refused. ${asDeclared}`;
}
