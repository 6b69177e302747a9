import { isAscii, isUtf8 } from "node:buffer";
import { isJsonObject } from "./shape.ts";

/** What a body turned out to be. */
export type JsonReading =
  | { readonly is: "json"; readonly value: unknown }
  /** Begins like JSON and is not: most often cut off. Its text may hold passphrases, so it is not to be quoted. */
  | { readonly is: "broken" }
  /** Something else: an HTML page, nothing at all. */
  | { readonly is: "other"; readonly text: string }
  | { readonly is: "too-deep" };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Bytes. JSON.parse does not recurse, but builds what it reads: a body of nothing but brackets takes some fifty times
 * its size. Up to here that is affordable, and the depth is looked up in the value, which is cheaper than in the text;
 * a larger body is looked through before anything is built from it.
 */
const AFFORDABLE = 2 * 1024 * 1024;

/** Reads a body as JSON in UTF-8 whose arrays and objects nest at most `maxDepth` deep. */
export function readJson(body: Buffer, maxDepth: number): JsonReading {
  const text = textOf(body);
  if (!/^\s*[[{]/.test(text)) return { is: "other", text };
  if (!isUtf8(body)) return { is: "broken" };
  if (body.length > AFFORDABLE && isNestedDeeperThan(maxDepth, body)) return { is: "too-deep" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may hold a passphrase: it goes no further.
    return { is: isNestedDeeperThan(maxDepth, body) ? "too-deep" : "broken" };
  }
  return isDeeperThan(maxDepth, value) ? { is: "too-deep" } : { is: "json", value };
}

/** The body's text without a byte order mark. Most bodies are plain ASCII, which is copied as it is. */
function textOf(body: Buffer): string {
  return isAscii(body) ? body.toString("latin1") : body.toString("utf8").replace(/^\ufeff/, "");
}

/** Whether arrays and objects nest deeper in a parsed value; looks no deeper than that. */
export function isDeeperThan(maxDepth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (maxDepth === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeperThan(maxDepth - 1, item)) return true;
  } else if (isJsonObject(value)) {
    // Not Object.values: that would make a list for every resident, which takes twice as long.
    for (const name in value) {
      const part = value[name];
      if (typeof part === "object" && isDeeperThan(maxDepth - 1, part)) return true;
    }
  }
  return false;
}

/** Looks at the bytes only, so that nothing is built from a hostile answer. In UTF-8 no other character holds these bytes. */
export function isNestedDeeperThan(maxDepth: number, body: Uint8Array): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (isInString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) {
      isInString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
  return false;
}
