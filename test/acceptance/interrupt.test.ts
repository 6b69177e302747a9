import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { applyHere, FINISHED, makePlace, type Place, startApply, stateOf } from "./real-place.ts";

/** Runs while the first job of an apply is polled. */
async function whileFirstJob(
  place: Place,
  interrupt: (child: ChildProcess) => Promise<void>,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = startApply(place, "pipe");
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, "close");
  while (!place.emulator.requests().some(({ path }) => /bulkaction\/[^/]+$/.test(path))) await wait(5);
  await interrupt(child);
  const [code] = await closed;
  return { code, stdout, stderr };
}

async function interruptedOnce(signal: "SIGINT" | "SIGTERM" | "SIGHUP"): Promise<void> {
  const place = await makePlace();
  // Long enough for the signal to arrive on a busy machine.
  place.emulator.setFaults({
    faults: [{ method: "GET", path: "**/bulkaction/*", nth: 1, kind: "slow", seconds: 0.8 }],
  });
  const { code, stdout, stderr } = await whileFirstJob(place, async (child) => {
    child.kill(signal);
  });
  expect(stderr).toContain("Interrupted: finishing the running step. Once more stops at once.");
  expect(stdout).toContain("Interrupted; the next apply goes on from here: 2 applied, 13 not attempted.");
  expect(code).toBe(130);
  // The step that ran is done, no other was begun, and nothing is left open.
  expect(stateOf(place)).toMatchObject({ leftOpen: [] });
  const submissions = place.emulator.requests().filter(({ method }) => method === "POST");
  expect(submissions.map(({ path }) => path)).toEqual([
    "/oauth/token",
    expect.stringMatching(/\/bulkaction$/),
  ]);
  await applyHere(place);
  expect(stateOf(place)).toEqual(FINISHED);
  await place.emulator.close();
}

test("SIGINT, SIGTERM and SIGHUP: the running step is finished and reported, exit 130, and the next apply goes on", async () => {
  await Promise.all([interruptedOnce("SIGINT"), interruptedOnce("SIGTERM"), interruptedOnce("SIGHUP")]);
});

test("a second interrupt stops at once, and the next apply finishes what was left open", async () => {
  const place = await makePlace();
  place.emulator.setFaults({
    faults: [{ method: "POST", path: "**/bulkaction", nth: 1, kind: "job", stuckAfter: 1 }],
  });
  let asked = 0;
  const { code, stdout } = await whileFirstJob(place, async (child) => {
    child.kill("SIGINT");
    await wait(100);
    asked = performance.now();
    child.kill("SIGTERM");
  });
  expect(performance.now() - asked).toBeLessThan(2_000);
  expect(stdout).toMatch(/\nInterrupted; .*: 13 not attempted, 2 unknown\./i);
  expect(code).toBe(130);
  expect(stateOf(place)).toMatchObject({ leftOpen: [expect.stringMatching(/\.open\.jsonl$/)] });
  await applyHere(place);
  expect(stateOf(place)).toEqual(FINISHED);
  await place.emulator.close();
});
