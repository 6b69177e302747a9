import { describe, expect, test } from "vitest";
import { PARTS, readOptions } from "../../bench/options.ts";

describe("the bench's arguments", () => {
  test("by default: everything, medians of five", () => {
    expect(readOptions([])).toEqual({
      isQuick: false,
      against: null,
      out: null,
      parts: PARTS,
      shapes: [],
      runs: 5,
    });
  });

  test("--quick has fewer runs", () => {
    expect(readOptions(["--quick"]).runs).toBe(3);
  });

  test("--only and --shape pick what is measured", () => {
    expect(readOptions(["--only", "plan", "--only", "help"]).parts).toEqual(["plan", "help"]);
    expect(readOptions(["--shape", "many-sites"])).toMatchObject({ parts: [], shapes: ["many-sites"] });
  });

  test.each([
    { args: ["--only", "plans"], says: "--only takes help, validate, plan" },
    { args: ["--shape", "x"], says: "--shape takes one-site" },
    { args: ["--runs", "0"], says: "--runs takes a whole number" },
    { args: ["--fast"], says: "--fast" },
    { args: ["plan"], says: "plan" },
  ])("$args is refused", ({ args, says }) => {
    expect(() => readOptions(args)).toThrow(says);
  });
});
