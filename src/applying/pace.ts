import type { Timing } from "../domain/timing.ts";

/** How many single requests are sent side by side, over all sites of an apply. */
export interface Pace {
  /** Does one piece of work as soon as there is room for it, first come, first served. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** How many may be at work now. */
  readonly width: () => number;
}

/** A few to begin with; as many as may be where the server keeps up, which a round for each tells. */
const FIRST_WIDTH = 4;

/** Work that takes so many times as long as the quickest did, and milliseconds that people notice, is slow. */
const SLOW_FACTOR = 4;
const NOTICEABLE = 400;

/**
 * Widens by one for each round of work that was quick, up to `most`; halves, once a round, where work was slow: a
 * server that falls behind is not pressed. Refusals for load (429 and the like) show here as slowness, because the
 * client waits and tries again; its own limiter narrows on them at once.
 */
export function createPace(most: number, timing: Pick<Timing, "now">): Pace {
  let width = Math.min(FIRST_WIDTH, most);
  let quickest = Number.POSITIVE_INFINITY;
  let underWay = 0;
  let narrowings = 0;
  const waiting = new Set<() => void>();

  function note(milliseconds: number, narrowingsBefore: number): void {
    quickest = Math.min(quickest, milliseconds);
    if (milliseconds <= Math.max(NOTICEABLE, SLOW_FACTOR * quickest)) {
      width = Math.min(most, width + 1 / width);
    } else if (narrowings === narrowingsBefore) {
      // What was begun before a narrowing belongs to the load that caused it, and does not cause another.
      narrowings += 1;
      width = Math.max(1, width / 2);
    }
  }

  function startWaiting(): void {
    for (const start of waiting) {
      if (underWay >= Math.floor(width)) return;
      waiting.delete(start);
      underWay += 1;
      start();
    }
  }

  return {
    width: () => Math.floor(width),
    run: async (work) => {
      await new Promise<void>((start) => {
        waiting.add(start);
        startWaiting();
      });
      const [begun, before] = [timing.now(), narrowings];
      try {
        return await work();
      } finally {
        underWay -= 1;
        note(timing.now() - begun, before);
        startWaiting();
      }
    },
  };
}
