import { describe, expect, test } from "vitest";
import { createPace, type Pace } from "../../src/applying/pace.ts";

/** A pace of at most `most`, a clock that is moved by hand, and the work that it has begun. */
function scene(most: number) {
  let now = 0;
  const underWay: (() => void)[] = [];
  const pace = createPace(most, { now: () => now });
  return {
    pace,
    atWork: () => underWay.length,
    ask: async (count: number) => {
      for (let nth = 0; nth < count; nth += 1) void begin(pace, underWay);
      await settle();
    },
    /** Ends all that is at work, each after so many milliseconds. */
    round: async (milliseconds: number) => {
      now += milliseconds;
      for (const end of underWay.splice(0)) end();
      await settle();
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

function begin(pace: Pace, underWay: (() => void)[]): Promise<void> {
  return pace.run(() => new Promise<void>((resolve) => underWay.push(resolve)));
}

async function widths(at: ReturnType<typeof scene>, rounds: readonly number[]): Promise<number[]> {
  const seen: number[] = [];
  for (const milliseconds of rounds) {
    seen.push(at.atWork());
    await at.round(milliseconds);
  }
  return seen;
}

describe("the pace of single requests", () => {
  test("begins with a few and widens by about one a round, up to what is allowed", async () => {
    const at = scene(8);
    await at.ask(200);
    expect(await widths(at, Array(10).fill(100))).toEqual([4, 4, 5, 6, 7, 8, 8, 8, 8, 8]);
  });

  test("is never wider than allowed, also where that is less than a few", async () => {
    const at = scene(2);
    await at.ask(20);
    expect(await widths(at, [50, 50, 50])).toEqual([2, 2, 2]);
  });

  test("halves once a round where work is slow, never below one, and widens again", async () => {
    const at = scene(8);
    await at.ask(200);
    await widths(at, Array(6).fill(100));
    expect(at.atWork()).toBe(8);
    expect(await widths(at, [2_000, 2_000, 2_000, 2_000, 100, 100, 100])).toEqual([8, 4, 2, 1, 1, 2, 2]);
  });

  test("a hitch that nobody would notice is not slow", async () => {
    const at = scene(4);
    await at.ask(20);
    await at.round(2);
    await at.round(390);
    expect(at.pace.width()).toBe(4);
  });

  test("gives what the work gives, and makes room where it fails", async () => {
    const pace = createPace(1, { now: () => 0 });
    const failing = pace.run(() => Promise.reject(new Error("lost")));
    const next = pace.run(async () => "done");
    await expect(failing).rejects.toThrow("lost");
    expect(await next).toBe("done");
  });
});
