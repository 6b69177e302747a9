import { ExpectedError } from "../domain/exit.ts";
import { parseStamp, stampOf } from "./stamp.ts";

/** Where to move the clock: to an instant (ISO text with an offset), or on by so many seconds. */
export type ClockMove = { readonly now: string } | { readonly advanceSeconds: number };

/** The emulator's clock. It only goes forward. */
export interface Clock {
  /** True where it moves only when it is moved; else it runs with the clock handed in. */
  readonly isStanding: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Moves it; rejects with an `ExpectedError` a move that is not one, or goes back. */
  readonly move: (move: ClockMove) => void;
}

/** A clock that stands at `start` (epoch milliseconds), or runs with `real` where that is null. */
export function makeClock(start: number | null, real: () => number): Clock {
  let offset = start ?? 0;
  let latest = Number.NEGATIVE_INFINITY;
  function now(): number {
    // The machine's clock may be set back; this one never goes back.
    latest = Math.max(latest, start === null ? real() + offset : offset);
    return latest;
  }
  function move(to: ClockMove): void {
    const distance = "now" in to ? instantOf(to.now) - now() : to.advanceSeconds * 1000;
    if (!(distance >= 0)) {
      throw new ExpectedError(4, `The emulator's clock only goes forward; it is ${stampOf(now())}.`);
    }
    offset += distance;
  }
  return { isStanding: start !== null, now, move };
}

function instantOf(text: string): number {
  const stamp = parseStamp(text);
  if (stamp === null) {
    throw new ExpectedError(4, "The emulator's clock is set with an instant such as 2026-12-01T08:00:00Z.");
  }
  return Date.parse(stamp);
}
