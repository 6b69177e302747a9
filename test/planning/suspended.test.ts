import { describe, expect, it } from "vitest";
import { actionLines, declared, live, planSite, rulesOf, site, waveLines } from "./build.ts";

const EMAIL = "cwilson@example.com";

describe("a suspension of somebody whose access is moved to a later start", () => {
  it.each(["current", "current suspended"])("waits, and only the dates change (%s)", (status) => {
    const entry = declared(EMAIL, { state: "suspended", accessStart: "2027-01-05" });
    const plan = planSite(site([entry]), [live(EMAIL, { status })]);
    expect(actionLines(plan)).toEqual([`update ${EMAIL}`]);
    expect(plan.deferred).toMatchObject([{ email: EMAIL, wish: "suspend" }]);
    expect(plan.deferred[0]?.reason).toContain("makes it scheduled");
  });

  it("does not wait for a start that has passed, or is live already", () => {
    const past = declared(EMAIL, { state: "suspended", accessStart: "2024-01-05" });
    expect(waveLines(planSite(site([past]), [live(EMAIL)]))).toEqual([
      `1 update ${EMAIL}`,
      `1 suspend ${EMAIL}`,
    ]);
    const same = declared(EMAIL, { state: "suspended", accessStart: "2025-01-01" });
    expect(actionLines(planSite(site([same]), [live(EMAIL)]))).toEqual([`suspend ${EMAIL}`]);
  });
});

describe("somebody whose status has a word that is not known", () => {
  it.each([
    ["suspended", "current frozen", ["status-unknown"]],
    ["suspended", "current suspended frozen", []],
    ["active", "current frozen", []],
    ["active", "current suspended frozen", ["status-unknown"]],
  ] as const)("declared %s and live %s is refused by %j, and never touched", (state, status, rules) => {
    const plan = planSite(site([declared(EMAIL, { state })]), [live(EMAIL, { status })]);
    expect([actionLines(plan), rulesOf(plan)]).toEqual([[], rules]);
    expect(plan.deferred).toHaveLength(1);
  });
});

describe("warnings", () => {
  const warningsOf = (...args: Parameters<typeof planSite>) =>
    planSite(...args).warnings.map(({ message }) => message);

  it("name a `replaces` that ends nobody", () => {
    const entry = declared(EMAIL, { replaces: "old@example.com" });
    expect(warningsOf(site([entry]), [live(EMAIL)])).toEqual([
      `${EMAIL} replaces old@example.com, which is not live: the line has done its work, or the address is misspelt`,
    ]);
    expect(warningsOf(site([entry]), [live("old@example.com", { status: "expired" })])).toEqual([]);
  });

  it("name an id that the API lists twice, once", () => {
    const twice = live("other@example.com", { residentId: `id-${EMAIL}`, unit: "106" });
    const thrice = live("third@example.com", { residentId: `id-${EMAIL}`, unit: "107" });
    expect(warningsOf(site([declared(EMAIL)]), [live(EMAIL), twice, thrice])).toEqual([
      `the API lists the id id-${EMAIL} more than once: look at the site in the web UI`,
    ]);
  });
});
