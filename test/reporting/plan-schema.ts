import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** Validators of a schema: as it is, and `closed`, where a key that it does not name is an error. */
interface Validators {
  readonly open: ValidateFunction;
  readonly closed: ValidateFunction;
}

/** Validators of the plan's schema. */
export function planSchema(): Validators {
  return validatorsOf("plan");
}

/** Validators of the schema of an output, `schemas/NAME.schema.json`. */
export function validatorsOf(name: string): Validators {
  const schema = JSON.parse(
    readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"),
  ) as object;
  return {
    open: new Ajv2020({ allErrors: true }).compile(schema),
    closed: new Ajv2020({ allErrors: true }).compile(close(schema) as object),
  };
}

function close(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(close);
  if (typeof part !== "object" || part === null) return part;
  const closed = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, close(value)]));
  return "properties" in closed ? { ...closed, additionalProperties: false } : closed;
}
