import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import type { Timing } from "../../src/domain/timing.ts";
import { type Emulator, startEmulator } from "../../src/emulator/start.ts";
import { fakeProcess, temporaryDirectory, writeFiles } from "../commands/scene.ts";
import { mulberry } from "./chance.ts";
import {
  credentialsFor,
  EVERY_REQUEST_GOAL,
  EVERY_REQUEST_INVITED,
  everyRequestFiles,
  everyRequestSeed,
} from "./every-request.ts";
import { MAIN } from "./residentctl.ts";
import { residentsOf } from "./virtual-server.ts";

const CRASHES = Number(process.env.RESIDENTCTL_CRASHES ?? "50");

/** Repeat a run with the seed that it printed. */
const CHANCE_SEED = Number(process.env.RESIDENTCTL_SEED ?? Date.now() % 1_000_000);

const ARGS = ["apply", "--yes", "-q", "--timeout", "1"];

const REAL: Timing = { now: Date.now, random: Math.random, sleep: (milliseconds) => wait(milliseconds) };

/** Waits take a tenth of their time: for the apply that comes after, which is not what is killed. */
const HURRIED: Timing = { ...REAL, sleep: (milliseconds) => wait(milliseconds / 10) };

/** A server that answers slowly enough to be in the middle of something, and a repository to apply to it. */
interface Place {
  readonly emulator: Emulator;
  readonly cwd: string;
}

async function makePlace(): Promise<Place> {
  const now = Date.now();
  const emulator = await startEmulator({
    seed: everyRequestSeed(now),
    timing: REAL,
    jobs: { milliseconds: 200, polls: 1 },
    faults: { latencyMs: 8 },
  });
  const cwd = temporaryDirectory();
  writeFiles(cwd, everyRequestFiles(now));
  return { emulator, cwd };
}

function start({ cwd, emulator }: Place): ChildProcess {
  const env = { PATH: process.env.PATH, ...credentialsFor(emulator.url) };
  return spawn(process.execPath, [MAIN, ...ARGS], { cwd, env, stdio: "ignore" });
}

/** Waits until the process has sent something, or has ended. */
async function firstRequest(child: ChildProcess, { emulator }: Place, before: number): Promise<void> {
  while (emulator.requests().length === before && child.exitCode === null) await wait(5);
}

/** Starts an apply and kills it so long after its first request; true where it was not done before. */
async function crash(place: Place, delay: number): Promise<boolean> {
  const before = place.emulator.requests().length;
  const child = start(place);
  const closed = once(child, "close");
  await firstRequest(child, place, before);
  await wait(delay);
  child.kill("SIGKILL");
  const [, signal] = await closed;
  return signal === "SIGKILL";
}

/** Applies in this process, where that is quicker. */
async function applyHere({ cwd, emulator }: Place): Promise<void> {
  const made = fakeProcess({ cwd, env: credentialsFor(emulator.url) });
  const code = await run(ARGS, { ...made.world, timing: HURRIED });
  if (code !== 0) throw new Error(`exit ${code}: ${made.stdout()}${made.stderr()}`);
}

async function applyForReal(place: Place): Promise<void> {
  const [code] = await once(start(place), "close");
  if (code !== 0) throw new Error(`exit ${code}`);
}

/** What is not as it should be after the last apply. */
function whatIsWrong({ emulator, cwd }: Place): unknown {
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

test(`killed at ${CRASHES} random points, an apply is finished by the next one, and nobody is invited twice`, async () => {
  const random = mulberry(CHANCE_SEED);
  const whole = await makePlace();
  const began = performance.now();
  await applyForReal(whole);
  const requests = whole.emulator.requests();
  const usual = performance.now() - began;
  await whole.emulator.close();

  let kills = 0;
  let midway = 0;
  /** Kills an apply, a third of the times its successor as well, and then lets one finish. */
  async function life(number: number): Promise<unknown> {
    const place = await makePlace();
    try {
      do {
        if (await crash(place, random() * usual * 0.9)) {
          kills += 1;
          const hasSubmitted = place.emulator
            .requests()
            .some(({ method, path: called }) => method === "POST" && called !== "/oauth/token");
          if (hasSubmitted) midway += 1;
        }
      } while (random() < 1 / 3);
      if (number % 10 === 0) await applyForReal(place);
      else await applyHere(place);
      return whatIsWrong(place);
    } finally {
      await place.emulator.close();
    }
  }

  const wanted = {
    residents: EVERY_REQUEST_GOAL,
    invitations: EVERY_REQUEST_INVITED,
    violations: [],
    leftOpen: [],
  };
  // Whoever was done before the kill does not count: lives begin until there are enough.
  let lives = 0;
  const worker = async (): Promise<void> => {
    while (kills < CRASHES) {
      lives += 1;
      const number = lives;
      expect(await life(number), `life ${number} of seed ${CHANCE_SEED}`).toEqual(wanted);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  console.log(
    `crash test: ${kills} kills, ${midway} of them after a submission, in ${lives} lives; an apply has ${requests.length} requests and takes ${Math.round(usual)} ms; seed ${CHANCE_SEED}`,
  );
  expect(midway).toBeGreaterThan(CRASHES / 3);
}, 600_000);
