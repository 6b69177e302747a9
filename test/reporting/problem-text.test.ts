import { expect, test } from "vitest";
import type { Problem } from "../../src/declarations/problem.ts";
import { problemsText } from "../../src/reporting/problem-text.ts";
import { VALIDATION_REPORTERS } from "../../src/reporting/validation-reporters.ts";
import { PLAIN } from "./sample-plan.ts";

const PROBLEM: Problem = {
  severity: "error",
  rule: "unknown-key",
  message: '"unti" is not a key.',
  remedy: 'Did you mean "unit"?',
  position: { file: "sites/a.yaml", line: 3, column: 5 },
};

const text = (problems: readonly Problem[], isRedacted = false) =>
  problemsText(problems, { colors: PLAIN, isRedacted });

test("every problem has its place, rule, message, way out and the other places", () => {
  const related = [{ file: "sites/b.yaml", line: 1, column: 1 }];
  expect(text([PROBLEM, { ...PROBLEM, severity: "warning", related, value: "a\u001bb" }])).toBe(`\
sites/a.yaml:3:5: error: "unti" is not a key. [unknown-key]
    way out: Did you mean "unit"?
sites/a.yaml:3:5: warning: "unti" is not a key. (written: a\\u{1b}b) [unknown-key]
    see also: sites/b.yaml:1:1
    way out: Did you mean "unit"?
1 error, 1 warning.
More about a rule: residentctl explain unknown-key
`);
});

test("of no problem there is nothing to say", () => {
  expect(text([])).toBe("");
});

test.each([
  [[PROBLEM, PROBLEM], "2 errors.\n"],
  [[{ ...PROBLEM, severity: "warning" as const }], "1 warning.\n"],
])("they are counted: %#", (problems, expected) => {
  expect(text(problems)).toContain(`\n${expected}More about a rule: residentctl explain unknown-key\n`);
});

test("what was written is left out where output is redacted", () => {
  const problem = { ...PROBLEM, value: "ada@example.com" };
  expect(text([problem])).toContain("ada@example.com");
  expect(text([problem], true)).not.toContain("ada@example.com");
});

test("a warning does not make declarations invalid", () => {
  const problems = [{ ...PROBLEM, severity: "warning" as const }];
  const validation = { problems, sites: 1, residents: 2 };
  expect(VALIDATION_REPORTERS.text(validation)).toBe("Valid: 1 site, 2 residents.\n");
  expect(JSON.parse(VALIDATION_REPORTERS.json(validation, false))).toMatchObject({ valid: true });
});
