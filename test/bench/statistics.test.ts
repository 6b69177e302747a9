import { describe, expect, test } from "vitest";
import { growthExponent, median } from "../../bench/statistics.ts";

describe("the median", () => {
  test.each([
    { values: [3], middle: 3 },
    { values: [9, 1, 5], middle: 5 },
    { values: [4, 1, 3, 2], middle: 2.5 },
    { values: [10, 9, 100], middle: 10 },
  ])("of $values is $middle", ({ values, middle }) => {
    expect(median(values)).toBe(middle);
  });

  test("of nothing is an error", () => {
    expect(() => median([])).toThrow("no median");
  });
});

describe("the growth exponent", () => {
  const sizes = [1000, 10_000, 100_000];

  test.each([
    { what: "what stays the same", grow: () => 7, exponent: 0 },
    { what: "what is linear", grow: (size: number) => 3 * size, exponent: 1 },
    { what: "what is quadratic", grow: (size: number) => 0.1 * size ** 2, exponent: 2 },
  ])("of $what is $exponent", ({ grow, exponent }) => {
    const points = sizes.map((size) => ({ size, value: grow(size) }));
    expect(growthExponent(points)).toBeCloseTo(exponent, 10);
  });

  test("needs two sizes", () => {
    expect(() => growthExponent([{ size: 10, value: 1 }])).toThrow("two sizes");
  });
});
