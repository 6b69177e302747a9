import { describe, expect, it } from "vitest";
import { JOB_SIZE } from "../../src/domain/job-size.ts";
import {
  actionOf,
  declared,
  live,
  liveSite,
  mapping,
  planSite,
  planSites,
  site,
  siteOf,
  tombstone,
} from "./build.ts";

const EMAIL = "cwilson@example.com";
const OLD = "old@example.com";

function effects(wish: Parameters<typeof declared>[1], there: Parameters<typeof live>[1] | null) {
  const plan = planSite(
    site([declared(EMAIL, wish)]),
    liveSite(there === null ? [] : [live(EMAIL, there)], {
      mappings: [
        mapping("105", "Hudson", "7"),
        mapping("106", "Hudson", "8"),
        mapping("107", "Hudson", "7"),
        mapping("108", null, null),
      ],
    }),
  );
  return plan.actions.flatMap((action) =>
    action.effects.filter((effect) => effect.type !== "operator-report"),
  );
}

describe("an invitation", () => {
  it.each([
    ["now, for a create without a start", {}, null, "now"],
    ["now, for a start in the past", { accessStart: "2026-01-01" }, null, "now"],
    ["on the site-local date of a start to come", { accessStart: "2026-12-01T00:30" }, null, "2026-12-01"],
    [
      "on the new date of a scheduled resident",
      { accessStart: "2026-12-01" },
      { status: "scheduled", start: "2026-12-24T00:00:00" },
      "2026-12-01",
    ],
    [
      "now, where a scheduled resident's start moves to the past",
      { accessStart: "2026-11-01" },
      { status: "scheduled", start: "2026-12-24T00:00:00" },
      "now",
    ],
    [
      "again, where a pending resident's start moves to the future",
      { accessStart: "2026-12-01" },
      { status: "current pending" },
      "2026-12-01",
    ],
    [
      "not again, where a pending resident's start moves in the past",
      { accessStart: "2026-11-01" },
      { status: "current pending" },
      null,
    ],
    ["not for a current resident", { accessStart: "2025-02-01" }, {}, null],
    [
      "not for an update of other fields",
      { lastName: "Else" },
      { status: "scheduled", start: "2026-12-24T00:00:00" },
      null,
    ],
    [
      "now, for a reinstated resident who never completed onboarding",
      {},
      { status: "expired", onboardedAt: null },
      "now",
    ],
    ["not for a reinstated resident who did", {}, { status: "expired" }, null],
    [
      "on the date, for a reinstatement to come",
      { accessStart: "2026-12-01" },
      { status: "expired", onboardedAt: null },
      "2026-12-01",
    ],
  ] as const)("%s", (_, wish, there, when) => {
    const invitations = effects(wish, there).filter((effect) => effect.type === "invitation");
    expect(invitations).toEqual(when === null ? [] : [{ type: "invitation", when }]);
  });
});

describe("Wi-Fi", () => {
  it("has to be joined again where the VLAN or the SSID of the new unit differs", () => {
    expect(effects({ unit: "106" }, {})).toEqual([
      { type: "wifi-rejoin", from: "Hudson (VLAN 7)", to: "Hudson (VLAN 8)" },
    ]);
    expect(effects({ unit: "108" }, {})).toEqual([
      { type: "wifi-rejoin", from: "Hudson (VLAN 7)", to: "no SSID" },
    ]);
  });

  it("stays in a unit of the same network", () => {
    expect(effects({ unit: "107" }, {})).toEqual([]);
  });

  it("is not known of a unit that the site does not have", () => {
    expect(effects({ unit: "999" }, {})).toEqual([]);
    expect(effects({}, { unit: "999" })).toEqual([]);
  });

  it("shows no control characters of the server's", () => {
    const plan = planSite(
      site([declared(EMAIL, { unit: "106" })]),
      liveSite([live(EMAIL)], { mappings: [mapping("105", "Hud\u001b[2Json"), mapping("106", "Hudson")] }),
    );
    expect(actionOf(plan, "update", EMAIL).effects).toEqual([
      { type: "wifi-rejoin", from: "Hud\\u{1b}[2Json (VLAN 1)", to: "Hudson (VLAN 1)" },
    ]);
  });
});

describe("an ending", () => {
  it("can be undone for 31 days, but a purge cannot", () => {
    expect(effects({ state: "terminated" }, {})).toEqual([{ type: "undo-until", date: "2026-12-24" }]);
    expect(effects({ state: "purged" }, {})).toEqual([{ type: "irreversible" }]);
  });

  it("counts the 31 days from the site's own date", () => {
    const late = planSite(site([tombstone(EMAIL, "terminated")]), [live(EMAIL)], {
      now: "2026-11-24T07:59:59Z",
    });
    expect(late.actions[0]?.effects).toContainEqual({ type: "undo-until", date: "2026-12-24" });
    const next = planSite(site([tombstone(EMAIL, "terminated")]), [live(EMAIL)], {
      now: "2026-11-24T08:00:00Z",
    });
    expect(next.actions[0]?.effects).toContainEqual({ type: "undo-until", date: "2026-12-25" });
  });

  it("of a suspension, or its end, has no effect but the operator's report", () => {
    expect(effects({ state: "suspended" }, {})).toEqual([]);
    expect(effects({}, { status: "current suspended" })).toEqual([]);
  });
});

