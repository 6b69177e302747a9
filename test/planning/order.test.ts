import { describe, expect, it } from "vitest";
import type { DeclaredResident, LiveResident } from "../../src/domain/site.ts";
import type { SitePlan } from "../../src/planning/plan.ts";
import {
  actionOf,
  declared,
  live,
  planSite,
  planSites,
  refusalOf,
  rulesOf,
  site,
  siteOf,
  tokensOf,
  tombstone,
  utc,
  waveLines,
} from "./build.ts";

const [A, B, C, D] = ["a@example.com", "b@example.com", "c@example.com", "d@example.com"] as const;

/** Moves `[e-mail, from, to]`, planned with the consents given; `wish` says what is special about one. */
function moves(
  list: readonly (readonly [string, string, string])[],
  accept: readonly string[] = [],
  wish: Readonly<
    Record<string, { declared?: Partial<DeclaredResident>; live?: Parameters<typeof live>[1] }>
  > = {},
): SitePlan {
  const entries = list.map(([email, , to]) => ({
    ...declared(email, { unit: to }),
    ...wish[email]?.declared,
  }));
  const there = list.map(([email, from]) => live(email, { unit: from, ...wish[email]?.live }));
  return planSite(site(entries, { accept, limits: { update: "100%" } }), there);
}

