import { describe, expect, it } from "vitest";
import type { DeclaredResident, LiveResident } from "../../src/domain/site.ts";
import type { Plan } from "../../src/planning/plan.ts";
import {
  actionLines,
  actionOf,
  declared,
  emails,
  live,
  liveSite,
  planSite,
  planSites,
  refusalOf,
  rulesOf,
  site,
  siteOf,
  tokensOf,
  tombstone,
  unitName,
} from "./build.ts";

const MOVER = "mover@example.com";
const OTHER = "other@example.com";

interface Move {
  readonly entry?: DeclaredResident;
  readonly account?: LiveResident;
  readonly a?: Parameters<typeof site>[1];
  readonly aEntries?: readonly DeclaredResident[];
  readonly aLive?: readonly LiveResident[];
  readonly b?: Parameters<typeof site>[1];
  readonly bEntries?: readonly DeclaredResident[];
  readonly bLive?: readonly LiveResident[];
}

/** From site a to site b, with whatever else goes on at either. */
function move(wish: Move = {}): Plan {
  const {
    entry = declared(MOVER, { transferFrom: "a", line: 9, file: "sites/b.yaml" }),
    account = live(MOVER),
  } = wish;
  return planSites([
    { declared: site(wish.aEntries ?? [], { ...wish.a, name: "a" }), live: [account, ...(wish.aLive ?? [])] },
    { declared: site([entry, ...(wish.bEntries ?? [])], { ...wish.b, name: "b" }), live: wish.bLive ?? [] },
  ]);
}

const lines = (plan: Plan) => plan.sites.map(actionLines);
const rules = (plan: Plan) => plan.sites.map(rulesOf);

