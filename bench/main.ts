// `npm run bench`: measures the built program against its budgets. Exit code 1 where something did not work, never for
// a time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { comparison } from "./compare.ts";
import { measureApply } from "./measure-apply.ts";
import { measureHistory } from "./measure-history.ts";
import { measurePlan, measureShape } from "./measure-plan.ts";
import { measureHelp, measureValidate } from "./measure-start.ts";
import { type Options, type Part, readOptions, type ShapeName } from "./options.ts";
import { portfolioOf, type Shape } from "./portfolio.ts";
import type { Results, Row } from "./result.ts";
import { readResults } from "./results-file.ts";
import { table } from "./table.ts";
import type { Bench } from "./task.ts";

const MEASURES: Readonly<Record<Part, (bench: Bench) => Promise<readonly Row[]>>> = {
  help: measureHelp,
  validate: measureValidate,
  plan: measurePlan,
  apply: measureApply,
  history: measureHistory,
};

const OTHER_SHAPES: Readonly<Record<ShapeName, Shape>> = {
  "one-site": { ...portfolioOf(1000), sites: 1, perSite: 20_000 },
  "many-sites": { ...portfolioOf(1000), sites: 5000, perSite: 20 },
  unicode: { ...portfolioOf(100_000), isUnicode: true },
  "all-changed": { sites: 100, perSite: 1000, every: 1, changes: ["phone"] },
};

const NOTES = `
Medians of whole processes, each in turn with its floor; ratios are medians of the pairs' ratios; CPU and peak memory
are the process's own. The floor of validate and plan is a bare Node that reads the same YAML with js-yaml and the same
live side with JSON.parse, and joins them by e-mail; it asks the same server over HTTP, 8 requests at a time, because
what the server takes is not the program's doing. The floor of apply is computed: requests that must follow one another
(a GET and a PUT for an update), times the latency. The floor of history is git itself: log --raw, and the bytes of
every version of every file.`;

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(options: Options): Promise<void> {
  // Read first: a wrong file is not to be found out after minutes.
  const before = options.against === null ? null : readResults(options.against);
  const results = resultsOf(options, await measureAll(options));
  process.stdout.write(`${table(results.rows)}\n${NOTES}\n`);
  if (options.out !== null) writeFileSync(options.out, `${JSON.stringify(results, null, 2)}\n`);
  if (before !== null) process.stdout.write(`\n${comparison(before, results)}\n`);
}

async function measureAll({ isQuick, runs, parts, shapes }: Options): Promise<readonly Row[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "residentctl-bench-"));
  const note = (what: string) => process.stderr.write(`… ${what}\n`);
  const bench: Bench = { scratch, runs, isQuick, note };
  const rows: Row[] = [];
  try {
    for (const part of parts) rows.push(...(await MEASURES[part](bench)));
    for (const shape of shapes) {
      rows.push(...(await measureShape(bench, shape, OTHER_SHAPES[shape], { of: "ratio", most: 1.5 }, true)));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return rows;
}

function resultsOf({ isQuick }: Options, rows: readonly Row[]): Results {
  return {
    formatVersion: "1.0",
    takenAt: new Date().toISOString(),
    commit: commit(),
    isQuick,
    machine: { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    rows,
  };
}

/** The commit that is checked out; null where there is no git. */
function commit(): string | null {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=12"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}
