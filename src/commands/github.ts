import { createHash } from "node:crypto";
import { appendFile, stat } from "node:fs/promises";
import { type ExitCode, ExpectedError, gravest } from "../domain/exit.ts";
import { findReviewed } from "../github/approval.ts";
import { type DriftCheck, upsertDriftIssue } from "../github/drift-issue.ts";
import type { Marker, MarkerKind } from "../github/marker.ts";
import { upsertComment } from "../github/sticky-comment.ts";
import { sha256 } from "../planning/canonical-json.ts";
import { markdownLink, markdownText } from "../reporting/markdown-escape.ts";
import { joinReports } from "../reporting/markdown-join.ts";
import { COMMENT_BYTES, planMarkdown, SUMMARY_BYTES } from "../reporting/markdown-plan.ts";
import type { ShownPlan } from "../reporting/shown-plan.ts";
import type { CommonFlags } from "./flags.ts";
import {
  pullRequestOf,
  readPublicPlan,
  requireVariable,
  runUrl,
  sourceLinks,
  withGitHub,
} from "./github-context.ts";
import { readText } from "./plan-to-show.ts";
import { requireDigestText } from "./review.ts";
import type { World } from "./world.ts";

/** What is to be shown: a plan, or Markdown that was written before. */
interface ReportFlags extends CommonFlags {
  readonly plan?: string;
  readonly file: readonly string[];
  /** What `plan` ended with; several where it ran in shards. */
  readonly planExit: readonly ExitCode[];
  /** Where the whole plan is, in words. */
  readonly wholePlan?: string;
}

/** The flags of `github comment`. */
export interface CommentFlags extends ReportFlags {
  readonly pr?: number;
  readonly as: Extract<MarkerKind, "plan" | "apply" | "report">;
}

/** The flags of `github summary`. */
export type SummaryFlags = ReportFlags;

/** The flags of `github drift-issue`. */
export type DriftIssueFlags = ReportFlags;

/** The flags of `github approved`. */
export interface ApprovedFlags extends CommonFlags {
  readonly plan: string;
  readonly commit?: string;
  readonly expect?: string;
  /** The reviewers of the environment approve the plan of this very run. */
  readonly byEnvironment?: true;
}

/**
 * `github comment`: the one comment of its kind on a pull request. Exit 0; 1 where GitHub does not take it, such as
 * with the token of a pull request from a fork, which can only read.
 */
export async function comment(flags: CommentFlags, world: World): Promise<ExitCode> {
  const number = flags.pr ?? pullRequestOf(world)?.number;
  if (number === undefined) {
    throw new ExpectedError(4, "The event is about no pull request.", "Name one with --pr.");
  }
  const { marker, markdown } = await report(flags, flags.as, COMMENT_BYTES, world);
  const { did, id } = await withGitHub(world, ({ repository, author }) =>
    upsertComment(repository, author, number, marker, markdown),
  );
  note(flags, world, `Comment ${id} on pull request ${number}: ${did}.`);
  return 0;
}

/** `github summary`: appends to the summary of the step, as far as it takes it. Exit 0. */
export async function summary(flags: SummaryFlags, world: World): Promise<ExitCode> {
  const file = requireVariable(world, "GITHUB_STEP_SUMMARY");
  const used = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const { markdown } = await report(flags, "report", Math.max(MIN_BYTES, SUMMARY_BYTES - used), world);
  await appendFile(file, `${markdown}\n`);
  return 0;
}

/** A report in fewer bytes says nothing. */
const MIN_BYTES = 4_000;

/**
 * `github drift-issue`: opens, updates or closes the one drift issue by what the plan ended with: 0 closes; 2 and 3
 * open or update; all else is a check that failed, which is not drift. Exit 0.
 */
export async function driftIssue(flags: DriftIssueFlags, world: World): Promise<ExitCode> {
  if (flags.planExit.length === 0) throw new ExpectedError(4, "--plan-exit is missing.");
  const check = await driftCheck(flags, world);
  const { did, issue } = await withGitHub(world, ({ repository, author }) =>
    upsertDriftIssue(repository, author, check),
  );
  note(flags, world, issue === null ? "No drift issue is open." : `Drift issue ${issue}: ${did}.`);
  return 0;
}