describe("the days without access", () => {
  it.each([
    [
      "from today to the day before the new start",
      { accessStart: "2026-12-01" },
      {},
      ["2026-11-23", "2026-11-30", 8],
    ],
    ["none where access starts again today", { accessStart: "2026-11-23T23:00" }, {}, null],
    ["none where access has not ended", { accessStart: "2026-11-01" }, {}, null],
    [
      "none for a resident who is scheduled",
      { accessStart: "2026-12-24" },
      { status: "scheduled", start: "2026-12-01T00:00:00" },
      null,
    ],
    [
      "none for a resident whose end has passed",
      { accessStart: "2026-12-01" },
      { end: "2026-11-20T00:00:00" },
      null,
    ],
    [
      "counted up to an end that is still to come",
      { accessStart: "2026-12-01", accessEnd: null },
      { end: "2026-11-30T00:00:00" },
      ["2026-11-23", "2026-11-30", 8],
    ],
  ] as const)("%s", (_, wish, there, expected) => {
    const gaps = effects(wish, there).filter((effect) => effect.type === "access-gap");
    const [from, to, days] = expected ?? [];
    expect(gaps).toEqual(expected === null ? [] : [{ type: "access-gap", from, to, days }]);
  });

  it("are shown on the new entry of somebody who is replaced", () => {
    const plan = planSite(site([declared(EMAIL, { replaces: OLD, accessStart: "2026-11-25" })]), [live(OLD)]);
    expect(actionOf(plan, "create", EMAIL).effects).toContainEqual({
      type: "access-gap",
      from: "2026-11-23",
      to: "2026-11-24",
      days: 2,
    });
    const nobody = planSite(site([declared(EMAIL, { replaces: OLD, accessStart: "2026-11-25" })]), []);
    expect(actionOf(nobody, "create", EMAIL).effects.map((effect) => effect.type)).not.toContain(
      "access-gap",
    );
  });

  it("are shown on the new account of somebody who moves to another site", () => {
    const plan = planSites([
      { declared: site([], { name: "a" }), live: [live(EMAIL)] },
      {
        declared: site([declared(EMAIL, { transferFrom: "a", accessStart: "2026-12-01" })], { name: "b" }),
        live: [],
      },
    ]);
    expect(actionOf(siteOf(plan, "b"), "create", EMAIL).effects).toEqual([
      { type: "invitation", when: "2026-12-01" },
      { type: "wifi-rejoin", from: "Home (VLAN 1)", to: "Home (VLAN 1)" },
      { type: "access-gap", from: "2026-11-23", to: "2026-11-30", days: 8 },
      { type: "operator-report" },
    ]);
  });
});

describe("the operator", () => {
  it("gets one report a job: a kind in a wave, and none for a PUT or a DELETE", () => {
    const plan = planSite(
      site(
        [
          declared("a1@example.com", { unit: "101" }),
          declared("a2@example.com", { unit: "102" }),
          declared("a3@example.com", { unit: "103" }),
          declared("u1@example.com", { unit: "104", lastName: "Else" }),
          tombstone("t1@example.com", "terminated"),
          tombstone("t2@example.com", "terminated"),
        ],
        {},
      ),
      [
        live("t1@example.com", { unit: "101" }),
        live("t2@example.com", { unit: "110", status: "current suspended" }),
        live("u1@example.com", { unit: "104" }),
      ],
    );
    const reported = plan.actions
      .filter((action) => action.effects.some((effect) => effect.type === "operator-report"))
      .map((action) => `${action.wave} ${action.id}`);
    expect(reported).toEqual([
      "1 create:a:a2@example.com",
      "1 terminate:a:t1@example.com",
      "2 create:a:a1@example.com",
    ]);
  });

  it("gets one for each job that a large change is cut into", () => {
    const unitOf = (index: number) => ({ building: "Hudson", floor: "9", unit: String(index) });
    const entries = Array.from({ length: JOB_SIZE + 1 }, (_, index) =>
      declared(`a${String(index).padStart(4, "0")}@example.com`, { unit: unitOf(index) }),
    );
    const mappings = entries.map((_, index) => mapping(unitOf(index)));
    const plan = planSite(site(entries, { limits: { create: "100%" } }), liveSite([], { mappings }));
    const reported = plan.actions.flatMap(({ email, effects }) =>
      effects.some((effect) => effect.type === "operator-report") ? [email] : [],
    );
    expect(reported).toEqual(["a0000@example.com", "a0500@example.com"]);
  });
});
