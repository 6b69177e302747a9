import { describe, expect, it } from "vitest";
import type { DeclaredResident, DeclaredSite, LiveResident } from "../../src/domain/site.ts";
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
  tombstone,
} from "./build.ts";

const OLD = "old@example.com";
const NEW = "new@example.com";

type Wish = Parameters<typeof declared>[1];

const CHRIS: Wish = {
  firstName: "Chris",
  lastName: "Wilson",
  phone: "543-678-9012",
  accessStart: "2026-01-01",
};

/** Somebody whose live account gives no hint: another unit, name and phone. */
const QUIET = live(OLD, { unit: "150", firstName: "X", lastName: "Y", end: "2026-11-30T00:00:00" });

function edited(
  then: readonly DeclaredResident[],
  now: readonly DeclaredResident[],
  there: readonly LiveResident[] = [QUIET],
  wish: Partial<DeclaredSite> = {},
) {
  return planSite(site(now), there, { base: [{ ...site(then), ...wish }] });
}

describe("an e-mail that was edited since the base", () => {
  it.each([
    ["in place", CHRIS, CHRIS],
    [
      "while the entry went to another file",
      { ...CHRIS, file: "sites/a.yaml" },
      { ...CHRIS, file: "sites/a/floor-1.yaml", line: 3 },
    ],
    ["and the first name", CHRIS, { ...CHRIS, firstName: "Christopher" }],
    ["and the last name", CHRIS, { ...CHRIS, lastName: "Wilson-Hall", phone: undefined }],
    ["and both names, but not the phone", CHRIS, { ...CHRIS, firstName: "C.", lastName: "W." }],
    ["and the unit, but not the name", CHRIS, { ...CHRIS, unit: "120", phone: "1" }],
    ["and all but the pinned id", { ...CHRIS, id: "id-1" }, { id: "id-1", unit: "120" }],
    [
      "and the first name of one who has no start",
      { lastName: "Wilson" },
      { lastName: "Wilson", firstName: "Z" },
    ],
  ])("%s, is refused", (_, then, now) => {
    const plan = edited([declared(OLD, then)], [declared(NEW, now)]);
    expect(refusalOf(plan, "email-change")).toMatchObject({
      emails: [NEW, OLD],
      message: `${NEW} would take the place of ${OLD}: the entry's e-mail was edited since the base. An e-mail cannot be changed`,
    });
  });

  it.each([
    ["a successor in the unit, with a new start", CHRIS, { lastName: "Wilson", accessStart: "2026-12-01" }],
    ["somebody else altogether", CHRIS, { unit: "120" }],
  ])("is not seen in %s", (_, then, now) => {
    expect(edited([declared(OLD, then)], [declared(NEW, now)]).refusals).toEqual([]);
  });

  it("is not seen where the old entry stays, as a tombstone or as it was", () => {
    expect(
      edited([declared(OLD, CHRIS)], [declared(NEW, CHRIS), tombstone(OLD, "terminated")]).refusals,
    ).toEqual([]);
    expect(
      edited(
        [declared(OLD, CHRIS)],
        [declared(NEW, { ...CHRIS, unit: "120" }), declared(OLD, CHRIS)],
        [live(OLD, CHRIS as object)],
      ).refusals,
    ).toEqual([]);
    expect(edited([tombstone(OLD, "terminated")], [declared(NEW, CHRIS)], []).refusals).toEqual([]);
  });

  it("is named for each of several entries that it may have been", () => {
    const twins = [declared(OLD, CHRIS), declared("old2@example.com", { ...CHRIS, unit: "106" })];
    const plan = edited(twins, [declared(NEW, CHRIS)]);
    expect(plan.refusals.map((refusal) => refusal.emails)).toEqual([
      [NEW, "old2@example.com"],
      [NEW, OLD],
    ]);
  });

  it("is settled by replaces", () => {
    const plan = edited([declared(OLD, CHRIS)], [declared(NEW, { ...CHRIS, replaces: OLD })]);
    expect([plan.refusals, plan.actions.map((action) => action.kind).sort()]).toEqual([
      [],
      ["create", "terminate"],
    ]);
  });

  it("is no edit where only its case changed", () => {
    expect(edited([declared(OLD, CHRIS)], [declared("Old@Example.com", CHRIS)]).refusals).toEqual([]);
  });

  it("to that of a live account, from one that is not live, is a correction", () => {
    const there = live(NEW, { firstName: "Chris", lastName: "Wilson" });
    const then = declared(OLD, CHRIS);
    const now = declared(NEW, CHRIS);
    expect(rulesOf(edited([then], [now], [there]))).toEqual([]);
    expect(rulesOf(edited([then], [now], [there, QUIET]))).toEqual(["email-change"]);
    expect(rulesOf(edited([then], [now], []))).toEqual(["email-change"]);
  });

  it("is seen where two entries swapped their e-mails", () => {
    const then = [
      declared(OLD, CHRIS),
      declared(NEW, { firstName: "Dana", lastName: "Wilson", unit: "106" }),
    ];
    const now = [declared(NEW, CHRIS), declared(OLD, { firstName: "Dana", lastName: "Wilson", unit: "106" })];
    const there = [
      live(OLD, { firstName: "Chris", lastName: "Wilson" }),
      live(NEW, { firstName: "Dana", lastName: "Wilson", unit: "106" }),
    ];
    const plan = edited(then, now, there);
    const renamed = plan.refusals.filter((refusal) => refusal.rule === "email-change");
    expect(renamed.map((refusal) => refusal.message.slice(0, 60))).toEqual(
      [
        `${NEW} would take the place of ${OLD}: the entr`.slice(0, 60),
        `${OLD} would take the place of ${NEW}: the entr`.slice(0, 60),
      ].map((text) => expect.stringContaining(text.slice(0, 40))),
    );
  });

  it("is seen where an entry took over the e-mail of one that was deleted", () => {
    const then = [declared(OLD, CHRIS), declared(NEW, { unit: "106" })];
    const there = [live(OLD, { firstName: "Chris", lastName: "Wilson" }), live(NEW, { unit: "106" })];
    expect(rulesOf(edited(then, [declared(NEW, CHRIS)], there))).toContain("email-change");
  });

  it("is not seen where people swap units, or take another name", () => {
    const dana = { firstName: "Dana", lastName: "Hall" };
    const then = [declared(OLD, { ...CHRIS, unit: "105" }), declared(NEW, { ...dana, unit: "106" })];
    const now = [
      declared(OLD, { ...CHRIS, unit: "106" }),
      declared(NEW, { ...dana, lastName: "Wilson", unit: "106" }),
    ];
    const plan = edited(then, now, []);
    expect(rulesOf(plan)).not.toContain("email-change");
  });

  it("is seen in a site that got another name in the same change", () => {
    const renamed = { name: "was-a", siteId: "site-a" };
    expect(rulesOf(edited([declared(OLD, CHRIS)], [declared(NEW, CHRIS)], [QUIET], renamed))).toEqual([
      "email-change",
    ]);
    const other = { name: "z", siteId: "site-z" };
    expect(edited([declared(OLD, CHRIS)], [declared(NEW, CHRIS)], [QUIET], other).refusals).toEqual([]);
  });
});

