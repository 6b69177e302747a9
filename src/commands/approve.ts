import { createInterface } from "node:readline";
import { ExpectedError } from "../domain/exit.ts";
import type { World } from "./world.ts";

/** Rejects (ExpectedError, exit 4) where nobody can be asked and nobody has agreed beforehand. */
export function requireSomebodyToAsk(
  isAgreed: boolean,
  world: World,
  what = "apply asks before it changes anything",
  remedy = "Give --yes, best together with --expect DIGEST or a plan file that was reviewed.",
): void {
  if (isAgreed || world.stdin.isTTY === true) return;
  throw new ExpectedError(4, `${what}, and there is no terminal to ask at.`, remedy);
}

/** Asks on stderr; true for `yes` and for nothing else. An interrupt, or the end of the input, is a no. */
export async function askForApproval(
  world: World,
  signal: AbortSignal,
  question = "Apply these changes?",
): Promise<boolean> {
  if (signal.aborted) return false;
  world.stderr.write(`\n${question} Only 'yes' will be accepted to approve.\n  Answer: `);
  const lines = createInterface({ input: world.stdin, terminal: false });
  const answer = await new Promise<string | null>((resolve) => {
    lines.once("line", resolve);
    lines.once("close", () => resolve(null));
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  lines.close();
  return answer?.trim() === "yes";
}
