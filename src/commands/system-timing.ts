import { setTimeout as wait } from "node:timers/promises";
import type { Timing } from "../domain/timing.ts";

/** The machine's own clock and chance. */
export const systemTiming: Timing = {
  now: Date.now,
  random: Math.random,
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
