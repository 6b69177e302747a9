import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { workflowTexts } from "../../src/commands/init/workflow-texts.ts";

const ROOT = path.join(import.meta.dirname, "../..");

type Permissions = Readonly<Record<string, "read" | "write">>;

/** What the jobs of a workflow ask for, all together: GitHub does not start it where the caller grants less. */
function askedFor(name: string): Permissions {
  const { jobs } = parse(readFileSync(path.join(ROOT, ".github", "workflows", `${name}.yml`), "utf8"));
  const all: Record<string, "read" | "write"> = {};
  for (const { permissions } of Object.values<{ permissions: Permissions }>(jobs)) {
    for (const [scope, access] of Object.entries(permissions))
      if (all[scope] !== "write") all[scope] = access;
  }
  return all;
}

function granted(workflow: string): unknown {
  const { permissions, jobs } = parse(workflow);
  expect(permissions).toEqual({});
  return Object.values<{ permissions: Permissions }>(jobs)[0]?.permissions;
}

describe.each(["plan", "apply", "drift"])(
  "whoever calls the workflow %s grants what its jobs ask for",
  (name) => {
    test("as init writes it", () => {
      expect(granted(workflowTexts("o/r@c", "").get(`residents-${name}.yml`) ?? "")).toEqual(askedFor(name));
    });

    test("as the README shows it", () => {
      const readme = readFileSync(path.join(ROOT, "README.md"), "utf8").replaceAll(/^ {3}/gm, "");
      const block = new RegExp(`# .github/workflows/residents-${name}.yml\n([^]*?)\`\`\``).exec(readme)?.[1];
      expect(granted(block ?? "")).toEqual(askedFor(name));
    });

    test("as its own first lines say", () => {
      const text = readFileSync(path.join(ROOT, ".github", "workflows", `${name}.yml`), "utf8");
      const head = /with:\n#\n((?:#.*\n)+?)#\n/.exec(text)?.[1]?.replaceAll(/^# ? ? ?/gm, "");
      expect(granted(head ?? "")).toEqual(askedFor(name));
    });
  },
);

test("no job has both a token that may write and a credential of Site Manager", () => {
  for (const name of ["plan", "apply", "drift"]) {
    const { jobs } = parse(readFileSync(path.join(ROOT, ".github", "workflows", `${name}.yml`), "utf8"));
    for (const [id, job] of Object.entries<{ permissions: Permissions }>(jobs)) {
      const mayWrite = Object.values(job.permissions).includes("write");
      expect([name, id, mayWrite && JSON.stringify(job).includes("secrets.ELEVENOS")]).toEqual([
        name,
        id,
        false,
      ]);
    }
  }
});
