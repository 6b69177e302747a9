import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/declarations/problem.ts";
import { validationSarif } from "../../src/reporting/sarif.ts";
import { HOSTILE } from "./hostile.ts";

// The schema is of draft 4, and uses nothing of it that later drafts read otherwise, but for the name of its id.
const { id, $schema, ...schema } = JSON.parse(
  readFileSync(new URL("../fixtures/sarif-schema-2.1.0.json", import.meta.url), "utf8"),
);
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

function problem(changes: Partial<Problem> = {}): Problem {
  return {
    severity: "error",
    rule: "email-duplicate",
    message: "Declared twice.",
    remedy: "Remove one.",
    position: { file: "sites/my site.yaml", line: 3, column: 12 },
    related: [{ file: "sites/b.yaml", line: 9, column: 5 }],
    value: "ada@example.com",
    ...changes,
  };
}

function sarif(problems: readonly Problem[]) {
  const text = validationSarif({ problems, sites: 1, residents: 1 });
  const log = JSON.parse(text);
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return { text, run: log.runs[0] };
}

describe("SARIF", () => {
  test("is valid, and the schema can tell", () => {
    expect(sarif([]).run.results).toEqual([]);
    expect(isSarif({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  test("has every rule once and every problem on its line", () => {
    const { run, text } = sarif([
      problem(),
      problem(),
      problem({ severity: "warning", rule: "date", related: [] }),
    ]);
    expect(run.tool.driver.rules).toEqual([
      { id: "date", shortDescription: { text: "Dates exist, and exist once." } },
      {
        id: "email-duplicate",
        shortDescription: { text: "An e-mail address is declared once in the repository." },
      },
    ]);
    expect(run.results[0]).toMatchObject({
      ruleId: "email-duplicate",
      ruleIndex: 1,
      level: "error",
      message: { text: "Declared twice. Remove one." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "sites/my%20site.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 12 },
          },
        },
      ],
      relatedLocations: [{ id: 1, physicalLocation: { region: { startLine: 9 } } }],
    });
    expect(run.results[2]).toMatchObject({ level: "warning", ruleIndex: 0 });
    expect(text).not.toContain("ada@example.com");
  });

  test.each(HOSTILE)("%j is text, and a file name of it is a URI", (text) => {
    const { run } = sarif([
      problem({ message: text, position: { file: `${text}\ud800`, line: 1, column: 1 } }),
    ]);
    expect(run.results[0].message.text).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w.~!*'()%/-]+$/);
  });
});
