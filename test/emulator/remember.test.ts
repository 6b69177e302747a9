import { expect, test } from "vitest";
import { remembering } from "../../src/emulator/remember.ts";

test("a remembered answer is not worked out again, and is the same", () => {
  const asked: string[] = [];
  const length = remembering((text) => asked.push(text) && text.length);
  expect([length("one"), length("three"), length("one")]).toEqual([3, 5, 3]);
  expect(asked).toEqual(["one", "three"]);
});

test("however many texts there are, every answer is right", () => {
  const double = remembering((text) => 2 * Number(text));
  const numbers = Array.from({ length: 50_000 }, (_, index) => index);
  expect(numbers.every((number) => double(String(number)) === 2 * number)).toBe(true);
  expect(double("7")).toBe(14);
});
