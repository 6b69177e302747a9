import { clock, faults, onboard } from "built:validators/emulator-control";
import { ExpectedError } from "../domain/exit.ts";
import type { ClockMove } from "./clock.ts";
import type { FaultPlan } from "./faults.ts";
import { parseJson } from "./json.ts";

interface ControlBodies {
  readonly faults: FaultPlan;
  readonly clock: ClockMove;
  readonly onboard: { readonly email: string };
}

const VALIDATORS = { faults, clock, onboard };

/** Reads the body of a control call; rejects with an `ExpectedError` that says what is wrong with it, and where. */
export function readControlBody<Name extends keyof ControlBodies>(
  name: Name,
  text: string,
): ControlBodies[Name] {
  const parsed = parseJson(text);
  if ("problem" in parsed) throw new ExpectedError(4, "The body is not JSON.");
  const body = parsed.value;
  if (isBody(name, body)) return body;
  const [problem] = VALIDATORS[name].errors ?? [];
  const key = problem?.params.additionalProperty;
  const detail = key === undefined ? problem?.message : `unknown key "${key}"`;
  throw new ExpectedError(4, `${problem?.instancePath || "/"}: ${detail}`);
}

/** `schemas/emulator-control.schema.json` says what a body is. */
function isBody<Name extends keyof ControlBodies>(name: Name, body: unknown): body is ControlBodies[Name] {
  return VALIDATORS[name](body);
}
