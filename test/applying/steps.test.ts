import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heldActions } from "../../src/applying/holding.ts";
import { REQUEST_STEP_SIZE } from "../../src/applying/settings.ts";
import { siteGroups } from "../../src/applying/site-groups.ts";
import { residentIdOf, stepsOf } from "../../src/applying/steps.ts";
import { ACTION_KINDS } from "../../src/domain/action-kind.ts";
import { JOB_SIZE } from "../../src/domain/job-size.ts";
import type { Action, Plan, SitePlan } from "../../src/planning/plan.ts";
import { actionOf, planOf, refusal, siteOf } from "./plans.ts";

function summary(site: SitePlan): string[] {
  return stepsOf(site).map(
    ({ id, actions }) => `${id}: ${actions.map((action) => action.email.split("@")[0]).join(" ")}`,
  );
}

describe("the steps of a site", () => {
  test("by wave, then ends, purges, single DELETEs, suspensions, PUTs, imports", () => {
    const site = siteOf("one", [
      actionOf("create", "a", { wave: 2 }),
      actionOf("create", "b"),
      actionOf("update", "c"),
      actionOf("reinstate", "d"),
      actionOf("suspend", "e"),
      actionOf("unsuspend", "f"),
      actionOf("terminate", "g"),
      actionOf("terminate", "h", { via: "delete" }),
      actionOf("purge", "i"),
      actionOf("purge", "j", { via: "delete" }),
    ]);
    expect(summary(site)).toEqual([
      "one/1/bulkaction-terminate/1: g",
      "one/1/bulkaction-terminate-purge/1: i",
      "one/1/delete-terminate/1: h",
      "one/1/delete-purge/1: j",
      "one/1/bulkaction-suspend/1: e",
      "one/1/bulkaction-unsuspend/1: f",
      "one/1/put-update/1: c d",
      "one/1/import-create/1: b",
      "one/2/import-create/1: a",
    ]);
  });

  test("jobs and batches are bounded", () => {
    const many = (kind: "create" | "update") =>
      Array.from({ length: 1001 }, (_, index) => actionOf(kind, `${kind}${index}`));
    const sizes = stepsOf(siteOf("one", [...many("create"), ...many("update")])).map(
      ({ work, actions }) => `${work.kind} ${actions.length}`,
    );
    const last = `put ${1001 % REQUEST_STEP_SIZE}`;
    expect(sizes.filter((size) => size.startsWith("import"))).toEqual([
      `import ${JOB_SIZE}`,
      `import ${JOB_SIZE}`,
      "import 1",
    ]);
    expect(sizes.filter((size) => size.startsWith("put")).at(-1)).toBe(last);
  });

  test("a refused site has none", () => {
    expect(stepsOf(siteOf("one", [actionOf("create", "a")], { refusals: [refusal("protected")] }))).toEqual(
      [],
    );
  });

  test("every action is in exactly one step, no step is empty, and only a purge is ever purged", () => {
    const anyAction = fc
      .record({
        kind: fc.constantFrom(...ACTION_KINDS),
        wave: fc.integer({ min: 1, max: 4 }),
        isSingle: fc.boolean(),
      })
      .map(({ kind, wave, isSingle }) => ({ kind, wave, isSingle }));
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (drafts) => {
        const actions = drafts.map(({ kind, wave, isSingle }, index) => {
          const via = isSingle && (kind === "terminate" || kind === "purge") ? "delete" : undefined;
          return actionOf(kind, `p${index}`, { wave, ...(via === undefined ? {} : { via }) });
        });
        const steps = stepsOf(siteOf("one", actions));
        expect(steps.flatMap((step) => step.actions).length).toBe(actions.length);
        expect(new Set(steps.flatMap((step) => step.actions))).toEqual(new Set(actions));
        expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
        for (const { work, actions: mine } of steps) {
          expect(mine).not.toEqual([]);
          const purges = work.action === "purge" || work.action === "terminate-purge";
          expect(mine.every((action) => (action.kind === "purge") === purges)).toBe(true);
        }
      }),
    );
  });

  test("an action on an account without a ResidentId is a bug, and says so", () => {
    expect(() => residentIdOf(actionOf("terminate", "a", { residentId: null }))).toThrow("no ResidentId");
  });
});

const PURGE = actionOf("purge", "a", { id: "purge:old:a" });
const CREATE = actionOf("create", "a", { id: "create:new:a", after: [PURGE.id], wave: 2 });

function transfer(more: { readonly refused?: string } = {}): Plan {
  const refusals = (name: string) => (more.refused === name ? [refusal("protected")] : []);
  return planOf([
    siteOf("alone", [actionOf("create", "x", { id: "create:alone:x" })], { refusals: refusals("alone") }),
    siteOf("new", [CREATE], { refusals: refusals("new") }),
    siteOf("old", [PURGE, actionOf("terminate", "z", { id: "terminate:old:z" })], {
      refusals: refusals("old"),
    }),
  ]);
}

describe("linked sites", () => {
  test("a transfer links two sites, and nothing else", () => {
    expect(siteGroups(transfer()).map((group) => group.map((site) => site.name))).toEqual([
      ["alone"],
      ["new", "old"],
    ]);
  });

  test("links are followed to the end", () => {
    const chain = (name: string, after: readonly string[]): SitePlan =>
      siteOf(name, [actionOf("create", name, { id: `create:${name}`, after })]);
    const plan = planOf([
      chain("a", ["create:b"]),
      chain("b", ["create:c"]),
      chain("c", ["create:a"]),
      chain("d", ["gone"]),
    ]);
    expect(siteGroups(plan).map((group) => group.map((site) => site.name))).toEqual([["d"], ["c", "a", "b"]]);
  });
});

describe("what is held back", () => {
  const held = (plan: Plan, sites: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(heldActions(plan, new Map(Object.entries(sites))));

  test("nothing, where nothing is refused", () => {
    expect(held(transfer())).toEqual({});
  });

  test("a refused site, what waits for it, and nobody else", () => {
    expect(held(transfer({ refused: "old" }))).toEqual({
      "purge:old:a": "the site is refused (protected)",
      "terminate:old:z": "the site is refused (protected)",
      "create:new:a": "waits for an action that is held back",
    });
  });

  test("nobody is purged there who cannot be created here", () => {
    expect(held(transfer({ refused: "new" }))).toEqual({
      "create:new:a": "the site is refused (protected)",
      "purge:old:a": "one half of a transfer, whose other half is held back",
    });
  });

  test("a site that the caller holds", () => {
    expect(held(transfer(), { alone: "not settled" })).toEqual({ "create:alone:x": "not settled" });
  });

  test("within a site, what others wait for is not held with them", () => {
    const first: Action = actionOf("terminate", "a", { id: "first" });
    const plan = planOf([siteOf("one", [first, actionOf("create", "b", { after: ["first"] })])]);
    expect(held(plan)).toEqual({});
  });
});