describe("the protection of the base", () => {
  const wish = (now: readonly DeclaredResident[]) =>
    rulesOf(
      planSite(site(now, { undeclared: "terminate" }), [live(OLD), live("x@example.com", { unit: "106" })], {
        base: [site([declared(OLD, { isProtected: true }), declared("x@example.com", { unit: "106" })])],
      }),
    );
  const other = declared("x@example.com", { unit: "106" });

  it("holds where the entry was dropped", () => {
    expect(wish([other])).toEqual(["protected"]);
  });

  it("is lifted where the entry says so", () => {
    expect(wish([other, tombstone(OLD, "terminated")])).toEqual([]);
  });
});

describe("the origin of an action", () => {
  const origin = (
    now: DeclaredSite,
    then: DeclaredSite,
    there: readonly LiveResident[],
    kind: string,
    email: string,
  ) => actionOf(planSite(now, there, { base: [then] }), kind, email).origin;
  const entry = declared(OLD, { lastName: "Else" });
  const neighbour = live("x@example.com", { unit: "106" });

  it("is left out without a base", () => {
    expect(actionOf(planSite(site([entry]), [live(OLD)]), "update", OLD)).not.toHaveProperty("origin");
  });

  it("is drift where the entry is as it was, wherever it stands", () => {
    expect(
      origin(
        site([entry]),
        site([declared(OLD, { lastName: "Else", file: "x", line: 1 })]),
        [live(OLD)],
        "update",
        OLD,
      ),
    ).toBe("drift");
  });

  it("is change where the entry differs, is new, or the site is", () => {
    expect(origin(site([entry]), site([declared(OLD)]), [live(OLD)], "update", OLD)).toBe("change");
    expect(origin(site([entry]), site([]), [live(OLD)], "update", OLD)).toBe("change");
    expect(origin(site([entry]), site([entry], { name: "z", siteId: "z" }), [live(OLD)], "update", OLD)).toBe(
      "change",
    );
  });

  it("is change where the zone or the times give dates another meaning", () => {
    const dated = site([declared(OLD, { accessEnd: "2027-01-31T10:00" })]);
    expect(origin(dated, { ...dated, timezone: "UTC" }, [live(OLD)], "update", OLD)).toBe("change");
    expect(
      origin(dated, { ...dated, times: { start: "00:00", end: "12:00" } }, [live(OLD)], "update", OLD),
    ).toBe("change");
  });

  it("of an undeclared resident is change where the entry was dropped or the policy changed", () => {
    const now = site([], { undeclared: "terminate" });
    const there = [live(OLD), neighbour, live("y@example.com", { unit: "107" })];
    expect(origin(now, site([], { undeclared: "terminate" }), there, "terminate", OLD)).toBe("drift");
    expect(origin(now, site([declared(OLD)], { undeclared: "terminate" }), there, "terminate", OLD)).toBe(
      "change",
    );
    expect(origin(now, site([]), there, "terminate", OLD)).toBe("change");
  });

  it("of a replaced resident is change where either entry changed", () => {
    const now = site([declared(NEW, { unit: "107", replaces: OLD })]);
    expect(origin(now, now, [live(OLD)], "terminate", OLD)).toBe("drift");
    expect(origin(now, site([...now.residents, declared(OLD)]), [live(OLD)], "terminate", OLD)).toBe(
      "change",
    );
    expect(origin(now, site([]), [live(OLD)], "terminate", OLD)).toBe("change");
  });

  it("of both halves of a move is that of the entry at the new site", () => {
    const sites = [
      site([], { name: "a" }),
      site([declared(OLD, { transferFrom: "a" })], { name: "b" }),
    ] as const;
    const before = [site([declared(OLD)], { name: "a" }), site([], { name: "b" })];
    const origins = (base: readonly DeclaredSite[]) => {
      const plan = planSites(
        [
          { declared: sites[0], live: [live(OLD)] },
          { declared: sites[1], live: [] },
        ],
        { base },
      );
      return [
        actionOf(siteOf(plan, "a"), "purge", OLD).origin,
        actionOf(siteOf(plan, "b"), "create", OLD).origin,
      ];
    };
    expect(origins(sites)).toEqual(["drift", "drift"]);
    expect(origins(before)).toEqual(["change", "change"]);
  });
});
