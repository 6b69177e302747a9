import path from "node:path";
import { run } from "./measure.ts";
import { MAIN, script } from "./paths.ts";
import { portfolioOf } from "./portfolio.ts";
import type { Row } from "./result.ts";
import { type Bench, measured, portfolio } from "./task.ts";

/** `--help` against a Node that does nothing. */
export async function measureHelp(bench: Bench): Promise<readonly Row[]> {
  const row = await measured(bench, {
    name: "--help (floor: node -e 0)",
    budget: { of: "ratio", most: 1.5 },
    program: async () => (await run({ args: [MAIN, "--help"] })).usage,
    floor: async () => (await run({ args: ["-e", "0"] })).usage,
    times: 3,
  });
  return [row];
}

/** `validate` of one site of 1,000. */
export async function measureValidate(bench: Bench): Promise<readonly Row[]> {
  const directory = portfolio(bench, "validate", portfolioOf(1000));
  const row = await measured(bench, {
    name: "validate, 1,000 residents",
    budget: { of: "seconds", most: 0.5 },
    program: async () => (await run({ args: [MAIN, "validate", "-C", directory] })).usage,
    floor: async () => (await run({ args: [script("floor-plan.js"), path.join(directory, "sites")] })).usage,
  });
  return [row];
}
