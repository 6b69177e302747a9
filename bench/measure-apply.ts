import { rmSync } from "node:fs";
import { DEFAULT_SETTINGS } from "residentctl";
import { run } from "./measure.ts";
import { MAIN } from "./paths.ts";
import { type Change, NOW, type Shape } from "./portfolio.ts";
import type { Budget, Row } from "./result.ts";
import { SIGNED_IN, serving } from "./serve.ts";
import { type Bench, measured, onlySeconds, portfolio } from "./task.ts";

const LATENCY_MS = 50;

/** Sign in, teams, sites, the lists of the site side by side; and the lists once more at the end. */
const READING = 5;

/** `apply` of changes at one site, with a server that takes its time, against what the requests themselves take. */
export async function measureApply(bench: Bench): Promise<readonly Row[]> {
  const changes = bench.isQuick ? 100 : 2000;
  const side = DEFAULT_SETTINGS.requests;
  const budget: Budget | null = bench.isQuick ? null : { of: "ratio", most: 1.3 };
  return [
    // Two requests an update: just before every PUT the resident is read, so that no e-mail is ever altered.
    await measureChanges(bench, `updates, ${side} at a time`, "phone", changes, (2 * changes) / side, budget),
    // One job at the least: it is submitted, and asked for twice, as the emulator finishes none before.
    await measureChanges(bench, "creates, in jobs", "new", changes, 3, null),
  ];
}

async function measureChanges(
  bench: Bench,
  name: string,
  change: Change,
  count: number,
  roundTrips: number,
  budget: Budget | null,
): Promise<Row> {
  const shape: Shape = { sites: 1, perSite: 2 * count, every: 2, changes: [change] };
  const directory = portfolio(bench, `apply-${change}`, shape);
  // Every run begins with the seed again, so with a server of its own.
  const program = () =>
    serving(directory, LATENCY_MS, async (url) => {
      const args = ["apply", "--yes", "-C", directory, "--base-url", url, "--now", NOW, "--quiet"];
      const { usage } = await run({ args: [MAIN, ...args], env: SIGNED_IN });
      rmSync(`${directory}/.residentctl`, { recursive: true, force: true });
      return usage;
    });
  const seconds = ((READING + roundTrips) * LATENCY_MS) / 1000;
  return measured(bench, {
    name: `apply, ${count} ${name}, ${LATENCY_MS} ms a request`,
    budget,
    program,
    floor: async () => onlySeconds(seconds),
  });
}
