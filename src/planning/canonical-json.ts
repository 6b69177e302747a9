import { createHash } from "node:crypto";
import { compareText } from "../domain/compare-text.ts";

/**
 * The canonical JSON of plain data (RFC 8785: keys in the order of their UTF-16 code units, no white space, ECMAScript's
 * own text of strings and numbers), part after part: a plan of 100,000 changes is never one giant string. As in JSON
 * itself, a property that is undefined is not there. A lone surrogate, which a server may send and which RFC 8785
 * refuses, stands escaped.
 */
function addCanonicalJson(value: unknown, add: (part: string) => void): void {
  if (Array.isArray(value)) {
    let before = "[";
    for (const item of value) {
      add(before);
      addCanonicalJson(item, add);
      before = ",";
    }
    add(value.length === 0 ? "[]" : "]");
  } else if (typeof value === "object" && value !== null) {
    let before = "{";
    for (const [key, item] of Object.entries(value).sort(([a], [b]) => compareText(a, b))) {
      if (item === undefined) continue;
      add(`${before}${JSON.stringify(key)}:`);
      addCanonicalJson(item, add);
      before = ",";
    }
    add(before === "{" ? "{}" : "}");
  } else {
    add(JSON.stringify(value) ?? "null");
  }
}

/** SHA-256 (hex) of the canonical JSON of a value of plain data. */
export function sha256(value: unknown): string {
  const hash = textHash();
  addCanonicalJson(value, hash.add);
  return hash.hex();
}

/** Characters that are hashed at once: as many as stay near the processor, from their joining to their hashing. */
const CHUNK = 8 * 1024;

/**
 * SHA-256 of a text that comes in very many small parts, without a step of the hash for each of them, which would cost
 * more than the hash.
 */
export function textHash() {
  const hash = createHash("sha256");
  let text = "";
  return {
    add(part: string): void {
      text += part;
      if (text.length < CHUNK) return;
      hash.update(text);
      text = "";
    },
    hex: () => hash.update(text).digest("hex"),
  };
}
