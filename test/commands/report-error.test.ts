import { describe, expect, test } from "vitest";
import { reportError } from "../../src/commands/report-error.ts";
import { ExpectedError } from "../../src/domain/exit.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";
import { fakeProcess } from "./scene.ts";

function reported(error: unknown) {
  const made = fakeProcess({ cwd: "/" });
  const code = reportError(error, made.world, { redact: "off" });
  return { code, stderr: made.stderr() };
}

describe("an error", () => {
  test("of a user or a server is its message and the way out, without a stack trace", () => {
    expect(reported(new ExpectedError(4, "No such\u001b thing.\nNor that.", "Look."))).toEqual({
      code: 4,
      stderr: "error: No such\\u{1b} thing.\nNor that.\n  Look.\n",
    });
    expect(reported(new ExpectedError(3, "No."))).toEqual({ code: 3, stderr: "error: No.\n" });
  });

  test("of the API has the way out for its kind: exit 1", () => {
    const facts = { kind: "network", outcome: "unknown", request: "GET /team" } as const;
    expect(reported(new ApiError(facts, "GET /team: no answer"))).toEqual({
      code: 1,
      stderr: "error: GET /team: no answer.\n  Check the network and the base URL, and try again.\n",
    });
  });

  test("that nobody expected is a bug, shown with its stack and its cause: exit 1", () => {
    const { code, stderr } = reported(new Error("outer", { cause: new TypeError("inner") }));
    expect(stderr).toMatch(
      /^internal error, please report it: Error: outer\n {4}at [\s\S]*\ncaused by: TypeError: inner\n {4}at /,
    );
    expect(code).toBe(1);
    expect(reported("thrown").stderr).toBe("internal error, please report it: thrown\n");
    expect(reported(new Error("a", { cause: "b" })).stderr).toMatch(/\ncaused by: b\n$/);
  });
});