describe("a move to another site", () => {
  it("is refused without transferFrom, and nobody is ended", () => {
    for (const undeclared of ["report", "terminate"] as const) {
      const plan = move({ entry: declared(MOVER), a: { undeclared } });
      expect(rules(plan)).toEqual([[], ["email-elsewhere"]]);
      expect(lines(plan)).toEqual([[], [`create ${MOVER}`]]);
      expect(siteOf(plan, "a").undeclared.map((resident) => resident.email)).toEqual([MOVER]);
    }
  });

  it("is refused where transferFrom names another site than the account's", () => {
    const plan = move({ entry: declared(MOVER, { transferFrom: "c" }) });
    expect(refusalOf(siteOf(plan, "b"), "email-elsewhere").message).toBe(
      "the account of mover@example.com exists at a (current), not at c as transferFrom says",
    );
    expect(siteOf(plan, "a").actions).toEqual([]);
  });

  it("is refused where the old site has an entry too", () => {
    const plan = move({ aEntries: [tombstone(MOVER, "terminated")] });
    expect(refusalOf(siteOf(plan, "b"), "email-elsewhere").remedy).toBe(
      "Declare the resident at one site only: a has an entry too.",
    );
    expect(lines(plan)[0]).toEqual([`terminate ${MOVER}`]);
  });

  it("purges there and creates here, in that order, and says what it means", () => {
    const plan = move();
    expect(rules(plan)).toEqual([[], []]);
    expect(lines(plan)).toEqual([[`purge ${MOVER}`], [`create ${MOVER}`]]);
    const purge = actionOf(siteOf(plan, "a"), "purge", MOVER);
    expect(purge).toMatchObject({
      wave: 1,
      via: "bulkaction",
      source: { file: "sites/b.yaml", line: 9 },
      reasons: ["moves to b (transferFrom)"],
      effects: [{ type: "irreversible" }, { type: "operator-report" }],
    });
    expect(actionOf(siteOf(plan, "b"), "create", MOVER)).toMatchObject({
      wave: 2,
      after: [purge.id],
      reasons: ["moves here from a: the account there is purged, the Wi-Fi password changes"],
    });
    expect(siteOf(plan, "a").undeclared).toEqual([]);
  });

  it("sends the spelling that the account has", () => {
    const plan = move({ account: live("Mover@Example.com") });
    expect(actionOf(siteOf(plan, "b"), "create", "Mover@Example.com").send?.email).toBe("Mover@Example.com");
  });

  it("purges a suspended account by the single DELETE", () => {
    const plan = move({ account: live(MOVER, { status: "current suspended" }) });
    expect(actionOf(siteOf(plan, "a"), "purge", MOVER).via).toBe("delete");
  });

  it("waits where the account is expired there, and says until when", () => {
    const plan = move({ account: live(MOVER, { status: "expired", end: "2026-11-09T23:59:59" }) });
    expect([lines(plan), rules(plan)]).toEqual([
      [[], []],
      [[], []],
    ]);
    expect(siteOf(plan, "b").deferred).toEqual([
      {
        email: MOVER,
        wish: "create",
        reason: expect.stringContaining("removes the account about 2026-12-10"),
      },
    ]);
  });

  it("is refused without transferFrom also where the account is expired there", () => {
    const plan = move({
      entry: declared(MOVER),
      account: live(MOVER, { status: "expired", end: "2026-11-09T23:59:59" }),
    });
    expect(refusalOf(siteOf(plan, "b"), "email-elsewhere").remedy).toContain("about 2026-12-10");
  });

  it("touches no account whose status is not known", () => {
    const plan = move({ account: live(MOVER, { status: "asleep" }) });
    expect([lines(plan), rules(plan)]).toEqual([
      [[], []],
      [["status-unknown"], ["status-unknown"]],
    ]);
  });

  it("is an ordinary create where no site has the account any more", () => {
    const plan = planSites([
      { declared: site([], { name: "a" }), live: [] },
      { declared: site([declared(MOVER, { transferFrom: "a" })], { name: "b" }), live: [] },
    ]);
    expect([lines(plan), rules(plan)]).toEqual([
      [[], [`create ${MOVER}`]],
      [[], []],
    ]);
  });

  it("is done where the account is here", () => {
    const plan = move({ account: live(OTHER), bLive: [live(MOVER)] });
    expect([lines(plan), rules(plan)]).toEqual([
      [[], []],
      [[], []],
    ]);
  });

  it("purges nobody for an entry that is suspended, and would not be created", () => {
    for (const undeclared of ["report", "terminate"] as const) {
      const plan = move({
        entry: declared(MOVER, { transferFrom: "a", state: "suspended" }),
        a: { undeclared },
      });
      expect(lines(plan)).toEqual([[], []]);
      expect(siteOf(plan, "b").deferred.map((deferral) => deferral.wish)).toEqual(["suspend"]);
    }
  });

  it("leaves an entry that has ended to the other site's policy", () => {
    const entry = declared(MOVER, { transferFrom: "a", accessEnd: "2026-11-01" });
    expect(lines(move({ entry, aLive: [live(OTHER, { unit: "106" })] }))).toEqual([[], []]);
    const ended = move({
      entry,
      a: { undeclared: "terminate" },
      aEntries: [declared(OTHER, { unit: "106" })],
      aLive: [live(OTHER, { unit: "106" })],
    });
    expect(lines(ended)).toEqual([[`terminate ${MOVER}`], []]);
  });
});

