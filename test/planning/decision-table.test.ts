import { describe, expect, it } from "vitest";
import type { DeclaredState, Policy } from "../../src/domain/site.ts";
import { actionLines, declared, live, planSite, rulesOf, site, tombstone } from "./build.ts";

const EMAIL = "cwilson@example.com";

const STATUSES = {
  scheduled: "scheduled",
  pending: "current pending",
  current: "current",
  suspended: "current suspended",
  expired: "expired",
  unknown: "current hibernating",
} as const;
type Status = keyof typeof STATUSES | "absent";

/** Others at the site, so that no limit on ending people is reached. */
const NEIGHBOURS = Array.from({ length: 20 }, (_, index) => `n${index}@example.com`);

interface Outcome {
  /** The kinds of action, in order. */
  readonly does: readonly string[];
  readonly defers?: string;
}

function planFor(
  state: DeclaredState | "undeclared",
  status: Status,
  differs: boolean,
  undeclared: Policy["undeclared"],
) {
  const wish = { state: state === "undeclared" ? ("active" as const) : state };
  const entry = declared(EMAIL, differs ? { ...wish, lastName: "Else" } : wish);
  const neighbours = NEIGHBOURS.map((email, index) => declared(email, { unit: String(110 + index) }));
  const there = NEIGHBOURS.map((email, index) => live(email, { unit: String(110 + index) }));
  return planSite(
    site(state === "undeclared" ? neighbours : [entry, ...neighbours], {
      undeclared,
      limits: { purge: "1" },
    }),
    status === "absent" ? there : [live(EMAIL, { status: STATUSES[status] }), ...there],
  );
}

/** The table of desired against live. `=` fields same, `≠` a field differs. */
const TABLE: Readonly<Record<string, Readonly<Record<Status, Outcome>>>> = {
  "active =": {
    absent: { does: ["create"] },
    scheduled: { does: [] },
    pending: { does: [] },
    current: { does: [] },
    suspended: { does: ["unsuspend"] },
    expired: { does: ["reinstate"] },
    unknown: { does: [], defers: "compare" },
  },
  "active ≠": {
    absent: { does: ["create"] },
    scheduled: { does: ["update"] },
    pending: { does: ["update"] },
    current: { does: ["update"] },
    suspended: { does: ["update", "unsuspend"] },
    expired: { does: ["reinstate"] },
    unknown: { does: [], defers: "compare" },
  },
  "suspended =": {
    absent: { does: [], defers: "suspend" },
    scheduled: { does: [], defers: "suspend" },
    pending: { does: [], defers: "suspend" },
    current: { does: ["suspend"] },
    suspended: { does: [] },
    expired: { does: [], defers: "suspend" },
    unknown: { does: [], defers: "suspended" },
  },
  "suspended ≠": {
    absent: { does: [], defers: "suspend" },
    scheduled: { does: ["update"], defers: "suspend" },
    pending: { does: ["update"], defers: "suspend" },
    current: { does: ["update", "suspend"] },
    suspended: { does: ["update"] },
    expired: { does: [], defers: "suspend" },
    unknown: { does: [], defers: "suspended" },
  },
  "terminated =": {
    absent: { does: [] },
    scheduled: { does: ["terminate"] },
    pending: { does: ["terminate"] },
    current: { does: ["terminate"] },
    suspended: { does: ["terminate"] },
    expired: { does: [] },
    unknown: { does: [], defers: "terminated" },
  },
  "purged =": {
    absent: { does: [] },
    scheduled: { does: ["purge"] },
    pending: { does: ["purge"] },
    current: { does: ["purge"] },
    suspended: { does: ["purge"] },
    expired: { does: [], defers: "purge" },
    unknown: { does: [], defers: "purged" },
  },
};
// Fields are not compared for terminated and purged residents.
const ROWS = { ...TABLE, "terminated ≠": TABLE["terminated ="], "purged ≠": TABLE["purged ="] };

