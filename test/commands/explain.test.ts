import { expect, test } from "vitest";
import { EXPLAINED_RULES, ruleList } from "../../src/reporting/rule-texts.ts";
import { residentctl, temporaryDirectory } from "./scene.ts";

const explain = (...args: readonly string[]) =>
  residentctl(["explain", ...args], { cwd: temporaryDirectory() });

test("every rule is explained, also in capitals", async () => {
  for (const { id, wayOut } of EXPLAINED_RULES) {
    const { code, stdout } = await explain(id.toUpperCase());
    expect(stdout).toContain(`Way out:  ${wayOut}\n`);
    expect(code).toBe(0);
  }
});

test("without a rule all are listed", async () => {
  expect(await explain()).toMatchObject({ code: 0, stdout: ruleList(), stderr: "" });
});

test.each([
  [
    "unit-ovelrap",
    'error: There is no rule "unit-ovelrap".\n  Did you mean "unit-overlap"? "residentctl explain" lists them all.\n',
  ],
  ["\u001b[2J", 'error: There is no rule "\\u{1b}[2J".\n  "residentctl explain" lists them all.\n'],
])("%j is none: a guess, exit 4", async (rule, stderr) => {
  expect(await explain(rule)).toMatchObject({ code: 4, stdout: "", stderr });
});
