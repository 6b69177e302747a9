import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EmailProblem, emailKey, emailProblem } from "../../src/domain/email.ts";

describe("emailProblem", () => {
  const cases: readonly (readonly [string, EmailProblem | null])[] = [
    ["cwilson@example.com", null],
    ["Chris.Wilson+wifi@Example.COM", null],
    ["用户@例子.example", null],
    ["o'neil@localhost", null],
    ["", "empty"],
    [" ann@example.com", "surrounding-space"],
    ["ann@example.com ", "surrounding-space"],
    ["ann@example.com\u00a0", "surrounding-space"],
    ["ann lee@example.com", "inner-space"],
    ["ann@example.com\n", "hidden-character"],
    ["ann\u0000@example.com", "hidden-character"],
    ["ann\u200b@example.com", "hidden-character"],
    ["ann\u00ad@example.com", "hidden-character"],
    ["\ufeffann@example.com", "hidden-character"],
    ["ann\u202e@example.com", "hidden-character"],
    ["ann\ud800@example.com", "hidden-character"],
    ["zoe\u0308@example.com", "not-nfc"],
    ["zoë@example.com", null],
    ["ann.example.com", "no-at"],
    ["ann@lee@example.com", "several-ats"],
    ["@example.com", "empty-local-part"],
    ["ann@", "empty-domain"],
    [`${"a".repeat(242)}@example.com`, null],
    [`${"a".repeat(243)}@example.com`, "too-long"],
    [`${"ä".repeat(122)}@example.com`, "too-long"],
  ];
  test.each(cases)("%j: %s", (email, problem) => {
    expect(emailProblem(email)).toBe(problem);
  });
});

describe("emailKey", () => {
  test("case does not count; dots and plus-tags do", () => {
    expect(emailKey("Ann@Example.com")).toBe(emailKey("ann@EXAMPLE.com"));
    expect(emailKey("a.nn@example.com")).not.toBe(emailKey("ann@example.com"));
    expect(emailKey("ann+x@example.com")).not.toBe(emailKey("ann@example.com"));
  });

  test("is its own key", () => {
    fc.assert(fc.property(fc.emailAddress(), (email) => emailKey(emailKey(email)) === emailKey(email)));
  });
});
