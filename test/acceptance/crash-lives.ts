import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { mulberry } from "./chance.ts";
import { applyHere, FINISHED, makePlace, type Place, startApply, stateOf } from "./real-place.ts";

/** Repeat a run with the seed that it printed. */
const CHANCE_SEED = Number(process.env.RESIDENTCTL_SEED ?? Date.now() % 1_000_000);

/** Waits until the process has sent something, or has ended. */
async function firstRequest(child: ChildProcess, { emulator }: Place, before: number): Promise<void> {
  while (emulator.requests().length === before && child.exitCode === null) await wait(5);
}

/** Starts an apply and kills it so long after its first request; true where it was not done before. */
async function crash(place: Place, delay: number): Promise<boolean> {
  const before = place.emulator.requests().length;
  const child = startApply(place);
  const closed = once(child, "close");
  await firstRequest(child, place, before);
  await wait(delay);
  child.kill("SIGKILL");
  const [, signal] = await closed;
  return signal === "SIGKILL";
}

async function applyForReal(place: Place): Promise<void> {
  const [code] = await once(startApply(place), "close");
  if (code !== 0) throw new Error(`exit ${code}`);
}

/**
 * Kills applies of the real process at so many random points, lets a later one finish each, and checks how it is
 * then. Says how many kills there were.
 */
export async function surviveCrashes(crashes: number): Promise<void> {
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
      if (number % 15 === 0) await applyForReal(place);
      else await applyHere(place);
      return stateOf(place);
    } finally {
      await place.emulator.close();
    }
  }

  // Whoever was done before the kill does not count: lives begin until there are enough.
  let lives = 0;
  const worker = async (): Promise<void> => {
    while (kills < crashes) {
      lives += 1;
      const number = lives;
      expect(await life(number), `life ${number} of seed ${CHANCE_SEED}`).toEqual(FINISHED);
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  console.log(
    `crash test: ${kills} kills, ${midway} of them after a submission, in ${lives} lives; an apply has ${requests.length} requests and takes ${Math.round(usual)} ms; seed ${CHANCE_SEED}`,
  );
  expect(midway).toBeGreaterThan(crashes / 3);
}