describe("the decision table", () => {
  const cells = Object.entries(ROWS).flatMap(([row, outcomes]) => {
    const [state, fields] = row.split(" ") as [DeclaredState, "=" | "≠"];
    return Object.entries(outcomes ?? {}).map(
      ([status, outcome]) => [state, fields, status as Status, outcome] as const,
    );
  });

  it.each(cells)("declared %s (fields %s), live %s", (state, fields, status, outcome) => {
    const plan = planFor(state, status, fields === "≠", "report");
    expect(actionLines(plan)).toEqual(outcome.does.map((kind) => `${kind} ${EMAIL}`));
    expect(plan.deferred.map(({ email, wish }) => [email, wish])).toEqual(
      outcome.defers === undefined ? [] : [[EMAIL, outcome.defers]],
    );
    const isUnchanged = outcome.does.length === 0 && outcome.defers === undefined;
    expect(plan.counts.unchanged).toBe(NEIGHBOURS.length + (isUnchanged ? 1 : 0));
    expect(plan.undeclared).toEqual([]);
  });

  it("is the same for a tombstone, which holds nothing but its e-mail", () => {
    for (const state of ["terminated", "purged"] as const) {
      const plan = planSite(site([tombstone(EMAIL, state)]), [live(EMAIL)]);
      expect(plan.actions.map((action) => action.kind)).toEqual([state === "purged" ? "purge" : "terminate"]);
      expect(planSite(site([tombstone(EMAIL, state)]), []).actions).toEqual([]);
    }
  });

  it.each([
    ["scheduled", "bulkaction"],
    ["pending", "bulkaction"],
    ["current", "bulkaction"],
    ["suspended", "delete"],
  ] as const)("ends a %s resident by %s", (status, via) => {
    for (const state of ["terminated", "purged"] as const) {
      expect(planFor(state, status, false, "report").actions.map((action) => action.via)).toEqual([via]);
    }
    expect(planFor("undeclared", status, false, "terminate").actions.map((action) => action.via)).toEqual([
      via,
    ]);
  });

  it("reaches the server by import, PUT and bulk action for the other kinds", () => {
    const via = (state: DeclaredState, status: Status, differs: boolean) =>
      planFor(state, status, differs, "report").actions.map((action) => `${action.kind} ${action.via}`);
    expect(via("active", "absent", false)).toEqual(["create import"]);
    expect(via("active", "suspended", true)).toEqual(["update put", "unsuspend bulkaction"]);
    expect(via("active", "expired", false)).toEqual(["reinstate put"]);
    expect(via("suspended", "current", false)).toEqual(["suspend bulkaction"]);
  });

  it("says when the server removes an expired account that is to be purged", () => {
    const entry = tombstone(EMAIL, "purged");
    const ended = live(EMAIL, { status: "expired", end: "2026-11-09T23:59:59" });
    const [deferral] = planSite(site([entry]), [ended]).deferred;
    expect(deferral?.reason).toContain("about 2026-12-10, 31 days after it expired");
    const [undated] = planSite(site([entry]), [live(EMAIL, { status: "expired" })]).deferred;
    expect(undated?.reason).toContain("removes the account 31 days after it expired");
  });

  it.each([
    ["absent", "declare it active first"],
    ["scheduled", "once access has started and onboarding is complete"],
    ["pending", "once onboarding is complete"],
    ["expired", "is expired"],
    ["unknown", "current, hibernating"],
  ] as const)("says why a %s resident cannot be suspended", (status, why) => {
    expect(planFor("suspended", status, false, "report").deferred[0]?.reason).toContain(why);
  });

  it("stops at an active entry without a name or a unit, which the check of the files does not let through", () => {
    const broken = { ...declared(EMAIL, { line: 7 }), unit: undefined };
    expect(() => planSite(site([broken]), [])).toThrow(
      "the active entry at sites/a.yaml:7:5 has no name or no unit",
    );
  });
});

describe("an undeclared resident", () => {
  it.each(["scheduled", "pending", "current", "suspended", "expired"] as const)("who is %s", (status) => {
    const isListed = status !== "expired";
    const entry = {
      email: EMAIL,
      residentId: `id-${EMAIL}`,
      status,
      unit: { building: "Hudson", floor: "1", unit: "105" },
    };
    for (const policy of ["report", "terminate", "refuse"] as const) {
      const plan = planFor("undeclared", status, false, policy);
      expect(plan.undeclared).toEqual(isListed ? [entry] : []);
      expect(actionLines(plan)).toEqual(isListed && policy === "terminate" ? [`terminate ${EMAIL}`] : []);
      expect(rulesOf(plan)).toEqual(isListed && policy === "refuse" ? ["undeclared"] : []);
    }
  });

  it("whose status is not known is never touched", () => {
    for (const policy of ["report", "terminate", "refuse"] as const) {
      const plan = planFor("undeclared", "unknown", false, policy);
      expect(plan.undeclared.map((resident) => resident.status)).toEqual(["unknown"]);
      expect(plan.actions).toEqual([]);
      expect(rulesOf(plan)).toEqual(
        { report: [], terminate: ["status-unknown"], refuse: ["undeclared"] }[policy],
      );
    }
  });
});

describe("the counts of a site", () => {
  it("are of live and declared residents, of actions by kind, and of those who need nothing", () => {
    const plan = planFor("active", "suspended", true, "report");
    expect(plan.counts).toEqual({
      live: 21,
      declared: 21,
      unchanged: 20,
      create: 0,
      update: 1,
      reinstate: 0,
      suspend: 0,
      unsuspend: 1,
      terminate: 0,
      purge: 0,
    });
  });
});
