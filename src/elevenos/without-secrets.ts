import { isJsonObject, type JsonObject } from "./shape.ts";

/** Names of what must not be kept, wherever it stands: `Passphrase`, `access_token` and their like. */
const SECRET = /pass|psk|secret|token|credential/i;

/** A copy of an answer in which secrets are `***`, where they were text; nothing else of their kind is changed. */
export function withoutSecrets(answer: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, SECRET.test(name) ? masked(value) : cleaned(value)]),
  );
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  return isJsonObject(value) ? withoutSecrets(value) : value;
}

/** The type is kept, so that a shape can be checked; whatever is text in it is not. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, masked(part)]));
  }
  return typeof value === "string" ? "***" : typeof value === "number" ? 0 : value;
}
