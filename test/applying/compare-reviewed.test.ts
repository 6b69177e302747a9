import { describe, expect, test } from "vitest";
import { compareWithReviewed, requireDigest, staleInWords } from "../../src/applying/compare-reviewed.ts";
import { ExpectedError } from "../../src/domain/exit.ts";
import type { Action } from "../../src/planning/plan.ts";
import { actionOf, planOf, refusal, siteOf } from "./plans.ts";

const UPDATE = actionOf("update", "a");
const END = actionOf("terminate", "b", { patch: [{ op: "replace", path: "/state", value: "terminated" }] });
const CREATE = actionOf("create", "c");

function compare(
  reviewed: readonly Action[],
  fresh: readonly Action[],
  deferred = [{ email: "", wish: "", reason: "" }],
) {
  return compareWithReviewed(
    planOf([siteOf("one", reviewed)]),
    planOf([siteOf("one", fresh, { deferred }), siteOf("two", [])]),
  );
}

describe("a reviewed plan beside a fresh one", () => {
  test("the same: nothing is stale, and the fresh one runs", () => {
    const fresh = planOf([siteOf("one", [UPDATE, END, CREATE])]);
    const { stale, alreadySo, withdrawn, plan } = compareWithReviewed(
      planOf([siteOf("one", [UPDATE, END, CREATE])]),
      fresh,
    );
    expect({ stale, alreadySo, withdrawn, plan }).toEqual({
      stale: [],
      alreadySo: [],
      withdrawn: [],
      plan: fresh,
    });
  });

  test("less: what is not needed any more is already so", () => {
    const { stale, alreadySo, plan } = compare([UPDATE, END], [END]);
    expect(stale).toEqual([]);
    expect(alreadySo).toEqual([UPDATE]);
    expect(plan.sites[0]?.refusals).toEqual([]);
  });

  test("less, because it has to wait now", () => {
    const suspend = actionOf("suspend", "a");
    const deferred = [{ email: "A@example.com", wish: "suspend", reason: "is pending" }];
    const { alreadySo, withdrawn } = compare([suspend], [], deferred);
    expect({ alreadySo, withdrawn }).toEqual({
      alreadySo: [],
      withdrawn: [{ action: suspend, reason: "is pending" }],
    });
  });

  test("reasons, effects, sources, waves and the clock do not make it stale", () => {
    const moved = { ...UPDATE, reasons: ["other"], wave: 2, source: { file: "sites/two.yaml", line: 1 } };
    expect(compare([UPDATE], [moved]).stale).toEqual([]);
  });

  test.each<[string, Action | null, Action, string]>([
    ["an action that was not reviewed", null, CREATE, "reviewed: nothing; now: create"],
    [
      "another value",
      UPDATE,
      { ...UPDATE, patch: [{ op: "replace", path: "/phone", value: "3" }] },
      "reviewed: update (phone); now: update (phone), from or to other values",
    ],
    [
      "another old value",
      UPDATE,
      {
        ...UPDATE,
        patch: [
          { op: "test", path: "/phone", value: "9" },
          { op: "replace", path: "/phone", value: "2" },
        ],
      },
      "reviewed: update (phone); now: update (phone), from or to other values",
    ],
    [
      "another value to send",
      UPDATE,
      { ...UPDATE, send: UPDATE.send === null ? null : { ...UPDATE.send, lastName: "Smith" } },
      "reviewed: update (phone); now: update (phone), from or to other values",
    ],
    [
      "another account with the same address",
      UPDATE,
      { ...UPDATE, residentId: "id-new" },
      "reviewed: update (phone); now: update (phone), from or to other values",
    ],
    [
      "another kind for the same resident",
      UPDATE,
      actionOf("terminate", "a"),
      "reviewed: update (phone); now: terminate",
    ],
    [
      "an update without fields of its own",
      actionOf("terminate", "a"),
      actionOf("reinstate", "a", { patch: [{ op: "replace", path: "/state", value: "active" }] }),
      "reviewed: terminate; now: reinstate",
    ],
  ])("%s is stale", (_case, before, now, words) => {
    const { stale, alreadySo, plan } = compare(before === null ? [] : [before], [now]);
    expect(stale).toEqual([{ site: "one", email: now.email, reviewed: before, now }]);
    expect(stale.map(staleInWords)).toEqual([words]);
    expect(alreadySo).toEqual([]);
    expect(
      plan.sites.map((site) => site.refusals.map(({ rule, message, emails }) => [rule, message, emails])),
    ).toEqual([[["stale-plan", "1 action is not what was reviewed", [now.email]]], []]);
  });

  test("several", () => {
    const { plan } = compare([], [UPDATE, { ...END, source: null }]);
    expect(plan.sites[0]?.refusals[0]?.message).toBe("2 actions are not what was reviewed");
    expect(plan.sites[0]?.refusals[0]?.sources).toEqual([UPDATE.source]);
  });

  test("refusals of the fresh plan stay", () => {
    const fresh = planOf([siteOf("one", [CREATE], { refusals: [refusal("protected")] })]);
    const { plan } = compareWithReviewed(planOf([siteOf("one", [])]), fresh);
    expect(plan.sites[0]?.refusals.map(({ rule }) => rule)).toEqual(["protected", "stale-plan"]);
  });

  test.each([
    ["site", { siteId: "other" }],
    ["team", { teamId: "other" }],
  ])("of another %s is refused", (_what, other) => {
    const act = () => compareWithReviewed(planOf([siteOf("one", [], other)]), planOf([siteOf("one", [])]));
    expect(act).toThrow(/sites that are not among the declared ones: one \(siteId/);
    expect(act).toThrow(ExpectedError);
  });
});

describe("--expect", () => {
  const fresh = planOf([siteOf("one", [UPDATE]), siteOf("two", [])]);

  test("the same digest, in any case", () => {
    expect(requireDigest(fresh.digest.toUpperCase(), fresh)).toBe(fresh);
  });

  test("another digest refuses all of it", () => {
    const refused = requireDigest("0".repeat(64), fresh);
    expect(refused.sites.map((site) => site.refusals.map(({ rule }) => rule))).toEqual([
      ["stale-plan"],
      ["stale-plan"],
    ]);
    expect(refused.sites[0]?.refusals[0]?.message).toContain("000000000000… was reviewed");
  });
});
