import { describe, expect, it } from "vitest";
import {
  actionLines,
  date,
  declared,
  live,
  planSite,
  planSites,
  site,
  siteOf,
  tombstone,
  utc,
} from "./build.ts";

const EMAIL = "cwilson@example.com";

describe("a declared end", () => {
  const plan = (accessEnd: string, now: string, wish: Parameters<typeof site>[1] = {}) =>
    actionLines(
      planSite(site([declared(EMAIL, { accessEnd })], wish), [live(EMAIL, { end: "2026-11-23T23:59:00" })], {
        now,
      }),
    );

  it("has passed at times.end of its date, not before", () => {
    expect(plan("2026-11-23", "2026-11-24T07:58:59Z")).toEqual([]);
    expect(plan("2026-11-23", "2026-11-24T07:59:00Z")).toEqual([`terminate ${EMAIL}`]);
    const noon = { times: { start: "00:00", end: "12:00" } };
    expect(plan("2026-11-23", "2026-11-23T19:59:59Z", noon)).toEqual([]);
    expect(plan("2026-11-23", "2026-11-23T20:00:00Z", noon)).toEqual([`terminate ${EMAIL}`]);
  });

  it("that has passed means terminated for a suspended wish too, and says so", () => {
    const ended = planSite(site([declared(EMAIL, { accessEnd: "2026-11-01", state: "suspended" })]), [
      live(EMAIL, { status: "current suspended" }),
    ]);
    expect(ended.actions.map(({ kind, reasons }) => [kind, reasons])).toEqual([
      ["terminate", ["accessEnd has passed"]],
    ]);
  });

  it("of yesterday in one zone is not yet over in another", () => {
    const zones = ["Pacific/Auckland", "America/Los_Angeles"] as const;
    const plans = zones.map((timezone) => {
      const entry = { ...declared(EMAIL), accessEnd: date("2026-11-23", timezone) };
      const there = live(EMAIL, { zone: timezone, end: "2026-11-23T23:59:00" });
      return actionLines(planSite(site([entry], { timezone }), [there], { now: "2026-11-23T18:00:00Z" }));
    });
    expect(plans).toEqual([[`terminate ${EMAIL}`], []]);
  });

  it("moves with the clock over a change to winter time", () => {
    // 2026-11-01 has 25 hours in Los Angeles: its 23:59 is 07:59 UTC of the next day, no longer 06:59.
    expect(plan("2026-11-01", "2026-11-02T06:59:00Z")).toEqual([`update ${EMAIL}`]);
    expect(plan("2026-11-01", "2026-11-02T07:59:00Z")).toEqual([`terminate ${EMAIL}`]);
    expect(plan("2026-10-31", "2026-11-01T06:59:00Z")).toEqual([`terminate ${EMAIL}`]);
  });

  it("in the hour that is repeated is settled by its offset", () => {
    expect(plan("2026-11-01T01:30-07:00", "2026-11-01T08:30:00Z")).toEqual([`terminate ${EMAIL}`]);
    expect(plan("2026-11-01T01:30-08:00", "2026-11-01T08:30:00Z")).toEqual([`update ${EMAIL}`]);
  });
});

describe("an expired account", () => {
  it("is reinstated for as long as the API lists it, and created once it is removed", () => {
    const wish = site([declared(EMAIL)]);
    const ended = live(EMAIL, { status: "expired", end: "2026-10-23T23:59:59" });
    expect(actionLines(planSite(wish, [ended]))).toEqual([`reinstate ${EMAIL}`]);
    expect(actionLines(planSite(wish, []))).toEqual([`create ${EMAIL}`]);
  });

  it("that ended on the day it began holds no unit and comes back whole", () => {
    const ended = live(EMAIL, {
      status: "expired",
      start: "2026-11-23T09:00:00",
      end: "2026-11-22T23:59:59",
    });
    const plan = planSite(site([declared(EMAIL), declared("n@example.com", { unit: "106" })]), [
      ended,
      live("n@example.com", { unit: "106" }),
    ]);
    expect(actionLines(plan)).toEqual([`reinstate ${EMAIL}`]);
    expect(plan.refusals).toEqual([]);
    expect(plan.actions[0]?.send).toMatchObject({
      activationDateUTC: utc("2026-11-23T09:00:00"),
      deactivationDateUTC: null,
    });
  });

  it("is not ended again where its end was declared and has passed", () => {
    const ended = live(EMAIL, { status: "expired", end: "2026-11-20T23:59:00" });
    const plan = planSite(site([declared(EMAIL, { accessEnd: "2026-11-20" })]), [ended]);
    expect([plan.actions, plan.deferred, plan.counts.unchanged]).toEqual([[], [], 1]);
  });
});

