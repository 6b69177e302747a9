import { ExpectedError } from "../domain/exit.ts";
import { type Answer, ok, refused } from "./answer.ts";
import { readControlBody } from "./control-bodies.ts";
import type { Core } from "./core.ts";
import type { FaultPlan } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";

/** What the control calls reach. */
export interface Controls {
  readonly core: Core;
  readonly log: RequestLog;
  readonly setFaults: (plan: FaultPlan) => void;
}

const CALLS: Readonly<Record<string, (controls: Controls, text: string) => unknown>> = {
  "GET /outbox": ({ core }) => ({ outbox: core.outbox() }),
  "GET /violations": ({ core }) => ({ violations: core.violations() }),
  "GET /state": ({ core }) => core.state(),
  "GET /requests": ({ log }) => ({ requests: log.entries() }),
  "GET /clock": ({ core }) => ({ now: core.now() }),
  "POST /clock": ({ core }, text) => ({ now: core.moveClock(readControlBody("clock", text)) }),
  "POST /onboard": ({ core }, text) => {
    core.onboard(readControlBody("onboard", text).email);
    return { ok: true };
  },
  "POST /faults": ({ setFaults }, text) => {
    setFaults(readControlBody("faults", text));
    return { ok: true };
  },
  "DELETE /faults": ({ setFaults }) => {
    setFaults({});
    return { ok: true };
  },
};

/** A call below `/emulator`: what is not part of the API. What is wrong with a request is a 400 that says so. */
export function answerControl(controls: Controls, method: string, path: string, text: string): Answer {
  const name = `${method} ${path}`;
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (call === undefined) return refused(404, `The emulator knows: ${Object.keys(CALLS).join(", ")}.`);
  try {
    return ok(call(controls, text));
  } catch (error) {
    if (error instanceof ExpectedError) return refused(400, error.message);
    throw error;
  }
}