describe("an action that takes a unit", () => {
  it("waits for the one that frees it, along a chain of moves", () => {
    const plan = planSite(
      site([
        tombstone(A, "terminated"),
        declared(B, { unit: "101" }),
        declared(C, { unit: "102" }),
        declared(D, { unit: "103" }),
      ]),
      [live(A, { unit: "101" }), live(B, { unit: "102" }), live(C, { unit: "103" })],
    );
    expect(waveLines(plan)).toEqual([`1 terminate ${A}`, `2 update ${B}`, `3 update ${C}`, `4 create ${D}`]);
    expect(plan.actions.map((action) => action.after)).toEqual([
      [],
      [`terminate:a:${A}`],
      [`update:a:${B}`],
      [`update:a:${C}`],
    ]);
    expect(plan.refusals).toEqual([]);
  });

  it("waits for a purge, a single DELETE and the end of a stay alike", () => {
    const plan = planSite(
      site(
        [
          tombstone(A, "purged"),
          tombstone(B, "terminated"),
          declared(C, { unit: "103", accessEnd: "2026-11-30" }),
          declared("x@example.com", { unit: "101" }),
          declared("y@example.com", { unit: "102" }),
          declared("z@example.com", { unit: "103", accessStart: "2026-12-01" }),
          declared(D, { unit: "104" }),
        ],
        { limits: { purge: "1" } },
      ),
      [
        live(A, { unit: "101" }),
        live(B, { unit: "102", status: "current suspended" }),
        live(C, { unit: "103" }),
        live(D, { unit: "104" }),
      ],
    );
    expect(waveLines(plan)).toEqual([
      `1 update ${C}`,
      `1 terminate ${B}`,
      `1 purge ${A}`,
      "2 create x@example.com",
      "2 create y@example.com",
      "2 create z@example.com",
    ]);
  });

  it("does not wait where the dates do not meet", () => {
    const plan = planSite(
      site([declared(A, { accessEnd: "2026-11-30" }), declared(B, { accessStart: "2026-12-01" })]),
      [live(A, { end: "2026-11-30T23:59:00" })],
    );
    expect([waveLines(plan), plan.refusals]).toEqual([[`1 create ${B}`], []]);
  });

  it("finds a unit occupied on the day that somebody leaves: both end dates count", () => {
    const plan = planSite(
      site([declared(A, { accessEnd: "2026-12-01" }), declared(B, { accessStart: "2026-12-01" })]),
      [live(A, { end: "2026-12-01T09:00:00" })],
    );
    expect(refusalOf(plan, "unit-occupied").message).toBe(
      `${B} cannot have Hudson/1/105: ${A} holds it (2026-12-01)`,
    );
  });

  it("finds a unit occupied by an undeclared resident, one at no other time, and one who is not touched", () => {
    const stranger = planSite(site([declared(A, { accessStart: "2027-01-01" })]), [live("x@example.com")]);
    expect(refusalOf(stranger, "unit-occupied").message).toContain(
      "x@example.com holds it (from 2027-01-01)",
    );
    const ended = planSite(site([declared(A, { accessStart: "2027-01-01" })]), [
      live("x@example.com", { end: "2026-12-31T23:59:00" }),
    ]);
    expect(ended.refusals).toEqual([]);
    const odd = planSite(site([declared(A), tombstone("x@example.com", "terminated")]), [
      live("x@example.com", { status: "asleep" }),
    ]);
    expect(rulesOf(odd)).toEqual(["unit-occupied", "status-unknown"]);
  });

  it("finds nothing in the way of an update within the days somebody has already", () => {
    const overlapping = [live(A), live("x@example.com")];
    const plan = planSite(site([declared(A, { lastName: "Else", accessEnd: "2027-01-31" })]), overlapping);
    expect([waveLines(plan), plan.refusals]).toEqual([[`1 update ${A}`], []]);
  });

  it("finds a longer stay in the way of the next resident", () => {
    const next = live(B, { status: "scheduled", start: "2027-02-01T00:00:00" });
    const there = [live(A, { end: "2027-01-31T23:59:00" }), next];
    const plan = planSite(site([declared(A, { accessEnd: "2027-02-28" }), declared(B)]), there);
    expect(refusalOf(plan, "unit-occupied").message).toContain(`${B} holds it (2027-02-01 to 2027-02-28)`);
    const both = planSite(
      site([declared(A, { accessEnd: "2027-02-28" }), declared(B, { accessStart: "2027-03-01" })]),
      there,
    );
    expect([waveLines(both), both.refusals]).toEqual([[`1 update ${B}`, `2 update ${A}`], []]);
    const earlier = planSite(
      site([declared(A, { accessEnd: "2026-12-31" }), declared(B, { accessStart: "2027-01-01" })]),
      there,
    );
    expect(waveLines(earlier)).toEqual([`1 update ${A}`, `2 update ${B}`]);
  });

  it("finds an expired resident nowhere", () => {
    const plan = planSite(site([declared(A)]), [live("x@example.com", { status: "expired" })]);
    expect([waveLines(plan), plan.refusals]).toEqual([[`1 create ${A}`], []]);
  });

  it("lets a reinstated resident wait as well", () => {
    const plan = planSite(site([declared(A), tombstone(B, "terminated")]), [
      live(A, { status: "expired", end: "2026-11-01T00:00:00" }),
      live(B),
    ]);
    expect(waveLines(plan)).toEqual([`1 terminate ${B}`, `2 reinstate ${A}`]);
  });

  it("lets a suspension and a move of the same resident go side by side", () => {
    const plan = planSite(
      site([declared(A, { unit: "101", state: "suspended" }), tombstone(B, "terminated")]),
      [live(A, { unit: "102" }), live(B, { unit: "101" })],
    );
    expect(waveLines(plan)).toEqual([`1 suspend ${A}`, `1 terminate ${B}`, `2 update ${A}`]);
  });

  it("waits over thousands of moves without running out of stack", () => {
    const count = 5_000;
    const at = (index: number) => `m${index}@example.com`;
    const entries = Array.from({ length: count }, (_, index) =>
      declared(at(index), { unit: String(1000 + index) }),
    );
    const there = entries.map((entry, index) => live(entry.email, { unit: String(1001 + index) }));
    const mappings = Array.from({ length: count + 1 }, (_, index) => ({
      building: "Hudson",
      floor: "1",
      unit: String(1000 + index),
      ssid: null,
      vlan: null,
    }));
    const plan = planSite(site(entries, { limits: { update: "100%" } }), {
      siteId: "s",
      teamId: "t",
      residents: there,
      mappings,
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.actions.at(-1)).toMatchObject({ email: at(count - 1), wave: count });
  });
});

describe("a cycle of moves", () => {
  const SWAP = [
    [A, "101", "102"],
    [B, "102", "101"],
  ] as const;
  const RING = [
    [A, "101", "102"],
    [B, "102", "103"],
    [C, "103", "101"],
  ] as const;

  it.each([
    ["two", SWAP],
    ["three", RING],
  ])("of %s is refused, and named", (_, list) => {
    const plan = moves(list);
    const refusal = refusalOf(plan, "unit-cycle");
    expect(refusal.emails).toEqual(list.map(([email]) => email));
    for (const [email, from, to] of list) {
      expect(refusal.message).toContain(`${email} from Hudson/1/${from} to Hudson/1/${to}`);
    }
    expect(plan.actions.map((action) => action.kind)).toEqual(list.map(() => "update"));
  });

  it("is broken under its consent by ending one and reinstating them in the other unit", () => {
    const agreed = moves(SWAP, tokensOf(moves(SWAP)));
    expect([agreed.refusals, agreed.warnings]).toEqual([[], []]);
    expect(waveLines(agreed)).toEqual([`1 terminate ${A}`, `2 update ${B}`, `3 reinstate ${A}`]);
    expect(actionOf(agreed, "reinstate", A)).toMatchObject({
      after: [`terminate:a:${A}`, `update:a:${B}`],
      via: "put",
      unit: { unit: "102" },
      send: {
        email: A,
        unit: "102",
        activationDateUTC: utc("2025-01-01T00:00:00"),
        deactivationDateUTC: null,
      },
    });
    expect(actionOf(agreed, "terminate", A).effects).toEqual([{ type: "operator-report" }]);
    const ring = moves(RING, tokensOf(moves(RING)));
    expect(waveLines(ring)).toEqual([
      `1 terminate ${A}`,
      `2 update ${C}`,
      `3 update ${B}`,
      `4 reinstate ${A}`,
    ]);
  });

  it("patches the one it ends to terminated, and back to active with the move", () => {
    const agreed = moves(SWAP, tokensOf(moves(SWAP)));
    expect(actionOf(agreed, "terminate", A).patch).toEqual([
      { op: "test", path: "/state", value: "active" },
      { op: "replace", path: "/state", value: "terminated" },
    ]);
    expect(actionOf(agreed, "reinstate", A).patch).toEqual([
      { op: "test", path: "/state", value: "terminated" },
      { op: "replace", path: "/state", value: "active" },
      { op: "test", path: "/unit", value: "101" },
      { op: "replace", path: "/unit", value: "102" },
    ]);
  });

  it("gives back the end that the account had, also where it is not managed", () => {
    const special = { [A]: { live: { end: "2027-06-30T23:59:00" } } };
    const agreed = moves(SWAP, tokensOf(moves(SWAP, [], special)), special);
    expect(actionOf(agreed, "reinstate", A).send?.deactivationDateUTC).toBe(utc("2027-06-30T23:59:00"));
  });

  it("is not broken by the consent to another", () => {
    const other = moves([SWAP[0], [C, "102", "101"]]);
    const plan = moves(SWAP, tokensOf(other));
    expect([rulesOf(plan), plan.warnings.length]).toEqual([["unit-cycle"], 1]);
  });

  it.each([
    ["protected", { declared: { isProtected: true } }],
    ["suspended", { live: { status: "current suspended" }, declared: { state: "suspended" } }],
    ["to be suspended", { declared: { state: "suspended" } }],
    ["suspended, and no longer to be", { live: { status: "current suspended" } }],
  ] as const)("ends another one where the first is %s, and nobody where all are", (_, special) => {
    const first = { [A]: special };
    const agreed = moves(SWAP, tokensOf(moves(SWAP, [], first)), first);
    expect(agreed.refusals).toEqual([]);
    expect(
      agreed.actions.filter((action) => action.kind === "terminate").map((action) => action.email),
    ).toEqual([B]);
    const all = moves(SWAP, [], { [A]: special, [B]: special });
    expect(refusalOf(all, "unit-cycle")).toMatchObject({
      consent: null,
      remedy: expect.stringContaining("protected or suspended"),
    });
  });

  it("rather ends one who gets no new invitation", () => {
    const special = { [A]: { live: { onboardedAt: null } } };
    const agreed = moves(SWAP, tokensOf(moves(SWAP, [], special)), special);
    expect(waveLines(agreed)).toEqual([`1 terminate ${B}`, `2 update ${A}`, `3 reinstate ${B}`]);
    const both = { ...special, [B]: { live: { onboardedAt: null } } };
    const invited = moves(SWAP, tokensOf(moves(SWAP, [], both)), both);
    expect(actionOf(invited, "reinstate", A).effects).toContainEqual({ type: "invitation", when: "now" });
  });

  it("may hold two rings that share a unit, and is broken until no ring is left", () => {
    // 101 is shared over time: A leaves it for 102, and both B (until June) and C (from July) come to it.
    const stay = (until: boolean) =>
      until
        ? { start: "2026-01-01T00:00:00", end: "2027-06-30T23:59:00" }
        : { status: "scheduled", start: "2027-07-01T00:00:00" };
    const list = [
      [A, "101", "102"],
      [B, "102", "101"],
      [C, "102", "101"],
    ] as const;
    const special = { [B]: { live: stay(true) }, [C]: { live: stay(false) } };
    const refused = moves(list, [], special);
    expect(refusalOf(refused, "unit-cycle").emails).toEqual([A, B, C]);
    const agreed = moves(list, tokensOf(refused), special);
    expect(agreed.refusals).toEqual([]);
    expect(waveLines(agreed)).toEqual([
      `1 terminate ${A}`,
      `2 update ${B}`,
      `2 update ${C}`,
      `3 reinstate ${A}`,
    ]);
  });

  it("with several rings may need more than one end", () => {
    const special = {
      [A]: { live: { end: "2027-06-30T23:59:00" } },
      [B]: { live: { status: "scheduled", start: "2027-07-01T00:00:00" } },
      [C]: { live: { end: "2027-06-30T23:59:00" } },
      [D]: { live: { status: "scheduled", start: "2027-07-01T00:00:00" } },
    };
    // In 101 and 102 the first half-year swaps, and so does the second; a stay without a declared end joins them.
    const list = [
      [A, "101", "102"],
      [B, "101", "102"],
      [C, "102", "101"],
      [D, "102", "101"],
    ] as const;
    const refused = moves(list, [], special);
    expect(rulesOf(refused)).toEqual(["unit-cycle", "unit-cycle"]);
    const one = moves(list, tokensOf(refused).slice(0, 1), special);
    expect(rulesOf(one)).toEqual(["unit-cycle"]);
    expect(one.actions.filter((action) => action.kind === "terminate")).toHaveLength(1);
    const agreed = moves(list, tokensOf(refused), special);
    expect(agreed.refusals).toEqual([]);
    expect(
      agreed.actions.filter((action) => action.kind === "reinstate").map((action) => action.email),
    ).toEqual([A, B]);
  });

  it("whose every other ring can be broken stays refused for the one that cannot", () => {
    const special = {
      [A]: { declared: { isProtected: true } },
      [B]: { declared: { isProtected: true }, live: { end: "2027-06-30T23:59:00" } },
      [C]: { live: { status: "scheduled", start: "2027-07-01T00:00:00" } },
    };
    const list = [
      [A, "101", "102"],
      [B, "102", "101"],
      [C, "102", "101"],
    ] as const;
    const refused = moves(list, [], special);
    const left = moves(list, tokensOf(refused), special);
    expect(refusalOf(left, "unit-cycle")).toMatchObject({ emails: [A, B], consent: null });
  });

  it("needs the consents for a limit and for itself only once", () => {
    const list = [...SWAP, [C, "103", "104"], [D, "105", "106"]] as const;
    const tight = (accept: readonly string[]) =>
      planSite(
        site(
          list.map(([email, , to]) => declared(email, { unit: to })),
          { accept, limits: { update: "1" } },
        ),
        list.map(([email, from]) => live(email, { unit: from })),
      );
    const refused = tight([]);
    expect(rulesOf(refused)).toEqual(["limit-exceeded", "unit-cycle"]);
    const agreed = tight(tokensOf(refused));
    expect([agreed.refusals, agreed.warnings]).toEqual([[], []]);
  });
});

describe("an order over two sites", () => {
  it("has the purge before the create, and what waits for either after it", () => {
    const plan = planSites([
      {
        declared: site([declared(B, { unit: "101" })], { name: "a" }),
        live: [live(A, { unit: "101" })],
      },
      {
        declared: site([declared(A, { unit: "102", transferFrom: "a" }), tombstone(C, "terminated")], {
          name: "b",
        }),
        live: [live(C, { unit: "102" }), live(D, { unit: "110" })] satisfies LiveResident[],
      },
    ]);
    expect(waveLines(siteOf(plan, "a"))).toEqual([`1 purge ${A}`, `2 create ${B}`]);
    expect(waveLines(siteOf(plan, "b"))).toEqual([`1 terminate ${C}`, `2 create ${A}`]);
    expect(actionOf(siteOf(plan, "b"), "create", A).after).toEqual([`purge:a:${A}`, `terminate:b:${C}`]);
  });

  it("lets two residents swap sites and units: both are purged first", () => {
    const plan = planSites([
      {
        declared: site([declared(B, { unit: "101", transferFrom: "b" })], { name: "a" }),
        live: [live(A, { unit: "101" })],
      },
      {
        declared: site([declared(A, { unit: "102", transferFrom: "a" })], { name: "b" }),
        live: [live(B, { unit: "102" })],
      },
    ]);
    expect(waveLines(siteOf(plan, "a"))).toEqual([`1 purge ${A}`, `2 create ${B}`]);
    expect(waveLines(siteOf(plan, "b"))).toEqual([`1 purge ${B}`, `2 create ${A}`]);
    expect(plan.sites.flatMap((planned) => planned.refusals)).toEqual([]);
  });
});
