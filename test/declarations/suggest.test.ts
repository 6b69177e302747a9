import { describe, expect, test } from "vitest";
import { didYouMean, didYouMeanEmail, nearest } from "../../src/declarations/suggest.ts";

describe("the nearest word", () => {
  test.each([
    ["unti", ["email", "unit"], "unit"],
    ["mapel", ["oak", "maple"], "maple"],
    ["MAPEL-house", ["oak-house", "maple-house"], "maple-house"],
    ["untis", ["units", "unit"], "units"],
    ["acessEnd", ["accessEnd", "accessStart"], "accessEnd"],
    ["ab", ["ba"], null],
    ["unitary", ["email"], null],
    ["abcdefgh", ["badcfehg"], null],
    ["", ["unit"], null],
    ["u".repeat(101), ["u".repeat(101)], null],
  ])("%s in %j: %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  test("is asked for in a sentence, or not at all", () => {
    expect(didYouMean("unti", ["unit"])).toBe('Did you mean "unit"? ');
    expect(didYouMean("zzz", ["unit"])).toBe("");
  });
});

describe("the nearest e-mail address", () => {
  test.each([
    ["crhis@example.com", 'Did you mean "chris@example.com"? '],
    ["Chris@exmaple.com", 'Did you mean "chris@example.com"? '],
    ["jo@example.com", ""],
    ["boris@example.com", ""],
    ["chris", ""],
  ])("%s: %s", (written, expected) => {
    expect(didYouMeanEmail(written, ["al@example.com", "chris@example.com"])).toBe(expected);
  });
});
