import { visibleText } from "../domain/visible-text.ts";

/** An answer is JSON, and not of the shape that is relied on. `path` is the wrong field, as in `Residents[3].Email`. */
export class ShapeError extends Error {
  readonly path: string;

  constructor(path: string, expected: string, found: unknown) {
    // What was found is named by its type only: its value may be personal or secret.
    super(`${visibleText(path)} should be ${expected} and is ${typeName(found)}`);
    this.name = "ShapeError";
    this.path = path;
  }
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; `path` names it in the error. */
export function objectAt(value: unknown, path: string): JsonObject {
  if (!isJsonObject(value)) throw new ShapeError(path, "an object", value);
  return value;
}

/** A field that holds a list. */
export function listField(object: JsonObject, name: string): readonly unknown[] {
  const value = object[name];
  if (!Array.isArray(value)) throw new ShapeError(name, "a list", value);
  return value;
}

// Fields are handed in by value, with the name and the place that an error gives: reading each by its own name where it
// is needed is several times faster than looking it up by a name that changes from call to call.

/** A field that identifies something: text that is not empty. */
export function identity(value: unknown, name: string, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ShapeError(`${path}.${name}`, "text", value);
}

/** A field that must be there: text; a number is tolerated as its text (`"Floor": 1`), and null as `""`. */
export function text(value: unknown, name: string, path: string): string {
  if (typeof value === "string") return value;
  if (value === undefined) throw new ShapeError(`${path}.${name}`, "text", undefined);
  return nullableText(value, name, path) ?? "";
}

/** A field that may be null or missing; a number is tolerated as its text. */
export function nullableText(value: unknown, name: string, path: string): string | null {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return String(value);
  throw new ShapeError(`${path}.${name}`, "text", value);
}

/** A date that may be null or missing: the server's own text. */
export function nullableDate(value: unknown, name: string, path: string): string | null {
  if (typeof value === "number") throw new ShapeError(`${path}.${name}`, "text", value);
  return nullableText(value, name, path);
}

function typeName(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === "") return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
