import { Temporal } from "temporal-polyfill";
import type { ApplyReport, SiteSummary } from "../applying/apply-report.ts";
import { gitTree } from "../declarations/git-tree.ts";
import { loadDeclarations } from "../declarations/load.ts";
import { ACTION_KINDS, type ActionKind } from "../domain/action-kind.ts";
import { ExpectedError } from "../domain/exit.ts";
import type { Receipt } from "../domain/receipt.ts";
import { visibleText } from "../domain/visible-text.ts";
import { writeReceipt } from "../history/receipt-notes.ts";
import type { Plan } from "../planning/plan.ts";
import type { Context } from "./context.ts";
import { gitSource } from "./git-source.ts";
import { runUrl } from "./github-context.ts";
import type { World } from "./world.ts";

/**
 * The commit that a receipt would stand on: HEAD. Rejects (ExpectedError, exit 4) where there is none, and where what
 * it declares is not what is about to be applied: the receipt would say so of a commit that never was applied.
 * `digest` is that of the declarations as they were read from the working tree.
 */
export async function requireReceiptCommit(directory: string, digest: string): Promise<string> {
  const { commit } = await gitSource(directory);
  if (commit === null) {
    throw new ExpectedError(
      4,
      `--receipt: ${visibleText(directory)} is in no git repository that has a commit, so that a receipt has no place.`,
      "Commit the declarations first, or leave out --receipt.",
    );
  }
  if (loadDeclarations(gitTree(directory, commit)).digest !== digest) {
    throw new ExpectedError(
      4,
      `--receipt: the declarations are not those of commit ${commit.slice(0, 12)}, and a receipt would say that it was applied.`,
      "Commit them first (see git status; also files that git ignores count), or leave out --receipt.",
    );
  }
  return commit;
}

/** An apply that has ended. */
export interface Applied {
  readonly report: ApplyReport;
  /** What was agreed to. */
  readonly plan: Plan;
  /** The sites that were asked for; others are in the plan only with their halves of transfers. */
  readonly selected: ReadonlySet<string>;
  /** True where every declared site was asked for, and could be read. */
  readonly isWhole: boolean;
}

/**
 * Leaves the receipts of an apply on its commit. Gives 0; or 1 and a warning where git does not take them: what was
 * applied stays so.
 */
export async function leaveReceipts(context: Context, commit: string, applied: Applied): Promise<0 | 1> {
  const { world } = context;
  const receipts = receiptsOf(applied, commit, world);
  const short = commit.slice(0, 12);
  try {
    for (const receipt of receipts) await writeReceipt(context.directory, commit, receipt);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    world.stderr.write(
      `warning: the report above stands, but the receipt on commit ${short} could not be written: ${error.message}\n`,
    );
    return 1;
  }
  const outcomes = receipts.map(({ outcome }) => outcome).join(", ");
  context.note(`Receipt on commit ${short} (git notes --ref=residentctl show ${short}): ${outcomes}`);
  return 0;
}

/**
 * One receipt for each outcome, with the sites that had it, so that a site that was refused takes nothing from those
 * that are done. A site where nothing was to be done is done: live state is as the commit says. Only sites that were
 * asked for are named; what was done elsewhere for their transfers is counted with them.
 */
function receiptsOf(
  { report, plan, selected, isWhole }: Applied,
  commit: string,
  world: World,
): readonly Receipt[] {
  const bySite = report.sites.map((site) => ({ name: site.name, outcome: outcomeOf(site, report) }));
  const outcomes = [...new Set(bySite.map(({ outcome }) => outcome))];
  const appliedAt = Temporal.Instant.fromEpochMilliseconds(Math.trunc(world.timing.now())).toString();
  return outcomes.flatMap((outcome) => {
    const names = new Set(bySite.filter((site) => site.outcome === outcome).map(({ name }) => name));
    const sites = [...names].filter((name) => selected.has(name));
    if (sites.length === 0) return [];
    const receipt: Receipt = {
      formatVersion: "1.0",
      commit,
      digest: plan.digest,
      outcome,
      counts: countsOf(report, names),
      jobs: report.jobs.filter(({ site }) => names.has(site)).map(({ jobId }) => jobId),
      run: runUrl(world),
      appliedAt,
      sites: isWhole && outcomes.length === 1 ? null : sites,
    };
    return [receipt];
  });
}

function outcomeOf(
  { endings, refusedBy, remaining }: SiteSummary,
  { isInterrupted }: ApplyReport,
): Receipt["outcome"] {
  if (refusedBy.length > 0) return "refused";
  const isDone =
    remaining === 0 && endings.failed === 0 && endings["not-attempted"] === 0 && endings.unknown === 0;
  if (isDone) return "done";
  return isInterrupted ? "interrupted" : "incomplete";
}

/** What was done at these sites; what was so already is not counted. */
function countsOf({ outcomes }: ApplyReport, sites: ReadonlySet<string>): Receipt["counts"] {
  const counts: Partial<Record<ActionKind, number>> = {};
  for (const kind of ACTION_KINDS) {
    const count = outcomes.filter(
      (outcome) => outcome.kind === kind && outcome.ending === "applied" && sites.has(outcome.site),
    ).length;
    if (count > 0) counts[kind] = count;
  }
  return counts;
}
