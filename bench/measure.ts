import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { median } from "./statistics.ts";

/** What a whole process took. */
export interface Usage {
  /** From its start to its end, on the wall. */
  readonly seconds: number;
  /** User and system, of all its threads; without those of processes that it started. */
  readonly cpuSeconds: number;
  /** The largest resident set, of this process alone. */
  readonly peakMegabytes: number;
}

/** A process to measure. */
export interface Command {
  /** What Node runs. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const PRELOAD = fileURLToPath(new URL("usage.cjs", import.meta.url));

/** What a child process may see of the environment: nothing that changes what it does, such as `CI`. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, NO_COLOR: "1", ...more };
}

/** Runs a process to its end; rejects where that is not exit code 0. Gives what it took and what it printed. */
export async function run({
  args,
  env,
}: Command): Promise<{ readonly usage: Usage; readonly stdout: string }> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--require", PRELOAD, ...args], {
    env: plainEnvironment(env),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const printed = Promise.all([child.stdout, child.stderr, child.stdio[3]].map(textOf));
  const ended = await new Promise<{ readonly code: number | null; readonly seconds: number }>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve({ code, seconds: (performance.now() - start) / 1000 }));
    },
  );
  const [stdout = "", stderr = "", usage = ""] = await printed;
  if (ended.code !== 0) {
    throw new Error(`node ${args.join(" ")}\nended with ${ended.code}, and said:\n${stderr || stdout}`);
  }
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return {
    usage: {
      seconds: ended.seconds,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMegabytes: maxRSS / 1024,
    },
    stdout,
  };
}

async function textOf(stream: unknown): Promise<string> {
  return text(stream as AsyncIterable<Uint8Array>);
}

/** One measurement of a pair; a floor may be computed instead of run. */
export interface Pair {
  readonly program: Usage;
  readonly floor: Usage;
}

/** Runs two things in turn, so that whatever else the machine does befalls both; one pair before counts for nothing. */
export async function inTurn(
  runs: number,
  program: () => Promise<Usage>,
  floor: () => Promise<Usage>,
  isWarmedUp = false,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let done = isWarmedUp ? -1 : 0; done < runs; done++) {
    const pair = { program: await program(), floor: await floor() };
    if (done >= 0) pairs.push(pair);
  }
  return pairs;
}

/** The median of each figure by itself. */
export function medianUsage(usages: readonly Usage[]): Usage {
  return {
    seconds: median(usages.map(({ seconds }) => seconds)),
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: median(usages.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

/** The median of the ratios of the pairs: steadier than the ratio of the medians. */
export function medianRatio(pairs: readonly Pair[]): number {
  return median(pairs.map(({ program, floor }) => program.seconds / floor.seconds));
}
