import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";

/** Validators of a schema: as it is, and `closed`, where a key that it does not name is an error. */
interface Validators {
  readonly open: ValidateFunction;
  readonly closed: ValidateFunction;
}

/** Validators of the plan's schema. */
export function planSchema(): Validators {
  return validatorsOf("plan");
}

/** Validators of the schema of an output, `schemas/NAME.schema.json`; it may refer to that of the plan. */
export function validatorsOf(name: string): Validators {
  const schemas = name === "plan" ? [readSchema(name)] : [readSchema("plan"), readSchema(name)];
  return { open: compileLast(schemas), closed: compileLast(schemas.map(close)) };
}

/** What is wrong with data by the closed schema of an output, a line each. */
export function errorsOf(name: string, data: unknown): readonly string[] {
  const validate = closedSchemas.get(name) ?? validatorsOf(name).closed;
  closedSchemas.set(name, validate);
  validate(data);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const closedSchemas = new Map<string, ValidateFunction>();

/** The schema of an output, as data. */
export function readSchema(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
}

function compileLast(schemas: readonly AnySchemaObject[]): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true });
  for (const schema of schemas.slice(0, -1)) ajv.addSchema(schema);
  return ajv.compile(schemas.at(-1) ?? false);
}

function close<T>(part: T): T;
function close(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(close);
  if (typeof part !== "object" || part === null) return part;
  const closed = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, close(value)]));
  return "properties" in closed ? { ...closed, additionalProperties: false } : closed;
}
