import { describe, expect, it } from "vitest";
import type { DeclaredResident, LimitedKind, LiveResident } from "../../src/domain/site.ts";
import type { SitePlan } from "../../src/planning/plan.ts";
import {
  declared,
  emails,
  live,
  planSite,
  planSites,
  refusalOf,
  rulesOf,
  site,
  siteOf,
  tombstone,
  unitName,
} from "./build.ts";

type Wish = Parameters<typeof site>[1];

/** A site of `residents` live people, of whom `count` meet the kind of action. */
function planOf(kind: LimitedKind, count: number, residents: number, wish: Wish = {}): SitePlan {
  const entries: DeclaredResident[] = [];
  const there: LiveResident[] = [];
  emails(residents).forEach((email, index) => {
    const unit = unitName(index);
    there.push(live(email, { unit }));
    if (kind === "create" || index >= count) entries.push(declared(email, { unit }));
    else if (kind === "update") entries.push(declared(email, { unit, lastName: "Else" }));
    else if (kind === "suspend") entries.push(declared(email, { unit, state: "suspended" }));
    else entries.push(tombstone(email, kind === "terminate" ? "terminated" : "purged"));
  });
  if (kind === "create") {
    emails(count, "new").forEach((email, index) => {
      entries.push(declared(email, { unit: unitName(residents + index) }));
    });
  }
  return planSite(site(entries, wish), there);
}

const OVER = ["limit-exceeded"];

