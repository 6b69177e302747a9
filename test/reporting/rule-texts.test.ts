import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { PROBLEM_RULES } from "../../src/declarations/problem.ts";
import { RULES } from "../../src/planning/plan.ts";
import { FILE_PROBLEM_TEXTS } from "../../src/reporting/rule-texts/file-problems.ts";
import type { ExampleLevel, ProblemText } from "../../src/reporting/rule-texts/rule-text.ts";
import { VALUE_PROBLEM_TEXTS } from "../../src/reporting/rule-texts/value-problems.ts";
import { EXPLAINED_RULES, ruleList, rulesMarkdown, ruleText } from "../../src/reporting/rule-texts.ts";
import { memoryTree } from "../declarations/memory-tree.ts";

const ROOT = path.join(import.meta.dirname, "../..");

describe("the texts of the rules", () => {
  test("every refusal and every problem has one, in the order of the rules", () => {
    expect(EXPLAINED_RULES.map(({ id }) => id)).toEqual([...RULES, ...Object.keys(PROBLEM_RULES)]);
  });

  test("are sentences; the summary has no full stop", () => {
    for (const { id, summary, trips, why, wayOut } of EXPLAINED_RULES) {
      expect(summary, id).not.toMatch(/\.$/);
      for (const text of [trips, why, wayOut]) expect(text, id).toMatch(/^\w.*\.$/);
    }
  });

  test("consent is possible for the rules that the declarations take a consent for", () => {
    const consentable = EXPLAINED_RULES.filter(({ consent }) => consent !== null).map(({ id }) => id);
    const taken = RULES.filter(
      (rule) => !problemsWith({ at: "site", yaml: `accept: [${rule}/x/01234567]` }).includes("consent"),
    );
    expect(consentable).toEqual(taken);
  });

  test("RULES.md holds them, to the letter (-u writes it)", async () => {
    await expect(rulesMarkdown()).toMatchFileSnapshot(path.join(ROOT, ".github/RULES.md"));
  });

  test("the README's table of refusals has every one of them", () => {
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
    for (const rule of RULES) expect(readme).toContain(`| \`${rule}\` |`);
  });

  test("one is shown with its example, or without", () => {
    const [shown, bare] = ["unit-overlap", "no-files"].map((id) =>
      EXPLAINED_RULES.find((rule) => rule.id === id),
    );
    expect(shown === undefined ? "" : ruleText(shown)).toMatch(
      /^unit-overlap: One resident a unit a day\.\n\nWhen: [\s\S]*Way out: [\s\S]*\n\nExample:\n {2}- \{ email/,
    );
    expect(bare === undefined ? "" : ruleText(bare)).not.toContain("Example");
  });

  test("the list has a line for each", () => {
    for (const { id } of EXPLAINED_RULES) expect(ruleList()).toMatch(new RegExp(`^ {2}${id} {2}`, "m"));
  });
});

const TEXTS: Readonly<Record<string, ProblemText>> = { ...FILE_PROBLEM_TEXTS, ...VALUE_PROBLEM_TEXTS };

const CASES = Object.entries(TEXTS).flatMap(([id, { example }]) =>
  example === null ? [] : [{ id, example }],
);

describe("every example of a problem", () => {
  test.each(CASES)("$id: is one", ({ id, example }) => {
    expect(problemsWith(example)).toContain(id);
  });
});

type Example = { readonly at: ExampleLevel; readonly yaml: string };

/** The rules that a repository with the example in it breaks. */
function problemsWith(example: Example): readonly string[] {
  return loadDeclarations(memoryTree(repositoryWith(example))).problems.map(({ rule }) => rule);
}

const SITE = {
  apiVersion: "residentctl/v1",
  kind: "Site",
  name: "a",
  siteId: "s",
  teamId: "t",
  timezone: "UTC",
};
const PROJECT = { apiVersion: "residentctl/v1", kind: "Project" };
const RESIDENT = {
  email: "ann@example.com",
  firstName: "Ann",
  lastName: "Lee",
  building: "Hudson",
  floor: '"1"',
  unit: '"105"',
};

/** The keys that the example does not write itself, then the example. */
function completed(keys: Readonly<Record<string, string>>, yaml: string): string {
  const own = new Set([...yaml.matchAll(/^(\w+):/gm)].map(([, key]) => key));
  const before = Object.entries(keys).flatMap(([key, value]) => (own.has(key) ? [] : [`${key}: ${value}`]));
  return [...before, yaml].join("\n");
}

function indented(text: string, spaces: number): string {
  return text.replaceAll(/^/gm, " ".repeat(spaces));
}

function repositoryWith({ at, yaml }: Example): Readonly<Record<string, string>> {
  const site = completed(SITE, "residents:");
  switch (at) {
    case "file":
      return { "sites/a.yaml": `${yaml}\n` };
    case "project":
      return {
        "residentctl.yaml": `${completed(PROJECT, yaml)}\n`,
        "sites/a.yaml": `${completed(SITE, "residents: []")}\n`,
      };
    case "site":
      return { "sites/a.yaml": `${completed({ ...SITE, residents: "[]" }, yaml)}\n` };
    case "resident":
      return { "sites/a.yaml": `${site}\n  -\n${indented(completed(RESIDENT, yaml), 4)}\n` };
    case "residents":
      return { "sites/a.yaml": `${site}\n${indented(yaml, 2)}\n` };
  }
}