async function driftCheck(flags: DriftIssueFlags, world: World): Promise<DriftCheck> {
  if (hasFailed(flags)) return { is: "failed", words: failedMarkdown("The check failed", flags, world) };
  if (gravest(flags.planExit) === 0) return { is: "clean" };
  return { is: "drift", ...(await report(flags, "drift", COMMENT_BYTES, world)) };
}

/**
 * `github approved`: whether a plan is the one that was reviewed: `--expect`, or else the digest in the plan comment
 * of the pull request that brought the commit; or `--by-environment`. Prints `changes=`, `pull-request=` and `approved=` lines for
 * GITHUB_OUTPUT. Exit 0 where it is, or where there is nothing to approve; 3 (stale-plan) where it is not.
 */
export async function approved(flags: ApprovedFlags, world: World): Promise<ExitCode> {
  const plan = await readPublicPlan(flags.plan, flags, world);
  const commit = flags.commit ?? requireVariable(world, "GITHUB_SHA");
  const reviewed = await withGitHub(world, ({ repository, author }) =>
    findReviewed(repository, author, commit),
  );
  const expected = flags.expect === undefined ? reviewed.digest : requireDigestText(flags.expect);
  const hasChanges = plan.sites.some((site) => site.actions.length > 0);
  const isApproved = !hasChanges || flags.byEnvironment === true || expected === plan.digest;
  world.stdout.write(
    `changes=${hasChanges}\npull-request=${reviewed.pullRequest ?? ""}\napproved=${isApproved}\n`,
  );
  if (isApproved) return 0;
  const was = expected === null ? "No plan was reviewed for this commit" : `Reviewed was ${expected}`;
  throw new ExpectedError(
    3,
    `stale-plan: ${was}; the plan is ${plan.digest} now. Nothing was sent.`,
    "Look at the plan in this run's summary. If it is right, run the workflow by hand with its digest as expect.",
  );
}

/** The marker's line, at its longest. */
const MARKER_BYTES = 200;

/** A report with the marker that says what it shows. */
async function report(
  flags: ReportFlags,
  kind: MarkerKind,
  limit: number,
  world: World,
): Promise<{ readonly marker: Marker; readonly markdown: string }> {
  if (hasFailed(flags)) {
    const markdown = failedMarkdown("The plan could not be made", flags, world);
    return { marker: { kind, digest: "", state: "" }, markdown };
  }
  if (flags.plan !== undefined) {
    const plan = await readPublicPlan(flags.plan, flags, world);
    const marker: Marker = { kind, digest: plan.digest, state: stateOf(plan) };
    const markdown = planMarkdown(plan, {
      // The marker is part of what is posted.
      limit: limit - MARKER_BYTES,
      links: await sourceLinks(plan, flags, world),
      headCommit: pullRequestOf(world)?.head ?? null,
      wholePlan: flags.wholePlan ?? null,
    });
    return { marker, markdown };
  }
  if (flags.file.length === 0) throw new ExpectedError(4, "Nothing to show.", "Give --plan or --file.");
  const texts = await Promise.all(flags.file.map((file) => readText(file, world)));
  const markdown = joinReports(texts, limit - MARKER_BYTES);
  return {
    marker: { kind, digest: createHash("sha256").update(markdown).digest("hex"), state: "" },
    markdown,
  };
}

/** What besides the actions a reviewer decides by; nothing that depends on the run's own pseudonyms. */
function stateOf(plan: ShownPlan): string {
  const refusals = plan.sites.flatMap((site) =>
    site.refusals.map(({ rule, consent, emails }) => [site.name, rule, consent, emails.length]),
  );
  return sha256(refusals).slice(0, 16);
}

/** True where `plan` said neither what is due nor what is refused. */
function hasFailed({ planExit }: ReportFlags): boolean {
  return planExit.some((code) => code !== 0 && code !== 2 && code !== 3);
}

function failedMarkdown(what: string, { planExit }: ReportFlags, world: World): string {
  const url = runUrl(world);
  const where = url === null ? "its log" : markdownLink("its log", url);
  const codes = [...new Set(planExit)].filter((code) => code !== 0 && code !== 2 && code !== 3);
  return `## Residents: the check failed\n\n${markdownText(`${what} (exit code ${codes.join(", ")}).`)} This says nothing about the residents: the reason is in ${where}.\n`;
}

function note(flags: CommonFlags, world: World, words: string): void {
  if (flags.quiet !== true) world.stderr.write(`${words}\n`);
}
