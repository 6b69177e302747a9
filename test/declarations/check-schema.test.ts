import { expect, test } from "vitest";
import { reportBreach } from "../../src/declarations/check-schema.ts";
import { newFindings } from "../../src/declarations/findings.ts";
import type { MapNode } from "../../src/declarations/node.ts";
import { loadSchemas } from "../../src/declarations/schemas.ts";
import { sourceText } from "../../src/declarations/source-text.ts";

const source = sourceText("sites/a.yaml", "name: x\n");
const root: MapNode = {
  kind: "map",
  source,
  offset: 0,
  entries: new Map([
    ["name", { keyOffset: 0, value: { kind: "text", source, offset: 6, text: "x", isPlain: true } }],
  ]),
};

/** The words for an error that a schema of ours could come to report. */
function wordsFor(
  keyword: string,
  instancePath: string,
  params: Readonly<Record<string, unknown>> = {},
): string {
  const findings = newFindings();
  const errors = [{ keyword, instancePath, schemaPath: "#", params }];
  reportBreach({ root, kind: "Site", errors }, loadSchemas(), findings);
  return findings
    .sorted()
    .map(({ position, message }) => `${position.line}:${position.column} ${message}`)
    .join("\n");
}

test("a keyword that has no words of its own is reported all the same", () => {
  expect(wordsFor("pattern", "/name")).toBe(
    '1:7 The value of "name" does not have the form that is expected there.',
  );
});

test("an error at a place that is not there is reported at the file", () => {
  expect(wordsFor("pattern", "/residents/0/x~1y")).toMatch(/^1:1 The value of "x\/y"/);
  expect(wordsFor("additionalProperties", "/name", { additionalProperty: "z" })).toMatch(
    /^1:7 "z" is not a key/,
  );
});
