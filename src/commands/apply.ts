import path from "node:path";
import { applyPlan } from "../applying/apply-plan.ts";
import type { ApplyReport } from "../applying/apply-report.ts";
import { nodeJournalFiles } from "../applying/journal-files.ts";
import { lockJournal } from "../applying/journal-lock.ts";
import { readPlanFile } from "../applying/plan-file.ts";
import { type ExitCode, gravest } from "../domain/exit.ts";
import type { Plan } from "../planning/plan.ts";
import type { ApplyItem } from "../reporting/apply-item.ts";
import { APPLY_REPORTERS, type ApplyFormat } from "../reporting/apply-reporters.ts";
import { redactApplyItem } from "../reporting/redact-apply.ts";
import { applySettings, type PatienceFlags } from "./apply-settings.ts";
import { askForApproval, requireSomebodyToAsk } from "./approve.ts";
import { type Connection, connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { type DeclaredSites, readDeclaredSites } from "./declared-sites.ts";
import { finishEarlier } from "./finish-earlier.ts";
import type { CommonFlags } from "./flags.ts";
import { type Interrupts, listenForInterrupts } from "./interrupts.ts";
import { type Planned, planSites } from "./planning-context.ts";
import { createProgress } from "./progress.ts";
import { readLiveSites } from "./read-live.ts";
import { readText } from "./read-text.ts";
import { leaveReceipts, requireReceiptCommit } from "./receipt.ts";
import { againstReviewed, type Review, requireDigestText } from "./review.ts";
import type { World } from "./world.ts";

/** The flags of `apply`. */
export interface ApplyFlags extends CommonFlags, PatienceFlags {
  readonly format: ApplyFormat;
  readonly expect?: string;
  readonly base?: string;
  readonly yes?: true;
  /** Leave a note in git on the commit that is applied. */
  readonly receipt?: true;
}

/** One run of `apply`: what all its stages share. */
interface Run {
  readonly context: Context;
  readonly flags: ApplyFlags;
  readonly connection: Connection;
  readonly interrupts: Interrupts;
  readonly show: (item: ApplyItem) => void;
  /** The commit that gets a receipt; null where none is asked for. */
  readonly receiptCommit: string | null;
}

/**
 * `apply [PLAN]`: finishes what an earlier apply left open, plans again, asks, and changes the live system. Exit 0
 * where everything is so; 1 where something is not, or was not approved, or a receipt could not be written; 3 where a site is refused; 4 for invalid
 * declarations, plan files or command lines; 130 where it was interrupted.
 */
export async function apply(
  planFile: string | undefined,
  flags: ApplyFlags,
  world: World,
): Promise<ExitCode> {
  const context = createContext(flags, world);
  requireSomebodyToAsk(flags.yes === true, world);
  const review: Review = {
    plan: planFile === undefined ? null : await readReviewed(path.resolve(world.cwd, planFile)),
    digest: flags.expect === undefined ? null : requireDigestText(flags.expect),
  };
  const declared = readDeclaredSites(context, []);
  if (declared === null) return 4;
  const receiptCommit =
    flags.receipt === true ? await requireReceiptCommit(context.directory, declared.digest) : null;
  const connection = await connect(context);
  const interrupts = listenForInterrupts(world);
  const show = (item: ApplyItem): void => {
    const shown = context.pseudonym === null ? item : redactApplyItem(item, context.pseudonym);
    world.stdout.write(APPLY_REPORTERS[flags.format](shown, context.colors));
  };
  try {
    return await applyLocked(
      { context, flags, connection, interrupts, show, receiptCommit },
      review.plan === null ? declared : selectReviewed(declared, review.plan),
      review,
    );
  } catch (error) {
    if (!interrupts.aborting.aborted) throw error;
    world.stderr.write("Interrupted.\n");
    return 130;
  } finally {
    interrupts.forget();
    await connection.close();
  }
}

async function readReviewed(file: string): Promise<Plan> {
  return readPlanFile(await readText(file, "The plan"), file);
}

/** A reviewed plan says itself which sites it is for. */
function selectReviewed(declared: DeclaredSites, reviewed: Plan): DeclaredSites {
  const whole = reviewed.sites.filter(({ scope }) => scope === undefined);
  const ids = new Set(whole.map(({ siteId }) => siteId));
  const names = declared.all.filter(({ siteId }) => ids.has(siteId)).map(({ name }) => name);
  return { ...declared, selected: new Set(names) };
}

async function applyLocked(run: Run, declared: DeclaredSites, review: Review): Promise<ExitCode> {
  const { context, connection } = run;
  const directory = path.join(context.directory, ".residentctl", "journal");
  const lock = await lockJournal(directory, nodeJournalFiles, context.world, connection.timing);
  try {
    const held = await finishEarlier(run, directory);
    const planned = await planSites(
      context,
      declared,
      connection,
      run.flags.base ?? null,
      run.interrupts.aborting,
    );
    const { plan, reviewed } = againstReviewed(review, planned.plan);
    run.show({ type: "plan", plan });
    if (reviewed !== null) run.show({ type: "reviewed", reviewed });
    if (!(await isApproved(run, plan, held))) return run.interrupts.aborting.aborted ? 130 : 1;
    const report = await execute(run, planned, plan, held, directory);
    if (run.flags.format !== "text" || report.outcomes.length + report.problems.length > 0)
      run.show({ type: "report", report });
    const { selected, all } = declared;
    const applied = {
      report,
      plan,
      selected,
      isWhole: selected.size === all.length && !planned.isIncomplete,
    };
    const noted = run.receiptCommit === null ? 0 : await leaveReceipts(context, run.receiptCommit, applied);
    return gravest([report.exitCode, planned.isIncomplete ? 1 : 0, noted]);
  } finally {
    await lock.release();
  }
}

/** True where there is nothing to ask about, or somebody agreed. */
async function isApproved(run: Run, plan: Plan, held: ReadonlyMap<string, string>): Promise<boolean> {
  const { context, flags, interrupts } = run;
  const mayRun = plan.sites.some(
    (site) => site.actions.length > 0 && site.refusals.length === 0 && !held.has(site.name),
  );
  if (!mayRun || flags.yes === true) return true;
  if (await askForApproval(context.world, interrupts.aborting)) return true;
  context.world.stderr.write("\nNot approved: nothing was sent.\n");
  return false;
}

async function execute(
  run: Run,
  planned: Planned,
  plan: Plan,
  held: ReadonlyMap<string, string>,
  directory: string,
): Promise<ApplyReport> {
  const { context, flags, connection, interrupts } = run;
  const total = plan.sites.reduce((sum, site) => sum + site.actions.length, 0);
  const progress = createProgress(context, total);
  interrupts.nowWriting();
  const report = await applyPlan({
    plan,
    heldSites: held,
    api: connection.api,
    timing: connection.timing,
    settings: applySettings(flags, connection),
    journal: { directory, files: nodeJournalFiles, baseUrl: connection.serverName },
    stopping: interrupts.stopping,
    aborting: interrupts.aborting,
    replan: async () => {
      const { live } = await readLiveSites(
        connection.api,
        planned.sites,
        context.flags.concurrency,
        interrupts.aborting,
      );
      return planned.planAgain(live);
    },
    onEvent: (event) => {
      run.show({ type: "event", event });
      progress.show(event);
    },
  }).finally(progress.end);
  // Without a journal nothing was sent.
  if (report.journalFile !== null) await connection.saveState();
  return report;
}
