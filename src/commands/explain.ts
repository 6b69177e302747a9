import { didYouMean } from "../declarations/suggest.ts";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { EXPLAINED_RULES, ruleList, ruleText } from "../reporting/rule-texts.ts";
import type { World } from "./world.ts";

/** `explain [RULE]`: what a rule means, or all rules, a line each. Exit 0; 4 where there is no such rule. */
export async function explain(id: string | undefined, world: World): Promise<ExitCode> {
  if (id === undefined) {
    world.stdout.write(ruleList());
    return 0;
  }
  const rule = EXPLAINED_RULES.find((known) => known.id === id.toLowerCase());
  if (rule === undefined) {
    const ids = EXPLAINED_RULES.map((known) => known.id);
    throw new ExpectedError(
      4,
      `There is no rule "${visibleText(id, 100)}".`,
      `${didYouMean(id, ids)}"residentctl explain" lists them all.`,
    );
  }
  world.stdout.write(ruleText(rule));
  return 0;
}