describe("a move of which one site is refused", () => {
  const refusedA = { aEntries: [declared(OTHER, { unit: "999" })] };
  const refusedB = { bEntries: [declared(OTHER, { unit: "999" })] };

  it("is held back: the create, where the old site is refused", () => {
    const plan = move({ ...refusedA, bEntries: [declared("n@example.com", { unit: "106" })] });
    expect(rules(plan)).toEqual([["unit-unknown"], []]);
    expect(lines(plan)).toEqual([[`create ${OTHER}`, `purge ${MOVER}`], ["create n@example.com"]]);
    expect(siteOf(plan, "b").deferred).toEqual([
      {
        email: MOVER,
        wish: "create",
        reason: "the transfer from a waits: that site is refused, and neither half is done alone",
      },
    ]);
  });

  it("is held back: the purge, where the new site is refused, whatever the policy for the undeclared", () => {
    for (const undeclared of ["report", "terminate", "refuse"] as const) {
      const plan = move({
        ...refusedB,
        a: { undeclared },
        aEntries: [declared("n@example.com", { unit: "106" })],
      });
      expect(rules(plan)).toEqual([[], ["unit-unknown"]]);
      expect(lines(plan)).toEqual([["create n@example.com"], [`create ${MOVER}`, `create ${OTHER}`]]);
      expect(siteOf(plan, "a").deferred).toEqual([
        {
          email: MOVER,
          wish: "purge",
          reason: "the transfer to b waits: that site is refused, and neither half is done alone",
        },
      ]);
      expect(siteOf(plan, "a").undeclared).toEqual([]);
    }
  });

  it("keeps its unit meanwhile, so that nobody is put into it", () => {
    const plan = move({ ...refusedB, aEntries: [declared("n@example.com")] });
    expect(rules(plan)).toEqual([["unit-occupied"], ["unit-unknown"]]);
  });

  it("is shown whole where both are refused", () => {
    const plan = move({ ...refusedA, ...refusedB, aEntries: [declared("x@example.com", { unit: "999" })] });
    expect(rules(plan)).toEqual([["unit-unknown"], ["unit-unknown"]]);
    expect(lines(plan)).toEqual([
      ["create x@example.com", `purge ${MOVER}`],
      [`create ${OTHER}`, `create ${MOVER}`],
    ]);
  });

  it("holds the next move along: b waits for c, and a for b", () => {
    const plan = planSites([
      { declared: site([], { name: "a" }), live: [live(MOVER)] },
      // The mover can only come to b once the other one has left the unit for c.
      { declared: site([declared(MOVER, { transferFrom: "a" })], { name: "b" }), live: [live(OTHER)] },
      {
        declared: site([declared(OTHER, { transferFrom: "b" }), declared("x@example.com", { unit: "999" })], {
          name: "c",
        }),
        live: [],
      },
    ]);
    expect(rules(plan)).toEqual([[], ["unit-occupied"], ["unit-unknown"]]);
    expect(plan.sites.slice(0, 1).map(actionLines)).toEqual([[]]);
  });

  it("does not end somebody who is to be replaced by the one who has to wait", () => {
    const entry = declared(MOVER, { transferFrom: "a", replaces: OTHER, unit: "106" });
    const plan = move({
      ...refusedA,
      aEntries: [declared("x@example.com", { unit: "999" })],
      entry,
      bLive: [live(OTHER)],
    });
    expect(lines(plan)[1]).toEqual([]);
    expect(siteOf(plan, "b").deferred.map(({ email, wish }) => [email, wish])).toEqual([
      [MOVER, "create"],
      [OTHER, "terminate"],
    ]);
  });
});

describe("the limits of both sites", () => {
  const people = emails(12, "m");
  const there = people.map((email, index) => live(email, { unit: unitName(index) }));
  const entries = people.map((email, index) => declared(email, { unit: unitName(index), transferFrom: "a" }));
  const plan = (accept: readonly string[] = [], limits: Record<string, string> = {}) =>
    planSites([
      { declared: site([], { name: "a" }), live: there },
      {
        declared: site(entries, { name: "b", accept, limits }),
        live: [live("x@example.com", { unit: "190" })],
      },
    ]);

  it("hold: what transferFrom purges counts for nothing, what it creates counts", () => {
    const refused = plan();
    expect(rules(refused)).toEqual([[], ["limit-exceeded"]]);
    expect(siteOf(refused, "a").actions).toEqual([]);
    const agreed = plan(tokensOf(siteOf(refused, "b")));
    expect(rules(agreed)).toEqual([[], []]);
    expect([siteOf(agreed, "a").counts.purge, siteOf(agreed, "b").counts.create]).toEqual([12, 12]);
    expect(rules(plan([], { create: "12" }))).toEqual([[], []]);
  });
});

