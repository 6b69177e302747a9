import path from "node:path";
import { type ExitCode, gravest } from "../domain/exit.ts";
import type { Parts } from "../domain/parts.ts";
import { makeOutlook } from "../planning/outlook.ts";
import type { Plan } from "../planning/plan.ts";
import { sealPlan } from "../planning/seal.ts";
import { planFromRoot } from "../reporting/from-root.ts";
import { PLAN_REPORTERS, type PlanFormat } from "../reporting/plan-reporters.ts";
import { redactPlan } from "../reporting/redact.ts";
import type { Rehearsal, ShownPlan } from "../reporting/shown-plan.ts";
import { connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { readDeclaredSites } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import { folderInRepository } from "./git-source.ts";
import { planExit } from "./plan-exit.ts";
import { type Planned, planSites } from "./planning-context.ts";
import type { World } from "./world.ts";
import { writePrivately } from "./write-file.ts";
import { writeParts } from "./write-parts.ts";

/** The flags of `plan`. */
export interface PlanFlags extends CommonFlags {
  readonly format: PlanFormat;
  readonly out?: string;
  readonly detailedExitcode?: true;
  readonly base?: string;
  readonly rehearse?: true;
}

/**
 * `plan [PATH…]`: what `apply` would change. Exit 0, also with changes (2 with `--detailed-exitcode`); 3 where a
 * site is refused; 1 where a site could not be read or a rehearsal left something; 4 for invalid declarations.
 */
export async function plan(paths: readonly string[], flags: PlanFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const declared = readDeclaredSites(context, paths);
  if (declared === null) return 4;
  const connection = await connect(context);
  try {
    const planned = await planSites(context, declared, connection, flags.base ?? null);
    const rehearsal = await rehearseIfAsked(planned, flags, world);
    const shown = {
      ...planned.plan,
      ...(rehearsal === null ? {} : { rehearsal }),
      ...(flags.format === "html" ? { outlook: outlookOf(planned) } : {}),
    };
    if (flags.out !== undefined) await savePlan(path.resolve(world.cwd, flags.out), planned.plan, context);
    await writeParts(world.stdout, await showPlan(shown, flags.format, context));
    return gravest([
      planned.isIncomplete || rehearsal?.converged === false ? 1 : 0,
      ...planExit(planned.plan, flags.detailedExitcode === true),
    ]);
  } finally {
    await connection.close();
  }
}

/** Who has which unit when: a plan by itself has the changes only. */
function outlookOf({ plan, sites, live }: Planned) {
  return makeOutlook({ plan, declared: sites, live, until: null });
}

/** A plan in a format, without personal data where output is redacted; GitHub has its files from the root. */
async function showPlan(plan: ShownPlan, format: PlanFormat, context: Context): Promise<Parts> {
  const placed =
    format === "github" ? planFromRoot(plan, (await folderInRepository(context.directory)) ?? "") : plan;
  const shown = context.pseudonym === null ? placed : redactPlan(placed, context.pseudonym);
  return PLAN_REPORTERS[format](shown, context.colors);
}

/** `apply` needs the whole plan, so a file is redacted only where that is asked for in so many words. */
async function savePlan(file: string, plan: Plan, context: Context): Promise<void> {
  const isRedacted = context.flags.redact === "on" && context.pseudonym !== null;
  const saved = isRedacted && context.pseudonym !== null ? redactPlan(plan, context.pseudonym) : plan;
  await writePrivately(file, PLAN_REPORTERS.json(sealPlan(saved)));
}

async function rehearseIfAsked(planned: Planned, flags: PlanFlags, world: World): Promise<Rehearsal | null> {
  if (flags.rehearse !== true) return null;
  const { rehearse } = await import("./rehearse.ts");
  return rehearse(planned, flags.concurrency, world);
}
