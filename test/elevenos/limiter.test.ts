import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLimiter, type Permit } from "../../src/elevenos/limiter.ts";

/** A clock that is moved by hand; sleepers wake when it passes them. */
function movedClock() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
      }),
    sleeping: () => sleepers.length,
    move: async (milliseconds: number) => {
      now += milliseconds;
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.at <= now) sleeper.wake();
        else sleepers.push(sleeper);
      }
      await settle();
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Asks for so many permits; those that were given are in the list. */
function ask(limiter: ReturnType<typeof createLimiter>, count: number): Permit[] {
  const given: Permit[] = [];
  for (let nth = 0; nth < count; nth += 1) void limiter.acquire().then((permit) => given.push(permit));
  return given;
}

describe("the limiter", () => {
  test("lets so many through and the others wait, first come, first served", async () => {
    const limiter = createLimiter(2, movedClock());
    const order: number[] = [];
    const permits: Permit[] = [];
    for (const nth of [1, 2, 3, 4]) {
      void limiter.acquire().then((permit) => {
        order.push(nth);
        permits.push(permit);
      });
    }
    await settle();
    expect(order).toEqual([1, 2]);
    permits[0]?.release("ok");
    await settle();
    expect(order).toEqual([1, 2, 3]);
    permits[1]?.release("failed");
    await settle();
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test("halves once for those under way together, and never below one", async () => {
    const limiter = createLimiter(8, movedClock());
    const together = ask(limiter, 8);
    await settle();
    for (const permit of together) permit.release("throttled");
    expect(limiter.width()).toBe(4);
    for (const width of [2, 1, 1]) {
      const [permit] = [await limiter.acquire()];
      permit.release("throttled");
      expect(limiter.width()).toBe(width);
    }
  });

  test("grows by one for each width's worth of answers, up to the maximum", async () => {
    const limiter = createLimiter(4, movedClock());
    (await limiter.acquire()).release("throttled");
    expect(limiter.width()).toBe(2);
    for (let nth = 0; nth < 3; nth += 1) (await limiter.acquire()).release("ok");
    expect(limiter.width()).toBe(3);
    for (let nth = 0; nth < 50; nth += 1) (await limiter.acquire()).release("ok");
    expect(limiter.width()).toBe(4);
  });

  test("begins nothing during a pause, and goes on after it", async () => {
    const clock = movedClock();
    const limiter = createLimiter(4, clock);
    (await limiter.acquire()).release("throttled", 5_000);
    const given = ask(limiter, 3);
    await clock.move(4_999);
    expect(given).toHaveLength(0);
    expect(clock.sleeping()).toBe(1);
    await clock.move(1);
    expect(given).toHaveLength(2);
    expect(clock.sleeping()).toBe(0);
  });

  test("a later and longer pause counts", async () => {
    const clock = movedClock();
    const limiter = createLimiter(4, clock);
    const [first, second] = [await limiter.acquire(), await limiter.acquire()];
    first.release("throttled", 1_000);
    const given = ask(limiter, 1);
    second.release("throttled", 3_000);
    await clock.move(1_000);
    expect(given).toHaveLength(0);
    await clock.move(2_000);
    expect(given).toHaveLength(1);
  });

  test("who gives up while waiting leaves the queue", async () => {
    const limiter = createLimiter(1, movedClock());
    const held = await limiter.acquire();
    const abort = new AbortController();
    const waiting = limiter.acquire(abort.signal);
    const after = limiter.acquire();
    abort.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrowError("stopped");
    held.release("ok");
    (await after).release("ok");
    await expect(limiter.acquire(abort.signal)).rejects.toThrowError("stopped");
  });

  test("never are more under way than the width was, whatever happens", async () => {
    const events = fc.array(fc.constantFrom("ask", "ok", "failed", "throttled", "move"), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), events, async (maximum, script) => {
        const clock = movedClock();
        const limiter = createLimiter(maximum, clock);
        const held: Permit[] = [];
        let asked = 0;
        let given = 0;
        for (const event of script) {
          if (event === "ask") {
            asked += 1;
            void limiter.acquire().then((permit) => {
              given += 1;
              held.push(permit);
            });
          } else if (event === "move") {
            await clock.move(100);
          } else {
            held.shift()?.release(event, event === "throttled" ? 50 : 0);
          }
          await Promise.resolve();
          expect(held.length).toBeLessThanOrEqual(maximum);
          expect(limiter.width()).toBeGreaterThanOrEqual(1);
        }
        // And nobody waits for ever.
        while (given < asked) {
          held.shift()?.release("ok");
          await clock.move(100);
        }
      }),
      { numRuns: 50 },
    );
  });
});