describe("a site that is declared, and not part of the plan", () => {
  it("keeps its people from being ended where they still live", () => {
    const plan = planSites([
      {
        declared: site([], { name: "a", undeclared: "terminate" }),
        live: [live(MOVER), live(OTHER, { unit: "106" }), live("z@example.com", { unit: "107" })],
      },
      {
        declared: site(
          [declared(MOVER, { transferFrom: "a" }), declared(OTHER, { accessEnd: "2026-11-01" })],
          { name: "b" },
        ),
        live: null,
      },
    ]);
    expect(plan.sites.map((planned) => planned.name)).toEqual(["a"]);
    expect(actionLines(siteOf(plan, "a"))).toEqual([`terminate ${OTHER}`, "terminate z@example.com"]);
  });

  it("lets a move from it wait, because the account may still be there", () => {
    const plan = planSites([
      { declared: site([], { name: "a" }), live: null },
      { declared: site([declared(MOVER, { transferFrom: "a" })], { name: "b" }), live: [] },
    ]);
    expect(siteOf(plan, "b").actions).toEqual([]);
    expect(siteOf(plan, "b").deferred[0]?.reason).toContain("plan both sites together");
  });
});

describe("a list that is not what the API promises", () => {
  const twice = [
    live("Twice@example.com", { residentId: "2" }),
    live("twice@example.com", { residentId: "1", status: "expired" }),
  ];

  it("may hold an e-mail twice: the living account counts, in whatever order, and the other is a warning", () => {
    const plans = [twice, [...twice].reverse()].map((residents) =>
      planSites([{ declared: site([tombstone("twice@example.com", "terminated")]), live: residents }]),
    );
    expect(plans[0]).toEqual(plans[1]);
    const planned = siteOf(plans[0] as Plan, "a");
    expect(planned.actions.map((action) => action.residentId)).toEqual(["2"]);
    expect(planned.warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining(
        "lists twice@example.com more than once: the account 1 is left out, and only 2 is looked at",
      ),
    ]);
    const again = ["b", "a"].map((lastName) => live("s@example.com", { lastName }));
    const entry = declared("s@example.com", { lastName: "c" });
    const both = [again, [...again].reverse()].map((there) =>
      planSites([{ declared: site([entry]), live: there }]),
    );
    expect(both[0]).toEqual(both[1]);
    expect(siteOf(both[0] as Plan, "a").warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining("lists the id id-s@example.com more than once"),
    ]);
    const same = ["b", "a"].map((residentId) => live("s@example.com", { residentId }));
    const one = planSites([{ declared: site([tombstone("s@example.com", "terminated")]), live: same }]);
    expect(siteOf(one, "a").actions.map((action) => action.residentId)).toEqual(["a"]);
  });

  describe("may give one id to the accounts of two e-mails, and nothing is done by that id", () => {
    const mine = live("mine@example.com", { residentId: "7" });
    const other = live("other@example.com", { residentId: "7", unit: "106" });
    const kept = declared("mine@example.com", { isProtected: true });
    it.each([
      ["for want of a declaration", [kept], "other@example.com", "terminate"],
      [
        "because of a tombstone",
        [kept, tombstone("other@example.com", "terminated")],
        "other@example.com",
        "terminate",
      ],
      ["as a purge", [kept, tombstone("other@example.com", "purged")], "other@example.com", "purge"],
      [
        "as a suspension",
        [kept, declared("other@example.com", { unit: "106", state: "suspended" })],
        "other@example.com",
        "suspend",
      ],
      ["as an update", [kept, declared("other@example.com", { unit: "107" })], "other@example.com", "update"],
      [
        "for a replacement",
        [kept, declared("new@example.com", { replaces: "other@example.com", unit: "108" })],
        "other@example.com",
        "terminate",
      ],
    ] as const)("%s", (_, entries, email, wish) => {
      const wanted = site(entries, { undeclared: "terminate", limits: { terminate: "100%", purge: "9" } });
      for (const there of [
        [mine, other],
        [other, mine],
      ]) {
        const planned = planSite(wanted, there);
        expect(planned.actions.filter(({ residentId }) => residentId === "7")).toEqual([]);
        expect(planned.deferred).toEqual([
          { email, wish, reason: expect.stringContaining("its id 7 is listed for another e-mail too") },
        ]);
        expect(planned.warnings).toHaveLength(1);
      }
    });

    it("as a transfer: neither half", () => {
      const plan = planSites([
        { declared: site([kept], { name: "a" }), live: [mine, other] },
        { declared: site([declared("other@example.com", { transferFrom: "a" })], { name: "b" }), live: [] },
      ]);
      expect(plan.sites.flatMap(({ actions }) => actions)).toEqual([]);
      expect(plan.sites.flatMap(({ deferred }) => deferred.map(({ wish }) => wish))).toEqual([
        "purge",
        "create",
      ]);
    });

    it("unless it is one account, listed twice", () => {
      const again = { ...other, lastName: "Again" };
      const wanted = site([tombstone("other@example.com", "terminated")], { limits: { terminate: "9" } });
      const planned = planSite(wanted, [other, again, live("x@example.com"), live("y@example.com")]);
      expect(planned.actions.map(({ kind }) => kind)).toEqual(["terminate"]);
    });
  });

  it("may hold a unit with several networks: the first by name counts, in whatever order", () => {
    const networks = [
      { building: "Hudson", floor: "1", unit: "105", ssid: "Z", vlan: null },
      { building: "Hudson", floor: "1", unit: "105", ssid: "B", vlan: null },
      { building: "Hudson", floor: "1", unit: "106", ssid: "C", vlan: null },
    ];
    const plans = [networks, [...networks].reverse()].map((mappings) =>
      planSites([
        { declared: site([declared(MOVER, { unit: "106" })]), live: liveSite([live(MOVER)], { mappings }) },
      ]),
    );
    expect(plans[0]).toEqual(plans[1]);
    expect(siteOf(plans[0] as Plan, "a").actions[0]?.effects).toEqual([
      { type: "wifi-rejoin", from: "B", to: "C" },
    ]);
  });
});

