import type { ExitCode } from "../domain/exit.ts";
import type { Plan } from "../planning/plan.ts";

/** What a plan adds to the exit code: 3 where a site is refused, 2 (`isDetailed`) where there are changes. */
export function planExit(plan: Plan, isDetailed: boolean): readonly ExitCode[] {
  const codes: ExitCode[] = [];
  if (plan.sites.some((site) => site.refusals.length > 0)) codes.push(3);
  if (isDetailed && plan.sites.some((site) => site.actions.length > 0)) codes.push(2);
  return codes;
}
