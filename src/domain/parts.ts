/**
 * A text in parts, one after the other: a plan of 100,000 changes is never one giant string. Not a string itself,
 * which would be an iterable of its characters.
 */
export type Parts = Iterable<string> & object;

/** Characters: enough for a write to be worth its call, and little to hold. */
const CHUNK = 64 * 1024;

/** The same text in fewer parts, each large enough to be worth a write of its own. */
export function* inChunks(parts: Parts): Generator<string> {
  let chunk = "";
  for (const part of parts) {
    chunk += part;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
