import path from "node:path";
import { expect, test } from "vitest";
import { ACTION_KINDS } from "../../src/domain/action-kind.ts";
import { ROOT, runNode } from "./residentctl.ts";

test("the demo shows every kind of action, ends with an empty plan, and succeeds, in CI as well", async () => {
  const { code, stdout, stderr } = await runNode([path.join("examples", "demo.js")], ROOT, { CI: "true" });
  expect(stderr).not.toMatch(/^demo: /m);
  expect(code).toBe(0);
  for (const kind of ACTION_KINDS) expect(stdout).toMatch(new RegExp(`\\b[1-9]\\d* to ${kind}\\b`));
  expect(stdout).toContain("No changes.");
  expect(stdout).toContain("invitation to tomas.adeyemi@example.com");
});
