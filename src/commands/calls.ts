import { MOST_SINGLE_CALLS, type SentCalls, sendCalls } from "../applying/send-calls.ts";
import { verifyOnboard } from "../applying/verify-onboard.ts";
import { didYouMean, didYouMeanEmail } from "../declarations/suggest.ts";
import { emailKey } from "../domain/email.ts";
import { type ExitCode, ExpectedError, gravest } from "../domain/exit.ts";
import type { DeclaredSite } from "../domain/site.ts";
import { formatUnit } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { describeApiError } from "../elevenos/describe-error.ts";
import { type CallName, type CallPlan, type CallSite, planCall } from "../planning/imperative.ts";
import { type CallReport, callReportJson, redactCallReport } from "../reporting/call-report.ts";
import { callPlanText, sentCallsText } from "../reporting/call-text.ts";
import { firstOf } from "../reporting/columns.ts";
import { count } from "../reporting/words.ts";
import { applySettings, type PatienceFlags } from "./apply-settings.ts";
import { askForApproval, requireSomebodyToAsk } from "./approve.ts";
import { type Connection, connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { type DeclaredSites, readDeclaredSites } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import { type Interrupts, listenForInterrupts } from "./interrupts.ts";
import { readLiveSites } from "./read-live.ts";
import { failureText } from "./report-error.ts";
import type { World } from "./world.ts";

/** The flags of `invite`, `psk-reset` and `onboard`. */
export interface CallFlags extends CommonFlags, PatienceFlags {
  readonly format: "text" | "json";
  /** `building/floor/unit`. */
  readonly unit?: string;
  readonly yes?: true;
}

/** One run of a call: what its stages share. */
interface Run {
  readonly call: CallName;
  readonly emails: readonly string[];
  readonly context: Context;
  readonly flags: CallFlags;
  readonly connection: Connection;
  readonly interrupts: Interrupts;
}

/**
 * An imperative call: reads live state, says who will get which e-mail, asks, and sends. Exit 0 where all was sent; 1
 * where something failed, is unknown, or was not approved; 3 where the API would do nothing or fail for somebody
 * named, or for everybody (nothing is sent then); 4 for whom nobody knows; 130 where it was interrupted.
 */
export async function runCall(
  call: CallName,
  emails: readonly string[],
  flags: CallFlags,
  world: World,
): Promise<ExitCode> {
  const context = createContext(flags, world);
  if (emails.length === 0 && flags.unit === undefined && flags.site.length === 0) {
    throw new ExpectedError(
      4,
      `${call} needs to know for whom.`,
      "Give e-mail addresses, --unit BUILDING/FLOOR/UNIT or --site NAME; together they are filters.",
    );
  }
  requireSomebodyToAsk(flags.yes === true, world, `${call} asks before it sends anything`, "Give --yes.");
  const declared = readDeclaredSites(context, []);
  if (declared === null) return 4;
  const connection = await connect(context);
  const interrupts = listenForInterrupts(world);
  try {
    return await callLive({ call, emails, context, flags, connection, interrupts }, declared);
  } catch (error) {
    if (!interrupts.aborting.aborted) throw error;
    world.stderr.write("Interrupted.\n");
    return 130;
  } finally {
    interrupts.forget();
    await connection.close();
  }
}

async function callLive(run: Run, declared: DeclaredSites): Promise<ExitCode> {
  const { context, flags } = run;
  const wanted = declared.all.filter(({ name }) => declared.selected.has(name));
  const { sites, unread } = await readSites(run, wanted);
  for (const { name, error } of unread) {
    const { message, remedy } = describeApiError(error);
    const said = `${visibleText(name)} could not be read: ${message}`;
    context.world.stderr.write(failureText({ message: said, remedy, exitCode: 1 }, context.world, flags));
  }
  const plan = planAt(sites, run);
  requireSomebody(plan, sites, run, declared, unread.length > 0);
  const planAgain = async (): Promise<CallPlan> => {
    const concerned = new Set(plan.targets.map(({ site }) => site.siteId));
    const now = await readSites(
      run,
      wanted.filter(({ siteId }) => concerned.has(siteId)),
    );
    return planAt(now.sites, run);
  };
  // Who was named and found is all there is to do; a filter may have met others at a site that was not read.
  const isIncomplete = unread.length > 0 && run.emails.length === 0;
  return gravest([await offer(plan, planAgain, run), isIncomplete ? 1 : 0]);
}

/** What is live at sites, by name. */
async function readSites({ connection, flags, interrupts }: Run, wanted: readonly DeclaredSite[]) {
  const { live, unread } = await readLiveSites(
    connection.api,
    wanted,
    flags.concurrency,
    interrupts.aborting,
  );
  const sites: readonly CallSite[] = [...live]
    .map(([name, site]) => ({ name, ...site }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { sites, unread };
}

function planAt(sites: readonly CallSite[], { call, emails, flags }: Run): CallPlan {
  return planCall(call, sites, { emails, unit: flags.unit ?? null });
}

/** Rejects where somebody, or the unit, is nowhere to be found: whoever typed it meant something else. */
function requireSomebody(
  plan: CallPlan,
  sites: readonly CallSite[],
  run: Run,
  declared: DeclaredSites,
  isPartial: boolean,
): void {
  const { flags } = run;
  const where = isPartial ? "at the sites that could be read" : "at the sites concerned";
  const exitCode = isPartial ? 1 : 4;
  const { unit } = flags;
  if (unit !== undefined) {
    const unitsOf = (site: CallSite) => [...site.mappings, ...site.residents].map(formatUnit);
    const having = sites.filter((site) => unitsOf(site).includes(unit));
    if (having.length === 0) {
      const remedy = `${didYouMean(unit, sites.flatMap(unitsOf))}Write it as BUILDING/FLOOR/UNIT, as the site's mappings have it.`;
      throw new ExpectedError(exitCode, `There is no unit ${visibleText(unit, 200)} ${where}.`, remedy);
    }
    if (having.length > 1 && run.emails.length === 0) {
      const names = firstOf(
        having.map(({ name }) => visibleText(name)),
        10,
      );
      const message = `There is a unit ${visibleText(unit, 200)} at ${count(having.length, "site")}: ${names}.`;
      throw new ExpectedError(4, message, "Say with --site which of them is meant.");
    }
  }
  if (plan.missing.length === 0) return;
  const emails = sites.flatMap(({ residents }) => residents.map(({ email }) => email));
  const declaredKeys = new Set(
    declared.all.flatMap((site) => site.residents.map(({ email }) => emailKey(email))),
  );
  const { pseudonym } = run.context;
  const lines = plan.missing.map((email) => {
    const hint = declaredKeys.has(emailKey(email))
      ? "It is declared: `residentctl apply` creates the account, which invites. "
      : // A suggestion would be somebody's address.
        pseudonym === null
        ? didYouMeanEmail(email, emails)
        : "";
    const who = pseudonym === null ? visibleText(email, 300) : pseudonym(email);
    return `Nobody with the e-mail ${who} is live ${unit === undefined ? where : "in that unit"}. ${hint}`;
  });
  throw new ExpectedError(exitCode, lines.map((line) => line.trimEnd()).join("\n"), "Nothing was sent.");
}

/** Shows who gets what; asks; sends. */
async function offer(plan: CallPlan, planAgain: () => Promise<CallPlan>, run: Run): Promise<ExitCode> {
  const { context, flags, interrupts, connection } = run;
  const { world } = context;
  // Whoever is asked sees what about, also where stdout is for a program.
  const out = flags.format === "text" ? world.stdout : world.stderr;
  if (flags.format === "text" || flags.yes !== true) {
    out.write(callPlanText(shown({ plan, sent: null }, run).plan, context.colors));
  }
  if (plan.refused.length > 0 || plan.targets.length === 0) {
    if (plan.refused.length === 0) world.stderr.write("There is nobody to send it to: nothing was sent.\n");
    showJson({ plan, sent: null }, run);
    return 3;
  }
  if (flags.yes !== true && !(await askForApproval(world, interrupts.aborting, question(plan)))) {
    world.stderr.write("\nNot approved: nothing was sent.\n");
    showJson({ plan, sent: null }, run);
    return interrupts.aborting.aborted ? 130 : 1;
  }
  if (flags.yes !== true && !isSamePlan(plan, await planAgain())) {
    world.stderr.write("Live state has changed since you were asked: nothing was sent. Run it again.\n");
    showJson({ plan, sent: null }, run);
    return 1;
  }
  interrupts.nowWriting();
  const sent = await send(plan, run);
  await connection.saveState();
  const report = shown({ plan, sent }, run);
  if (report.sent !== null && flags.format === "text")
    world.stdout.write(sentCallsText(report.sent, context.colors));
  showJson({ plan, sent }, run);
  return exitOf(sent, interrupts);
}

/** True where the same residents get the same e-mails. */
function isSamePlan(before: CallPlan, after: CallPlan): boolean {
  const text = ({ targets }: CallPlan): string =>
    JSON.stringify(targets.map(({ residentId, email, mail }) => [residentId, email, mail]));
  return text(before) === text(after);
}

function question({ targets }: CallPlan): string {
  return `Send ${targets.length === 1 ? "this e-mail" : `these ${targets.length} e-mails`}?`;
}

async function send({ call, targets }: CallPlan, run: Run): Promise<SentCalls> {
  const { connection, context, flags, interrupts } = run;
  context.note(
    `Sending to ${count(targets.length, "resident")}${targets.length > MOST_SINGLE_CALLS ? " …" : ""}`,
  );
  const work = {
    api: connection.api,
    timing: connection.timing,
    settings: applySettings(flags, connection),
    aborting: interrupts.aborting,
    emit: () => undefined,
  };
  const sent = await sendCalls(call, targets, work, interrupts.stopping);
  if (call !== "onboard" || interrupts.aborting.aborted) return sent;
  return { ...sent, outcomes: await verifyOnboard(sent.outcomes, work) };
}

function exitOf({ outcomes, jobs }: SentCalls, { stopping }: Interrupts): ExitCode {
  if (stopping.aborted && outcomes.some(({ ending }) => ending !== "done")) return 130;
  const isDone = outcomes.every(({ ending }) => ending === "done");
  return isDone && jobs.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function shown(report: CallReport, { context }: Run): CallReport {
  return context.pseudonym === null ? report : redactCallReport(report, context.pseudonym);
}

function showJson(report: CallReport, run: Run): void {
  if (run.flags.format !== "json") return;
  run.context.world.stdout.write(callReportJson(shown(report, run), run.context.pseudonym !== null));
}
