import { ExpectedError } from "../domain/exit.ts";
import type { Timing } from "../domain/timing.ts";
import type { Answer, Call } from "./answer.ts";
import { answerCall, type Settings } from "./api.ts";
import { buildWorld } from "./build-world.ts";
import { type Clock, type ClockMove, makeClock } from "./clock.ts";
import { commit } from "./commit.ts";
import { completeOnboarding } from "./inviting.ts";
import { type Moment, settle } from "./job-work.ts";
import type { Mail, Violation } from "./records.ts";
import type { Hints } from "./request.ts";
import { saveState } from "./save-state.ts";
import type { EmulatorSeed } from "./seed.ts";
import { epochOf, parseStamp, type Stamp, stampOf } from "./stamp.ts";
import { randomUuid } from "./uuid.ts";
import { findByEmail, type World } from "./world.ts";

/** The state and its clock, apart from HTTP and faults. */
export interface Core {
  /** One call of the API. */
  readonly answer: (call: Call, hints: Hints) => Answer;
  /** The state as a seed. */
  readonly state: () => EmulatorSeed;
  /** The e-mails sent so far, in order. */
  readonly outbox: () => readonly Mail[];
  /** What no correct client does. */
  readonly violations: () => readonly Violation[];
  /** Moves the clock; everything that falls due happens, dated when it was due. Gives the new instant. */
  readonly moveClock: (move: ClockMove) => Stamp;
  /** The resident completes onboarding; rejects (`ExpectedError`) where there is none, or not pending. */
  readonly onboard: (email: string) => void;
  /** Every token given out so far is worth nothing any more. */
  readonly expireTokens: () => void;
  /** The instant on the emulator's clock. */
  readonly now: () => Stamp;
}

/** Builds the state of a seed, with the clock and chance handed in. */
export function makeCore(seed: EmulatorSeed, timing: Timing, settings: Settings): Core {
  const newId = () => randomUuid(timing.random);
  const clock = makeClock(startOf(seed), timing.now);
  const world = buildWorld(seed, clock.now(), newId);
  const moment = (): Moment => ({ now: clock.now(), real: timing.now(), newId });
  const settled = <Value>(read: () => Value): Value => {
    settle(world, moment());
    return read();
  };
  return {
    answer: (call, hints) => answerCall(world, call, moment(), settings, hints),
    state: () => settled(() => saveState(world, clock.isStanding)),
    outbox: () => settled(() => [...world.outbox]),
    violations: () => [...world.violations],
    moveClock: (move) => moveClock(world, clock, move, moment),
    onboard: (email) => settled(() => onboard(world, email)),
    expireTokens: () => world.tokens.clear(),
    now: () => stampOf(clock.now()),
  };
}

function startOf({ now }: EmulatorSeed): number | null {
  const stamp = now === undefined ? null : parseStamp(now);
  return stamp === null ? null : epochOf(stamp);
}

function moveClock(world: World, clock: Clock, move: ClockMove, moment: () => Moment): Stamp {
  clock.move(move);
  settle(world, moment());
  return stampOf(world.now);
}

function onboard(world: World, email: string): void {
  const found = findByEmail(world, email);
  if (found === null) throw new ExpectedError(4, `The emulator has no resident ${JSON.stringify(email)}.`);
  const decision = completeOnboarding({ world, site: found.site, now: world.now }, found.resident);
  if (decision.refusal !== null) throw new ExpectedError(4, decision.refusal);
  commit(world, found.site, decision, world.now);
}