describe("a plan is valid until", () => {
  const until = (
    entry: ReturnType<typeof declared>,
    there: ReturnType<typeof live>[],
    wish: Parameters<typeof site>[1] = {},
  ) => planSites([{ declared: site([entry], wish), live: there }]).validUntil;

  it("nothing, where time alone decides nothing", () => {
    expect(until(declared(EMAIL), [live(EMAIL)])).toBeNull();
    expect(planSites([]).validUntil).toBeNull();
  });

  it("a declared end passes", () => {
    expect(until(declared(EMAIL, { accessEnd: "2027-01-31" }), [live(EMAIL)])).toBe("2027-02-01T07:59:00Z");
  });

  it("a declared start of what is sent passes", () => {
    expect(until(declared(EMAIL, { accessStart: "2026-12-01" }), [])).toBe("2026-12-01T08:00:00Z");
    expect(until(declared(EMAIL, { accessStart: "2026-10-01" }), [])).toBeNull();
  });

  it("an access ends on the server's side, of those who are declared or have to be", () => {
    const ending = live(EMAIL, { end: "2026-12-31T12:00:00" });
    expect(until(declared(EMAIL), [ending])).toBe("2026-12-31T20:00:00Z");
    const later = declared(EMAIL, { accessEnd: "2027-01-31" });
    expect(until(later, [ending])).toBe("2026-12-31T20:00:00Z");
    const stranger = live("x@example.com", { unit: "110", end: "2026-12-31T12:00:00" });
    expect(until(declared(EMAIL), [live(EMAIL), stranger])).toBeNull();
    expect(until(declared(EMAIL), [live(EMAIL), stranger], { undeclared: "refuse" })).toBe(
      "2026-12-31T20:00:00Z",
    );
  });

  it("an expired account that is declared is removed", () => {
    const ended = live(EMAIL, { status: "expired", end: "2026-11-01T23:59:59" });
    expect(until(declared(EMAIL), [ended])).toBe("2026-12-03T07:59:59Z");
    expect(until(tombstone(EMAIL, "terminated"), [ended])).toBeNull();
    expect(until(declared(EMAIL), [live(EMAIL, { status: "expired" })])).toBeNull();
  });

  it("an expired account that moves to another site is removed there", () => {
    const plan = planSites([
      {
        declared: site([], { name: "a" }),
        live: [live(EMAIL, { status: "expired", end: "2026-11-01T23:59:59" })],
      },
      { declared: site([declared(EMAIL, { transferFrom: "a" })], { name: "b" }), live: [] },
    ]);
    expect(plan.validUntil).toBe("2026-12-03T07:59:59Z");
  });

  it("the site's midnight, for a create at once in a unit that somebody leaves or holds", () => {
    const gone = planSites([
      {
        declared: site([declared(EMAIL), tombstone("old@example.com", "terminated")]),
        live: [live("old@example.com")],
      },
    ]);
    expect(gone.validUntil).toBe("2026-11-24T08:00:00Z");
    expect(until(declared(EMAIL), [live("x@example.com")])).toBe("2026-11-24T08:00:00Z");
    const later = planSites([
      {
        declared: site([
          declared(EMAIL, { accessStart: "2026-12-01" }),
          tombstone("old@example.com", "terminated"),
        ]),
        live: [live("old@example.com")],
      },
    ]);
    expect(later.validUntil).toBe("2026-12-01T08:00:00Z");
  });

  it("the first of all of them, over all sites", () => {
    const plan = planSites([
      { declared: site([declared(EMAIL, { accessEnd: "2027-01-31" })], { name: "a" }), live: [live(EMAIL)] },
      {
        declared: site([declared("b@example.com", { accessEnd: "2026-11-24" })], {
          name: "b",
          timezone: "UTC",
        }),
        live: [live("b@example.com")],
      },
    ]);
    expect(plan.validUntil).toBe("2026-11-24T23:59:00Z");
    expect(siteOf(plan, "b").name).toBe("b");
  });
});

describe("the plan's now", () => {
  it("is the instant given, to the second", () => {
    expect(planSites([], { now: "2026-11-23T18:00:00.999Z" }).now).toBe("2026-11-23T18:00:00Z");
  });
});
