import { mkdirSync } from "node:fs";
import path from "node:path";
import { inTurn, medianRatio, medianUsage, type Usage } from "./measure.ts";
import type { Shape } from "./portfolio.ts";
import { writePortfolio } from "./portfolio.ts";
import type { Budget, Row } from "./result.ts";

/** What every measurement is given. */
export interface Bench {
  /** A folder of the bench's own, removed afterwards. */
  readonly scratch: string;
  /** How many pairs a median is of. */
  readonly runs: number;
  readonly isQuick: boolean;
  /** Says on stderr what is under way. */
  readonly note: (what: string) => void;
}

/** A comparison of the program with its floor. */
export interface Task {
  readonly name: string;
  readonly budget: Budget | null;
  readonly program: () => Promise<Usage>;
  readonly floor: () => Promise<Usage>;
  /** More pairs than usual, for what is over at once. */
  readonly times?: number;
}

/** Measures a program and its floor in turn. */
export async function measured(
  bench: Bench,
  { name, budget, program, floor, times = 1 }: Task,
): Promise<Row> {
  bench.note(name);
  const runs = bench.runs * times;
  const pairs = await inTurn(runs, program, floor);
  const programUsage = medianUsage(pairs.map((pair) => pair.program));
  const floorUsage = medianUsage(pairs.map((pair) => pair.floor));
  return {
    name,
    runs,
    unit: "seconds",
    program: programUsage.seconds,
    floor: floorUsage.seconds,
    ratio: medianRatio(pairs),
    programUsage,
    // A floor that was computed has no memory.
    floorUsage: floorUsage.peakMegabytes === 0 ? null : floorUsage,
    budget,
  };
}

/** What nobody ran: seconds that were worked out, or taken within a process. */
export function onlySeconds(seconds: number): Usage {
  return { seconds, cpuSeconds: 0, peakMegabytes: 0 };
}

/** Writes a portfolio into a folder of its own; gives the folder. */
export function portfolio(bench: Bench, name: string, shape: Shape): string {
  const directory = path.join(bench.scratch, name);
  mkdirSync(directory);
  writePortfolio(directory, shape);
  return directory;
}
