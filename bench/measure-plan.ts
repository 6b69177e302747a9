import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fetchLive } from "./live.ts";
import { run, type Usage } from "./measure.ts";
import { MAIN, script } from "./paths.ts";
import { NOW, portfolioOf, type Shape } from "./portfolio.ts";
import type { Row } from "./result.ts";
import { SIGNED_IN, serving } from "./serve.ts";
import { growthExponent } from "./statistics.ts";
import { type Bench, measured, onlySeconds, portfolio } from "./task.ts";

/** `plan` at every size, and how it grows. */
export async function measurePlan(bench: Bench): Promise<readonly Row[]> {
  const sizes = bench.isQuick ? [1000, 10_000] : [1000, 10_000, 100_000];
  const largest = Math.max(...sizes);
  const rows: Row[] = [];
  const plans: { readonly size: number; readonly row: Row }[] = [];
  for (const size of sizes) {
    const budget = size === 100_000 ? ({ of: "ratio", most: 1.5 } as const) : null;
    const found = await measureShape(
      bench,
      `${number(size)} residents`,
      portfolioOf(size),
      budget,
      size === largest,
    );
    rows.push(...found);
    if (found[0] !== undefined) plans.push({ size, row: found[0] });
  }
  const budget: Row["budget"] = bench.isQuick ? null : { of: "exponent", most: LINEAR };
  const range = `${number(sizes[0] ?? 0)} to ${number(largest)}`;
  return [
    ...rows,
    growth(`plan, growth of time, ${range}`, plans, ({ seconds }) => seconds, budget),
    growth(`plan, growth of memory, ${range}`, plans, ({ peakMegabytes }) => peakMegabytes, budget),
  ];
}

/** `plan` of one shape, and the planner alone in it where that is asked for. */
export async function measureShape(
  bench: Bench,
  name: string,
  shape: Shape,
  budget: Row["budget"],
  isWhole: boolean,
): Promise<readonly Row[]> {
  const directory = portfolio(bench, `plan-${name.replaceAll(/\W+/g, "-")}`, shape);
  const sites = path.join(directory, "sites");
  const rows = await serving(directory, 0, async (url) => {
    const program = async () =>
      (await run({ args: [MAIN, ...planArgs(directory, url)], env: SIGNED_IN })).usage;
    const floor = (live: string) => async () =>
      (await run({ args: [script("floor-plan.js"), sites, live] })).usage;
    const plan = await measured(bench, { name: `plan, ${name}`, budget, program, floor: floor(url) });
    if (!isWhole) return [plan];
    const kept = bench.isQuick ? null : await keepLive(directory, url);
    const stricter = { name: `plan, ${name}, live side of the floor on disk`, budget: null, program };
    return [
      plan,
      ...(kept === null ? [] : [await measured(bench, { ...stricter, floor: floor(kept) })]),
      await plannerAlone(bench, name, directory, url, shape.sites * shape.perSite === 100_000),
    ];
  });
  rmSync(directory, { recursive: true });
  return rows;
}

function planArgs(directory: string, url: string): readonly string[] {
  return ["plan", "-C", directory, "--base-url", url, "--now", NOW, "--quiet"];
}

/** The answers of the live side in files: what it takes to serve them is then no part of the floor. */
async function keepLive(directory: string, url: string): Promise<string> {
  const folder = path.join(directory, "live");
  mkdirSync(folder);
  await fetchLive(url, (name, body) => writeFileSync(path.join(folder, `${name}.json`), body));
  return folder;
}

async function plannerAlone(
  bench: Bench,
  name: string,
  directory: string,
  url: string,
  isJudged: boolean,
): Promise<Row> {
  const program = async () => {
    const { stdout } = await run({ args: [script("planner-alone.js"), directory, url], env: SIGNED_IN });
    return onlySeconds(Number(stdout));
  };
  const row = await measured(bench, {
    name: `the planner alone, ${name}`,
    budget: isJudged ? { of: "seconds", most: 0.3 } : null,
    program,
    floor: async () => onlySeconds(Number.NaN),
  });
  return { ...row, floor: null, ratio: null, programUsage: null, floorUsage: null };
}

/** Linear is an exponent of 1; a tenth more is what noise makes of it. */
const LINEAR = 1.1;

function growth(
  name: string,
  plans: readonly { readonly size: number; readonly row: Row }[],
  figureOf: (usage: Usage) => number,
  budget: Row["budget"],
): Row {
  const exponent = (usageOf: (row: Row) => Usage | null) =>
    growthExponent(
      plans.map(({ size, row }) => ({ size, value: figureOf(usageOf(row) ?? onlySeconds(Number.NaN)) })),
    );
  return {
    name,
    runs: Math.min(...plans.map(({ row }) => row.runs)),
    unit: "exponent",
    program: exponent(({ programUsage }) => programUsage),
    floor: exponent(({ floorUsage }) => floorUsage),
    ratio: null,
    programUsage: null,
    floorUsage: null,
    budget,
  };
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
