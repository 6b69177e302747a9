import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_RETRIES, readRetryAfter, waitAfter } from "../../src/elevenos/backoff.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");

describe("Retry-After (RFC 9110, 10.2.3)", () => {
  test.each([
    ["missing", undefined, null],
    ["seconds", "7", 7_000],
    ["seconds among blanks", " 7 ", 7_000],
    ["a day", "86400", 86_400_000],
    ["an HTTP date", "Mon, 23 Nov 2026 10:00:30 GMT", 30_000],
    ["an HTTP date that has passed", "Mon, 23 Nov 2026 09:00:00 GMT", 0],
    ["neither", "soon", null],
  ])("%s", (_name, header, milliseconds) => {
    expect(readRetryAfter(header, NOW)).toBe(milliseconds);
  });
});

describe("the wait between two tries", () => {
  test("has full jitter under a bound that doubles up to the cap", () => {
    const bounds = [300, 600, 1_200, 2_400, 4_800, 9_600, 10_000, 10_000];
    const waits = bounds.map((_bound, index) =>
      waitAfter(index + 1, null, DEFAULT_RETRIES, { random: () => 0.5 }),
    );
    expect(waits).toEqual(bounds.map((bound) => bound / 2));
  });

  test("is never shorter than what the server asked for", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (asked, chance) => {
        const wait = waitAfter(1, asked, DEFAULT_RETRIES, { random: () => chance });
        expect(wait).toBeGreaterThanOrEqual(asked);
        expect(wait).toBeLessThan(asked + DEFAULT_RETRIES.base);
      }),
    );
  });
});
