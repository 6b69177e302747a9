import { isUtf8 } from "node:buffer";

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

/** Reads a body as JSON in UTF-8 whose arrays and objects nest at most `maxDepth` deep. */
export function readJson(body: Buffer, maxDepth: number): JsonReading {
  const text = body.toString("utf8").replace(/^\ufeff/, "");
  if (!/^\s*[[{]/.test(text)) return { is: "other", text };
  if (!isUtf8(body)) return { is: "broken" };
  if (isNestedDeeperThan(maxDepth, body)) return { is: "too-deep" };
  try {
    return { is: "json", value: JSON.parse(text) };
  } catch {
    // V8's message quotes the text, which may hold a passphrase: it goes no further.
    return { is: "broken" };
  }
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
