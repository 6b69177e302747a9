import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { run } from "../../src/cli.ts";
import type { Timing } from "../../src/domain/timing.ts";
import { type Emulator, startEmulator } from "../../src/emulator/start.ts";
import { fakeProcess, temporaryDirectory, writeFiles } from "../commands/scene.ts";
import {
  credentialsFor,
  EVERY_REQUEST_GOAL,
  EVERY_REQUEST_INVITED,
  everyRequestFiles,
  everyRequestSeed,
} from "./every-request.ts";
import { MAIN } from "./residentctl.ts";
import { residentsOf } from "./virtual-server.ts";

const ARGS = ["apply", "--yes", "-q", "--timeout", "1"];

const REAL: Timing = { now: Date.now, random: Math.random, sleep: (milliseconds) => wait(milliseconds) };

/** Waits take a tenth of their time: for the apply that comes after, which is not what is killed. */
const HURRIED: Timing = { ...REAL, sleep: (milliseconds) => wait(milliseconds / 10) };

/** A server that answers slowly enough to be in the middle of something, and a repository to apply to it. */
export interface Place {
  readonly emulator: Emulator;
  readonly cwd: string;
}

/** Starts a server whose answers take 8 ms, and writes the repository; the caller closes the emulator. */
export async function makePlace(): Promise<Place> {
  const now = Date.now();
  const emulator = await startEmulator({
    seed: everyRequestSeed(now),
    timing: REAL,
    jobs: { milliseconds: 80, polls: 1 },
    faults: { latencyMs: 8 },
  });
  const cwd = temporaryDirectory();
  writeFiles(cwd, everyRequestFiles(now));
  return { emulator, cwd };
}

/** Starts the real binary: an apply. */
export function startApply({ cwd, emulator }: Place, stdio: "ignore" | "pipe" = "ignore"): ChildProcess {
  const env = { PATH: process.env.PATH, ...credentialsFor(emulator.url) };
  // A process that lives for a second gains nothing from optimised code, and pays for it.
  return spawn(process.execPath, ["--no-opt", MAIN, ...ARGS], { cwd, env, stdio });
}

/** Applies in this process, where that is quicker. */
export async function applyHere({ cwd, emulator }: Place): Promise<void> {
  const made = fakeProcess({ cwd, env: credentialsFor(emulator.url) });
  const code = await run([...ARGS, "--job-timeout", "1"], { ...made.world, timing: HURRIED });
  if (code !== 0) throw new Error(`exit ${code}: ${made.stdout()}${made.stderr()}`);
}

/** How it is to be after the last apply. */
export const FINISHED = {
  residents: EVERY_REQUEST_GOAL,
  invitations: EVERY_REQUEST_INVITED,
  violations: [],
  leftOpen: [],
};

/** How it is. */
export function stateOf({ emulator, cwd }: Place): unknown {
  const invitations: Record<string, number> = {};
  for (const { kind, to } of emulator.outbox()) {
    if (kind === "invitation") invitations[to] = (invitations[to] ?? 0) + 1;
  }
  const journal = path.join(cwd, ".residentctl", "journal");
  return {
    residents: residentsOf(emulator.state(), Date.now()),
    invitations,
    violations: emulator.violations(),
    leftOpen: (existsSync(journal) ? readdirSync(journal) : []).filter(
      (name) => !/\d+-\w+\.jsonl$/.test(name),
    ),
  };
}