describe("replaces", () => {
  it("counts once where two entries name the same account, in whatever order", () => {
    const entries = [
      declared("n2@example.com", { unit: "106", replaces: OTHER }),
      declared("n1@example.com", { unit: "107", replaces: OTHER }),
    ];
    const plans = [entries, [...entries].reverse()].map((list) =>
      planSites([{ declared: site(list), live: [live(OTHER)] }]),
    );
    expect(plans[0]).toEqual(plans[1]);
    expect(actionOf(siteOf(plans[0] as Plan, "a"), "terminate", OTHER).reasons).toEqual([
      "replaced by n1@example.com",
    ]);
  });

  it("ends nobody for an entry that is not to be active", () => {
    const plan = planSites([
      {
        declared: site([declared("n@example.com", { state: "suspended", replaces: OTHER })]),
        live: [live(OTHER)],
      },
    ]);
    expect(siteOf(plan, "a").actions).toEqual([]);
  });

  it("of an account that is declared leaves it to its own declaration, and counts its end against no limit", () => {
    const kept = planSites([
      {
        declared: site([declared("n@example.com", { unit: "106", replaces: OTHER }), declared(OTHER)]),
        live: [live(OTHER)],
      },
    ]);
    expect(actionLines(siteOf(kept, "a"))).toEqual(["create n@example.com"]);
    const ended = planSites([
      {
        declared: site([declared("n@example.com", { replaces: OTHER }), tombstone(OTHER, "terminated")], {
          limits: { terminate: "0" },
        }),
        live: [live(OTHER)],
      },
    ]);
    expect(rulesOf(siteOf(ended, "a"))).toEqual([]);
  });
});
