import { expect, test } from "vitest";
import { planFromRoot, problemsFromRoot } from "../../src/reporting/from-root.ts";
import { action, plan, refusal, site } from "./sample-plan.ts";

test("problems are named from the root of the repository, and so is what they point to", () => {
  const problem = {
    severity: "error",
    rule: "email",
    message: "m",
    remedy: "r",
    position: { file: "sites/a.yaml", line: 3, column: 12 },
  } as const;
  const related = [{ file: "sites/b.yaml", line: 1, column: 2 }];
  expect(problemsFromRoot([problem, { ...problem, related }], "homes/")).toEqual([
    { ...problem, position: { file: "homes/sites/a.yaml", line: 3, column: 12 } },
    {
      ...problem,
      position: { file: "homes/sites/a.yaml", line: 3, column: 12 },
      related: [{ file: "homes/sites/b.yaml", line: 1, column: 2 }],
    },
  ]);
});

test("so are the actions, refusals and warnings of a plan; what has no place keeps none", () => {
  const source = { file: "sites/a.yaml", line: 7 };
  const moved = { file: "homes/sites/a.yaml", line: 7 };
  const shown = plan([
    site({
      actions: [action("create", { source }), action("purge", { source: null })],
      refusals: [refusal({ sources: [source, source] })],
      warnings: [{ message: "w", source }],
    }),
  ]);
  expect(planFromRoot(shown, "homes/").sites).toMatchObject([
    {
      actions: [{ source: moved }, { source: null }],
      refusals: [{ sources: [moved, moved] }],
      warnings: [{ message: "w", source: moved }],
    },
  ]);
});
