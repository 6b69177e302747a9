import { PROBLEM_RULES, type Problem, type ProblemRule } from "../declarations/problem.ts";
import type { SourcePosition } from "../domain/source.ts";
import { visibleJson } from "../domain/visible-json.ts";
import { visibleText } from "../domain/visible-text.ts";
import { encodeFilePath } from "./file-url.ts";
import type { Validation } from "./validation-reporters.ts";

/** What GitHub's code scanning calls the root of the checked-out repository. */
const SOURCE_ROOT = "%SRCROOT%";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * What `validate` found as a SARIF 2.1.0 log (OASIS), for code scanning: one run, every rule that was broken, every
 * problem as a result. What was written may be personal, and is left out. Ends in a line break.
 */
export function validationSarif({ problems }: Validation): string {
  const ids = [...new Set(problems.map(({ rule }) => rule))].sort();
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "residentctl", rules: ids.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          [SOURCE_ROOT]: { description: { text: "The root of the repository." } },
        },
        results: problems.map((problem) => resultOf(problem, ids.indexOf(problem.rule))),
      },
    ],
  };
  return `${visibleJson(log, 2)}\n`;
}

function ruleOf(id: ProblemRule) {
  return { id, shortDescription: { text: `${PROBLEM_RULES[id]}.` } };
}

function resultOf(problem: Problem, ruleIndex: number) {
  const related = problem.related ?? [];
  return {
    ruleId: problem.rule,
    ruleIndex,
    level: problem.severity,
    message: { text: `${visibleText(problem.message)} ${visibleText(problem.remedy)}` },
    locations: [{ physicalLocation: locationOf(problem.position) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((position, index) => ({
            id: index + 1,
            physicalLocation: locationOf(position),
          })),
        }),
  };
}

function locationOf({ file, line, column }: SourcePosition) {
  return {
    artifactLocation: { uri: encodeFilePath(file), uriBaseId: SOURCE_ROOT },
    region: { startLine: line, startColumn: column },
  };
}
