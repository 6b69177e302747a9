import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDeeperThan, isNestedDeeperThan, readJson } from "../../src/elevenos/json.ts";

describe("a body is read as JSON", () => {
  test.each([
    ["an object", '{"a":1}', { is: "json", value: { a: 1 } }],
    ["a list, with a byte order mark", "\ufeff [1]", { is: "json", value: [1] }],
    ["cut off", '{"a":', { is: "broken" }],
    ["an HTML page", "<html>", { is: "other", text: "<html>" }],
    ["nothing", "", { is: "other", text: "" }],
    ["a bare text", '"a"', { is: "other", text: '"a"' }],
    ["too deep", "[[[[1]]]]", { is: "too-deep" }],
    ["deep enough", "[[[1]]]", { is: "json", value: [[[1]]] }],
  ])("%s", (_name, text, reading) => {
    expect(readJson(Buffer.from(text), 3)).toEqual(reading);
  });

  test("text that is not UTF-8 is not guessed at: an e-mail address must not be altered", () => {
    expect(readJson(Buffer.from('{"Email":"zo\u00eb@example.com"}', "latin1"), 3)).toEqual({ is: "broken" });
  });

  // Up to 2 MB the value is built first, beyond it the text is looked through first: the reading is the same.
  test.each([1_000_000, 4_000_000])("%i brackets are no stack overflow, closed or not", (count) => {
    const open = "[".repeat(count / 2);
    expect(readJson(Buffer.from(open + open), 64)).toEqual({ is: "too-deep" });
    expect(readJson(Buffer.from(open + "]".repeat(count / 2)), 64)).toEqual({ is: "too-deep" });
  });

  test("a large body is read like a small one, in ASCII and in other letters", () => {
    for (const name of ["Zoe", "Zoë", "ゾーイ"]) {
      const value = {
        Residents: Array.from({ length: 60_000 }, () => ({ name, words: ["current", "\\["] })),
      };
      expect(readJson(Buffer.from(JSON.stringify(value)), 4)).toEqual({ is: "json", value });
      expect(readJson(Buffer.from(JSON.stringify(value)), 3)).toEqual({ is: "too-deep" });
    }
  });
});

describe("the depth limit", () => {
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map((part) => depthOf(part)))
      : 0;

  test("is the depth of the value, whatever stands in its strings", () => {
    const text = fc.string({ unit: fc.constantFrom("[", "]", "{", "}", '"', "\\", "a", "é") });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, text, fc.array(tie("tree")), fc.dictionary(text, tie("tree"))),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const body = Buffer.from(JSON.stringify(value));
        const depth = depthOf(value);
        expect(isNestedDeeperThan(depth, body)).toBe(false);
        expect(isDeeperThan(depth, value)).toBe(false);
        if (depth === 0) return;
        expect(isNestedDeeperThan(depth - 1, body)).toBe(true);
        expect(isDeeperThan(depth - 1, value)).toBe(true);
      }),
    );
  });
});
