import type { Timing } from "../domain/timing.ts";

/** A place among the requests that are under way. */
export interface Permit {
  /**
   * Gives the place back, once. `ok`: answered; `throttled`: the server asked for less, and for a pause of so many
   * milliseconds where it said; `failed`: no answer, or one that says nothing about the load.
   */
  readonly release: (result: "ok" | "throttled" | "failed", pauseMilliseconds?: number) => void;
}

/** Bounds how many requests are under way at one origin. */
export interface Limiter {
  /** Waits for a place, first come, first served. Rejects with the signal's reason as soon as it is aborted. */
  readonly acquire: (signal?: AbortSignal) => Promise<Permit>;
  /** How many requests may be under way now: from 1 to the maximum. */
  readonly width: () => number;
}

/**
 * Additive increase, multiplicative decrease, as TCP does it: the width halves on the first `throttled` of those
 * under way together, and grows by one for each width's worth of `ok`. During a pause nothing new begins.
 */
export function createLimiter(maximum: number, timing: Pick<Timing, "now" | "sleep">): Limiter {
  let width = maximum;
  let underWay = 0;
  let pausedUntil = 0;
  let isWakingUp = false;
  // Requests begun before a decrease belong to the load that caused it: they do not cause another.
  let decreases = 0;
  const waiting = new Set<() => void>();

  function startWaiting(): void {
    const pause = pausedUntil - timing.now();
    if (pause > 0) {
      wakeUpAfter(pause);
      return;
    }
    for (const start of waiting) {
      if (underWay >= Math.floor(width)) return;
      waiting.delete(start);
      underWay += 1;
      start();
    }
  }

  function wakeUpAfter(milliseconds: number): void {
    if (isWakingUp || waiting.size === 0) return;
    isWakingUp = true;
    void timing.sleep(milliseconds).then(() => {
      isWakingUp = false;
      startWaiting();
    });
  }

  function permit(): Permit {
    const before = decreases;
    return {
      release: (result, pauseMilliseconds = 0) => {
        underWay -= 1;
        if (result === "ok") width = Math.min(maximum, width + 1 / width);
        if (result === "throttled") {
          pausedUntil = Math.max(pausedUntil, timing.now() + pauseMilliseconds);
          if (before === decreases) {
            width = Math.max(1, width / 2);
            decreases += 1;
          }
        }
        startWaiting();
      },
    };
  }

  return {
    width: () => Math.floor(width),
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const stop = () => {
          waiting.delete(start);
          reject(signal?.reason);
        };
        const start = () => {
          signal?.removeEventListener("abort", stop);
          resolve(permit());
        };
        signal?.addEventListener("abort", stop, { once: true });
        waiting.add(start);
        startWaiting();
      }),
  };
}
