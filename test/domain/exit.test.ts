import { describe, expect, it } from "vitest";
import { ExpectedError, gravest } from "../../src/domain/exit.ts";

describe("where several exit codes apply", () => {
  it.each([
    [[], 0],
    [[0, 0], 0],
    [[0, 2], 2],
    [[2, 1, 0], 1],
    [[1, 3, 2], 3],
    [[3, 4, 1], 4],
    [[4, 130], 130],
  ] as const)("of %j, %i says most", (codes, expected) => {
    expect(gravest(codes)).toBe(expected);
  });
});

describe("an expected error", () => {
  it("has an exit code, a way out where there is one, and its cause", () => {
    const cause = new Error("ECONNREFUSED");
    const error = new ExpectedError(1, "The server does not answer.", "Check the base URL.", cause);
    expect(error).toMatchObject({ exitCode: 1, remedy: "Check the base URL.", cause, name: "ExpectedError" });
    expect(new ExpectedError(4, "No files.")).toMatchObject({ remedy: null });
    expect(new ExpectedError(4, "No files.")).not.toHaveProperty("cause");
  });
});
