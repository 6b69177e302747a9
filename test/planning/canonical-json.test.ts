import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sha256 } from "../../src/planning/canonical-json.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

it.each([
  ["nothing", null, "null"],
  ["an empty list", [], "[]"],
  ["an empty object", {}, "{}"],
  ["keys by UTF-16 code units", { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, ö: 6 }, null],
  ["numbers", [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0, 0], null],
  ["control characters", '\u0000\u001f\u007f"\\\u2028', null],
  ["a property that is undefined", { a: undefined, b: 1 }, '{"b":1}'],
  ["nothing but undefined properties", { a: undefined }, "{}"],
  ["a lone surrogate, which a server may send", ["\ud83d"], '["\\ud83d"]'],
])("the canonical JSON of %s", (_, value, text) => {
  expect(sha256(value)).toBe(hashOf(text ?? canonicalize(value) ?? ""));
});

it("is what RFC 8785 says, of whatever plain data", () => {
  const data = fc.jsonValue({ stringUnit: "binary", maxDepth: 4 });
  fc.assert(
    fc.property(data, (value) => {
      expect(sha256(value)).toBe(hashOf(canonicalize(value) ?? ""));
    }),
  );
});

it("of a list that is longer than what is hashed at once", () => {
  const list = Array.from({ length: 5_000 }, (_, n) => ({ n, text: "x".repeat(50) }));
  expect(sha256(list)).toBe(hashOf(JSON.stringify(list)));
});
