import { describe, expect, it } from "vitest";
import { formatStatus, parseStatus } from "../../src/domain/status.ts";

describe("a status", () => {
  it.each([
    [["current", "pending"], "pending"],
    [["pending", "current"], "pending"],
    [["Current"], "current"],
    [[" SUSPENDED ", "current"], "suspended"],
    [["scheduled"], "scheduled"],
    [["expired"], "expired"],
    [["expired", "suspended"], "expired"],
    [["scheduled", "pending"], "scheduled"],
    // Not known, or a contradiction: never touched.
    [[], "unknown"],
    [["current", "hibernating"], "unknown"],
    [["current", "expired"], "unknown"],
    [["scheduled", "expired"], "unknown"],
    [["scheduled", "current"], "unknown"],
    [["scheduled", "suspended"], "unknown"],
    [["pending", "suspended"], "unknown"],
  ] as const)("%j is %s", (words, name) => {
    expect(parseStatus(words)).toEqual({ name, words });
  });

  it("is shown in the server's words, without what would hide or move text", () => {
    expect(formatStatus(parseStatus(["Current", "pend\u001bing"]))).toBe("Current, pend\\u{1b}ing");
    expect(formatStatus(parseStatus([]))).toBe("none");
  });
});
