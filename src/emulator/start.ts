import type { AddressInfo } from "node:net";
import type { Timing } from "../domain/timing.ts";
import type { ClockMove } from "./clock.ts";
import { makeCore } from "./core.ts";
import { type FaultPlan, makeFaults } from "./faults.ts";
import type { JobPace } from "./job.ts";
import type { Mail, Violation } from "./records.ts";
import { type LoggedRequest, makeRequestLog } from "./request-log.ts";
import type { EmulatorSeed } from "./seed.ts";
import { makeServer } from "./server.ts";
import type { Stamp } from "./stamp.ts";
import type { TokenPolicy } from "./tokens.ts";

/** How to start an emulator. */
export interface EmulatorOptions {
  /** From `loadSeed` or `seedFromLive`. */
  readonly seed: EmulatorSeed;
  readonly timing: Timing;
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Default: the work is done with the submission, and the second poll says so. */
  readonly jobs?: Partial<JobPace>;
  /** Default: tokens live for ever. */
  readonly tokens?: Partial<TokenPolicy>;
  readonly faults?: FaultPlan;
}

/** A running emulator. */
export interface Emulator {
  /** The base URL, `http://127.0.0.1:PORT/v2`; the control calls are at `/emulator/…` of the same server. */
  readonly url: string;
  /** The state as a seed (without tokens and jobs). */
  readonly state: () => EmulatorSeed;
  /** The e-mails that would have been sent, in order. */
  readonly outbox: () => readonly Mail[];
  /** What no correct client does: a PUT with another e-mail, a bulk action without targets, an unknown field. */
  readonly violations: () => readonly Violation[];
  /** The calls so far, without headers. */
  readonly requests: () => readonly LoggedRequest[];
  /** Moves the clock forward; gives the new instant. Rejects (`ExpectedError`) what goes back. */
  readonly moveClock: (move: ClockMove) => Stamp;
  /** The resident completes onboarding. Rejects (`ExpectedError`) who is not pending. */
  readonly onboard: (email: string) => void;
  /** Replaces all faults; `{}` ends them. */
  readonly setFaults: (plan: FaultPlan) => void;
  /** Drops all connections and stops listening. */
  readonly close: () => Promise<void>;
}

const DEFAULT_PACE: JobPace = { clock: "real", milliseconds: 0, polls: 1, nesting: "single" };
const ENDLESS: TokenPolicy = { lifetimeSeconds: null, requests: null };

/** Starts the emulator on 127.0.0.1; rejects where the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { seed, timing, port = 0, jobs = {}, tokens = {}, faults = {} } = options;
  const core = makeCore(seed, timing, {
    pace: { ...DEFAULT_PACE, ...jobs },
    tokens: { ...ENDLESS, ...tokens },
  });
  const log = makeRequestLog();
  const closing = new AbortController();
  let judge = makeFaults(faults);
  const setFaults = (plan: FaultPlan) => {
    judge = makeFaults(plan);
  };
  const server = makeServer({
    core,
    log,
    setFaults,
    judge: (method, path) => judge(method, path),
    timing,
    closing: closing.signal,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${listening}/v2`,
    state: core.state,
    outbox: core.outbox,
    violations: core.violations,
    requests: log.entries,
    moveClock: core.moveClock,
    onboard: core.onboard,
    setFaults,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
