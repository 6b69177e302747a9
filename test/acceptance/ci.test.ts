import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "./residentctl.ts";

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
        readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
      }
    >
  >;
}

const WORKFLOWS = path.join(ROOT, ".github", "workflows");

function read(...names: string[]): string {
  return readFileSync(path.join(ROOT, ...names), "utf8");
}

describe.each(readdirSync(WORKFLOWS))("the workflow %s", (name) => {
  const { permissions, jobs }: Workflow = parse(readFileSync(path.join(WORKFLOWS, name), "utf8"));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("grants nothing but what a job names", () => {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
  });

  test("runs actions of a fixed commit only", () => {
    const used = steps.flatMap((step) => step.uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  test("leaves no credentials behind in the checkout", () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
  });
});

test("CI runs what a developer runs, on every Node version that is supported", () => {
  const { check }: Workflow["jobs"] = parse(read(".github", "workflows", "ci.yml")).jobs;
  expect(check?.strategy?.matrix).toEqual({ node: [20, 22, 24] });
  expect(check?.steps.at(-1)?.run).toBe(".ci/run");
});

test("what CI runs begins with the README's own test command", () => {
  const command = /^readme_test='(.+)'$/m.exec(read(".ci", "run"))?.[1] ?? "none";
  expect(read("README.md").split("\n")).toContain(command);
});
