import path from "node:path";
import { type ExitCode, gravest } from "../domain/exit.ts";
import type { Parts } from "../domain/parts.ts";
import { mergePlans } from "../planning/merge-plans.ts";
import { sealPlan } from "../planning/seal.ts";
import { planJson } from "../reporting/plan-json.ts";
import { redactPlan } from "../reporting/redact.ts";
import type { ShownPlan } from "../reporting/shown-plan.ts";
import { createContext } from "./context.ts";
import type { CommonFlags } from "./flags.ts";
import { planExit } from "./plan-exit.ts";
import { readPlanToShow } from "./plan-to-show.ts";
import type { World } from "./world.ts";
import { writePrivately } from "./write-file.ts";
import { writeParts } from "./write-parts.ts";

/** The flags of `merge`. */
export interface MergeFlags extends CommonFlags {
  readonly out?: string;
  readonly detailedExitcode?: true;
}

/**
 * `merge PLAN…`: joins the plans of shards into one, sealed, on stdout or in a file. Exit codes are those of `plan`;
 * 4 where the plans are not parts of one. What goes to stdout is redacted where output is.
 */
export async function merge(
  [first, ...others]: readonly [string, ...string[]],
  flags: MergeFlags,
  world: World,
): Promise<ExitCode> {
  const { pseudonym } = createContext(flags, world);
  const rest = await Promise.all(others.map((file) => readPlanToShow(file, world)));
  const merged = mergePlans<ShownPlan>([await readPlanToShow(first, world), ...rest]);
  const mustRedact = pseudonym !== null && merged.redacted !== true;
  if (flags.out === undefined) {
    await writeParts(world.stdout, planFile(mustRedact ? redactPlan(merged, pseudonym) : merged));
  } else {
    const isAsked = mustRedact && flags.redact === "on";
    const saved = isAsked ? redactPlan(merged, pseudonym) : merged;
    await writePrivately(path.resolve(world.cwd, flags.out), planFile(saved));
  }
  return gravest(planExit(merged, flags.detailedExitcode === true));
}

function planFile(plan: ShownPlan): Parts {
  return planJson(sealPlan(plan));
}
