import { Ajv2020 } from "ajv/dist/2020.js";
import { ExpectedError } from "../domain/exit.ts";
import type { ClockMove } from "./clock.ts";
import type { FaultPlan } from "./faults.ts";
import { parseJson } from "./json.ts";

const MATCH = {
  method: { enum: ["GET", "POST", "PUT", "PATCH", "DELETE"] },
  path: { type: "string" },
  nth: { type: "integer", minimum: 1 },
  times: { type: "integer", minimum: 1 },
};

const ACTS = { acts: { type: "boolean" } };

const COUNT = { type: "integer", minimum: 0 };

/** The keys of each kind of fault beside those that say which requests it befalls. */
const KINDS = {
  status: {
    status: { type: "integer", minimum: 200, maximum: 599 },
    retryAfter: { type: ["integer", "string"] },
    headers: { type: "object", additionalProperties: { type: "string" } },
    body: { type: "string" },
    ...ACTS,
  },
  drop: ACTS,
  truncated: {},
  html: { status: { type: "integer", minimum: 200, maximum: 599 }, ...ACTS },
  hang: { seconds: { type: "number", minimum: 0 }, ...ACTS },
  "expire-tokens": {},
  slow: { seconds: { type: "number", minimum: 0 } },
  list: { first: COUNT },
  job: {
    stuckAfter: COUNT,
    failEmails: { type: "array", items: { type: "string" } },
    counts: {
      type: "object",
      additionalProperties: false,
      properties: { total: COUNT, success: COUNT, failed: COUNT },
    },
    nesting: { enum: ["object", "pair", "single"] },
    entries: { enum: ["without-ids", "without-emails"] },
  },
};

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  status: ["status"],
  slow: ["seconds"],
  list: ["first"],
};

const SCHEMAS = {
  faults: {
    type: "object",
    additionalProperties: false,
    properties: {
      latencyMs: { type: "number", minimum: 0 },
      faults: {
        type: "array",
        items: {
          type: "object",
          required: ["kind"],
          discriminator: { propertyName: "kind" },
          oneOf: Object.entries(KINDS).map(([kind, keys]) => ({
            additionalProperties: false,
            required: REQUIRED[kind] ?? [],
            properties: { kind: { const: kind }, ...MATCH, ...keys },
          })),
        },
      },
    },
  },
  clock: {
    type: "object",
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    properties: { now: { type: "string" }, advanceSeconds: { type: "number", minimum: 0 } },
  },
  onboard: {
    type: "object",
    additionalProperties: false,
    required: ["email"],
    properties: { email: { type: "string" } },
  },
};

interface ControlBodies {
  readonly faults: FaultPlan;
  readonly clock: ClockMove;
  readonly onboard: { readonly email: string };
}

/** Reads the body of a control call; rejects with an `ExpectedError` that says what is wrong with it, and where. */
export function readControlBody<Name extends keyof ControlBodies>(
  name: Name,
  text: string,
): ControlBodies[Name] {
  const parsed = parseJson(text);
  if ("problem" in parsed) throw new ExpectedError(4, "The body is not JSON.");
  const body = parsed.value;
  const isValid = new Ajv2020({ discriminator: true, allowUnionTypes: true, strictTypes: false }).compile<
    ControlBodies[Name]
  >(SCHEMAS[name]);
  if (isValid(body)) return body;
  const [problem] = isValid.errors ?? [];
  const key = problem?.params.additionalProperty;
  const detail = key === undefined ? problem?.message : `unknown key "${key}"`;
  throw new ExpectedError(4, `${problem?.instancePath || "/"}: ${detail}`);
}