describe("a limit", () => {
  it.each([
    // Defaults: create 25%, update 30%, suspend 10%, terminate 10%, purge 0.
    ["create", 10, 0, []],
    ["create", 10, 1, []],
    ["create", 11, 20, OVER],
    ["create", 11, 43, OVER],
    ["create", 11, 44, []],
    ["create", 12, 48, []],
    ["create", 13, 48, OVER],
    ["update", 3, 3, []],
    ["update", 4, 13, OVER],
    ["update", 4, 14, []],
    ["update", 6, 20, []],
    ["update", 7, 20, OVER],
    ["suspend", 3, 4, []],
    ["suspend", 4, 39, OVER],
    ["suspend", 4, 40, []],
    ["terminate", 3, 4, []],
    ["terminate", 4, 39, OVER],
    ["terminate", 4, 40, []],
    ["terminate", 5, 40, OVER],
    ["purge", 1, 40, OVER],
  ] as const)("of %s, at %i of %i residents", (kind, count, residents, rules) => {
    expect(rulesOf(planOf(kind, count, residents))).toEqual(rules);
  });

  it.each([
    ["create", "2", 2, []],
    ["create", "2", 3, OVER],
    ["update", "0", 1, OVER],
    ["suspend", "1", 1, []],
    ["suspend", "1", 2, OVER],
    ["terminate", "3", 3, []],
    ["terminate", "3", 4, OVER],
    ["purge", "1", 1, []],
    ["purge", "1", 2, OVER],
    // A percentage of purges has no floor.
    ["purge", "5%", 1, []],
    ["purge", "5%", 2, OVER],
    ["terminate", "100%", 19, []],
    ["update", "100%", 20, []],
  ] as const)("of %s set to %s, at %i of 20", (kind, limit, count, rules) => {
    expect(rulesOf(planOf(kind, count, 20, { limits: { [kind]: limit } }))).toEqual(rules);
  });

  it("is a percentage of those who have not expired", () => {
    const there = emails(40).map((email, index) => live(email, { unit: unitName(index) }));
    const ended = emails(60, "gone").map((email) => live(email, { status: "expired" }));
    const entries = emails(40).map((email, index) =>
      index < 5 ? tombstone(email, "terminated") : declared(email, { unit: unitName(index) }),
    );
    expect(rulesOf(planSite(site(entries), [...ended, ...there]))).toEqual(OVER);
  });

  it.each([
    [1, 1, []],
    [1, 2, []],
    [2, 2, OVER],
    [3, 3, OVER],
  ])(
    "is always reached by ending %i of %i, where that is everybody at a site of two or more",
    (count, residents, rules) => {
      expect(rulesOf(planOf("terminate", count, residents, { limits: { terminate: "50" } }))).toEqual(rules);
      expect(rulesOf(planOf("purge", count, residents, { limits: { purge: "50" } }))).toEqual(rules);
    },
  );

  it("is reached by ending everybody in different ways", () => {
    const there = emails(2).map((email, index) => live(email, { unit: unitName(index) }));
    const wish = { limits: { purge: "9" } };
    const both = planSite(
      site([tombstone("r01@example.com", "terminated"), tombstone("r02@example.com", "purged")], wish),
      there,
    );
    expect(both.refusals.map((refusal) => refusal.message)).toEqual([
      "1 to terminate, and that would end everybody at the site (2)",
      "1 to purge, and that would end everybody at the site (2)",
    ]);
    const byPolicy = planSite(site([], { undeclared: "terminate" }), there);
    expect(rulesOf(byPolicy)).toEqual(OVER);
  });

  it("does not count what replaces and transferFrom spell out", () => {
    const there = emails(12).map((email, index) => live(email, { unit: unitName(index) }));
    const replaced = emails(12, "new").map((email, index) =>
      declared(email, {
        unit: unitName(index),
        replaces: `r${String(index + 1).padStart(2, "0")}@example.com`,
      }),
    );
    const wish = { limits: { create: "100%" } };
    expect(rulesOf(planSite(site(replaced, wish), there))).toEqual([]);
    const moving = emails(12).map((email, index) =>
      declared(email, { unit: unitName(index), transferFrom: "a" }),
    );
    const plan = planSites([
      { declared: site([], { name: "a" }), live: there },
      {
        declared: site(moving, { name: "b", limits: { create: "12" } }),
        live: [live("x@example.com", { unit: "190" })],
      },
    ]);
    expect([siteOf(plan, "a").counts.purge, rulesOf(siteOf(plan, "a"))]).toEqual([12, []]);
  });

  it("sees that nobody is left where the others are replaced or move away", () => {
    const there = emails(2).map((email, index) => live(email, { unit: unitName(index) }));
    const plan = planSite(
      site([
        tombstone("r01@example.com", "terminated"),
        declared("new@example.com", { unit: "110", replaces: "r02@example.com" }),
      ]),
      there,
    );
    expect(refusalOf(plan, "limit-exceeded")).toMatchObject({
      emails: ["r01@example.com"],
      message: "1 to terminate, and that would end everybody at the site (2)",
    });
  });

  it("of create stays silent where nobody is listed and more than 10 are declared: live-empty speaks", () => {
    expect(rulesOf(planOf("create", 10, 0))).toEqual([]);
    const refused = planOf("create", 11, 0);
    expect(rulesOf(refused)).toEqual(["live-empty"]);
    expect(refused.actions).toHaveLength(11);
    const isNew = planOf("create", 11, 0, {
      accept: refused.refusals.flatMap((refusal) => refusal.consent ?? []),
    });
    expect([isNew.refusals, isNew.warnings]).toEqual([[], []]);
  });

  it("of create speaks where only expired accounts are listed", () => {
    const entries = emails(11).map((email, index) => declared(email, { unit: unitName(index) }));
    const plan = planSite(site(entries), [live("x@example.com", { unit: "190", status: "expired" })]);
    expect(rulesOf(plan)).toEqual(OVER);
  });

  it("turns a list that came back much too short into a refusal", () => {
    const entries = emails(90).map((email, index) => declared(email, { unit: unitName(index) }));
    const there = emails(30).map((email, index) => live(email, { unit: unitName(index) }));
    expect(refusalOf(planSite(site(entries), there), "limit-exceeded").message).toBe(
      "60 to create, and the limit is 25% of 30 live residents",
    );
  });

  it("does not ask for creates that are not there", () => {
    const entries = emails(11).map((email) => tombstone(email, "terminated"));
    expect(planSite(site(entries), []).refusals).toEqual([]);
  });

  it("that is a count says so", () => {
    expect(
      refusalOf(planOf("terminate", 4, 20, { limits: { terminate: "3" } }), "limit-exceeded").message,
    ).toBe("4 to terminate, and the limit is 3");
  });
});
