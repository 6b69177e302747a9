import { describe, expect, test } from "vitest";
import { emailKey } from "../../src/domain/email.ts";
import type { DeclaredResident, LiveResident } from "../../src/domain/site.ts";
import { makeOutlook, type SiteOutlook } from "../../src/planning/outlook.ts";
import { declared, live, liveSite, planSites, site, tombstone, unit } from "./build.ts";

const ADA = "ada@example.com";
const BOB = "bob@example.com";

/** The outlook on one site on 2026-11-23, up to 2027-12-31. */
function outlookOn(
  wanted: readonly DeclaredResident[],
  there: readonly LiveResident[],
  until: string | null = "2027-12-31",
  wish: Parameters<typeof site>[1] = {},
): SiteOutlook {
  const sites = [site(wanted, wish)];
  const plan = planSites(sites.map((one) => ({ declared: one, live: there })));
  const [first] = makeOutlook({
    plan,
    declared: sites,
    live: new Map([["a", liveSite(there)]]),
    until,
  }).sites;
  if (first === undefined) throw new Error("no site");
  return first;
}

/** `2026-12-01 move-in 105`, and `*` after what takes the plan. */
function calendar(...args: Parameters<typeof outlookOn>): readonly string[] {
  return outlookOn(...args).events.map(
    ({ date, kind, unit: { unit: name }, isPlanned }) => `${date} ${kind} ${name}${isPlanned ? "*" : ""}`,
  );
}

describe("the calendar of one resident", () => {
  const scheduled = { status: "scheduled", start: "2026-12-01T00:00:00", onboardedAt: null };
  test.each<[string, readonly DeclaredResident[], readonly LiveResident[], readonly string[]]>([
    ["who stays for ever: nothing", [declared(ADA)], [live(ADA)], []],
    [
      "whose time runs out: the end, and the removal 31 days after it",
      [declared(ADA)],
      [live(ADA, { end: "2026-11-30T23:59:00" })],
      ["2026-11-30 move-out 105", "2026-11-30 expiry 105", "2026-12-31 removal 105"],
    ],
    [
      "who is scheduled: arrives, and is invited by the server",
      [declared(ADA)],
      [live(ADA, scheduled)],
      ["2026-12-01 move-in 105", "2026-12-01 invitation 105"],
    ],
    [
      "who is scheduled and has completed onboarding: arrives",
      [declared(ADA)],
      [live(ADA, { ...scheduled, onboardedAt: "2026-11-01T00:00:00" })],
      ["2026-12-01 move-in 105"],
    ],
    [
      "whose start is put off: arrives and is invited then, once applied",
      [declared(ADA, { accessStart: "2026-12-10" })],
      [live(ADA, scheduled)],
      ["2026-12-10 move-in 105*", "2026-12-10 invitation 105*"],
    ],
    [
      "who is new: arrives and is invited today, once applied",
      [declared(ADA, { accessEnd: "2027-01-31" })],
      [],
      [
        "2026-11-23 move-in 105*",
        "2026-11-23 invitation 105*",
        "2027-01-31 move-out 105*",
        "2027-01-31 expiry 105*",
        "2027-03-03 removal 105*",
      ],
    ],
    [
      "who is new and starts later",
      [declared(ADA, { accessStart: "2027-01-01" })],
      [],
      ["2027-01-01 move-in 105*", "2027-01-01 invitation 105*"],
    ],
    [
      "who moves: out of one unit and into the other today",
      [declared(ADA, { unit: "106" })],
      [live(ADA)],
      ["2026-11-23 move-out 105*", "2026-11-23 move-in 106*"],
    ],
    [
      "whose end is changed: the new end, once applied",
      [declared(ADA, { accessEnd: "2026-12-24" })],
      [live(ADA)],
      ["2026-12-24 move-out 105*", "2026-12-24 expiry 105*", "2027-01-24 removal 105*"],
    ],
    [
      "who is ended: today, and removed after 31 days",
      [tombstone(ADA, "terminated")],
      [live(ADA)],
      ["2026-11-23 move-out 105*", "2026-11-23 expiry 105*", "2026-12-24 removal 105*"],
    ],
    [
      "who is ended before having moved in: no move",
      [tombstone(ADA, "terminated")],
      [live(ADA, scheduled)],
      ["2026-11-23 expiry 105*", "2026-12-24 removal 105*"],
    ],
    [
      "who is purged: gone today",
      [tombstone(ADA, "purged")],
      [live(ADA)],
      ["2026-11-23 move-out 105*", "2026-11-23 removal 105*"],
    ],
    [
      "who has expired: the removal",
      [tombstone(ADA, "terminated")],
      [live(ADA, { status: "expired", end: "2026-11-10T23:59:00" })],
      ["2026-12-11 removal 105"],
    ],
    [
      "who has expired, nobody knows when: nothing",
      [tombstone(ADA, "terminated")],
      [live(ADA, { status: "expired" })],
      [],
    ],
    [
      "who has expired and is reinstated: back today",
      [declared(ADA)],
      [live(ADA, { status: "expired", end: "2026-11-10T23:59:00" })],
      ["2026-11-23 move-in 105*"],
    ],
    ["who is only suspended: nothing", [declared(ADA, { state: "suspended" })], [live(ADA)], []],
    ["who has no account and needs none: nothing", [tombstone(ADA, "purged")], [], []],
    [
      "whom nobody declares: the dates that the server has",
      [],
      [live(ADA, { end: "2026-12-31T23:59:00" })],
      ["2026-12-31 move-out 105", "2026-12-31 expiry 105", "2027-01-31 removal 105"],
    ],
  ])("%s", (_, wanted, there, expected) => {
    expect(calendar(wanted, there)).toEqual(expected);
  });

  test("a unit cycle that is broken moves both, and keeps their dates", () => {
    const wanted = [declared(ADA, { unit: "106" }), declared(BOB)];
    const there = [live(ADA, { end: "2027-01-31T23:59:00" }), live(BOB, { unit: "106" })];
    const refused = planSites([{ declared: site(wanted), live: there }]).sites[0]?.refusals ?? [];
    const accept = refused.flatMap(({ consent }) => consent ?? []);
    expect(accept).toHaveLength(1);
    expect(calendar(wanted, there, "2027-01-31", { accept })).toEqual([
      "2026-11-23 move-out 105*",
      "2026-11-23 move-in 105*",
      "2026-11-23 move-in 106*",
      "2026-11-23 move-out 106*",
      "2027-01-31 move-out 106*",
      "2027-01-31 expiry 106",
    ]);
  });
});

describe("the calendar of a site", () => {
  const there = [
    live(ADA, { end: "2026-11-30T23:59:00" }),
    live(BOB, { unit: "104", end: "2026-11-25T23:59:00" }),
  ];

  test("is in date order, and ends with its last day", () => {
    expect(calendar([], there, "2026-12-26")).toEqual([
      "2026-11-25 move-out 104",
      "2026-11-25 expiry 104",
      "2026-11-30 move-out 105",
      "2026-11-30 expiry 105",
      "2026-12-26 removal 104",
    ]);
  });

  test("goes 92 days where nobody says how far", () => {
    const late = [
      live(ADA, { end: "2027-02-23T12:00:00" }),
      live(BOB, { end: "2027-02-24T12:00:00", unit: "104" }),
    ];
    expect(calendar([], late, null)).toEqual(["2027-02-23 move-out 105", "2027-02-23 expiry 105"]);
  });

  test.each([
    ["Asia/Tokyo", "2026-12-01"],
    ["America/Los_Angeles", "2026-11-30"],
  ])("has site-local dates: in %s the same instant is on %s", (timezone, day) => {
    const there = [live(ADA, { end: "2026-12-01T08:00:00", zone: "Asia/Tokyo" })];
    expect(calendar([], there, undefined, { timezone })[0]).toBe(`${day} move-out 105`);
  });
});

describe("the rows of an outlook", () => {
  test("say what is declared, what is live, what a plan would do, and what is next", () => {
    const wanted = [
      declared("Ada@example.com", { accessStart: "2025-01-01", accessEnd: null, phone: "1" }),
      declared(BOB, { unit: "106", state: "suspended" }),
      tombstone("gone@example.com", "purged"),
    ];
    const there = [
      live(ADA),
      live(BOB, { unit: "106", status: "current pending", end: "2026-12-31T23:59:00" }),
      live("stray@example.com", { unit: "10" }),
    ];
    const { rows } = outlookOn(wanted, there);
    expect(
      rows.map(({ email, unit: place, declared: d, live: l, plan, next }) => [
        email,
        place?.unit,
        d,
        l,
        plan,
        next === null ? null : `${next.date} ${next.kind}`,
      ]),
    ).toEqual([
      [
        "stray@example.com",
        "10",
        null,
        { status: "current", accessStart: "2025-01-01", accessEnd: null },
        ["undeclared"],
        null,
      ],
      [
        ADA,
        "105",
        { state: "active", accessStart: "2025-01-01", accessEnd: null },
        { status: "current", accessStart: "2025-01-01", accessEnd: null },
        ["update"],
        null,
      ],
      [
        BOB,
        "106",
        { state: "suspended" },
        { status: "pending", accessStart: "2025-01-01", accessEnd: "2026-12-31" },
        ["deferred"],
        "2026-12-31 move-out",
      ],
      ["gone@example.com", undefined, { state: "purged" }, null, [], null],
    ]);
  });

  test("name who is part of a refusal", () => {
    const { rows } = outlookOn([tombstone(ADA, "purged")], [live(ADA)]);
    expect(rows[0]?.plan).toEqual(["purge", "refused"]);
  });

  test("leave out a site that was not planned or is not declared", () => {
    const plan = planSites([{ declared: site([]), live: [] }]);
    const input = { plan, until: null, declared: [site([])], live: new Map() };
    expect(makeOutlook(input).sites).toEqual([]);
    expect(makeOutlook({ ...input, declared: [], live: new Map([["a", liveSite([])]]) }).sites).toEqual([]);
  });
});

describe("the timeline of a site", () => {
  /** `9: ada 2025-01-01.. > -` a stay, before and after. */
  function timeline(...args: Parameters<typeof outlookOn>) {
    const range = (one: { readonly from: string | null; readonly to: string | null } | null) =>
      one === null ? "-" : `${one.from ?? ""}..${one.to ?? ""}`;
    return outlookOn(...args).timeline.units.map(({ unit: { unit: name }, stays, conflicts, gaps }) => ({
      name,
      stays: stays.map(
        ({ email, before, after }) => `${email.split("@")[0]} ${range(before)} > ${range(after)}`,
      ),
      conflicts: conflicts.map(
        ({ emails, days, when }) => `${emails.map(emailKey).join("+")} ${range(days)} ${when}`,
      ),
      gaps: gaps.map(range),
    }));
  }

  test("shows units as people count them, and how many are empty", () => {
    const { units, emptyUnits } = outlookOn(
      [],
      [live(ADA, { unit: "110" }), live(BOB, { unit: unit("9") })],
    ).timeline;
    expect(units.map((row) => row.unit.unit)).toEqual(["9", "110"]);
    expect(emptyUnits).toBe(98);
  });

  test("a move is a stay in each unit, in the new one from today", () => {
    expect(timeline([declared(ADA, { unit: "106" })], [live(ADA)])).toEqual([
      { name: "105", stays: ["ada 2025-01-01.. > -"], conflicts: [], gaps: ["2026-11-23.."] },
      { name: "106", stays: ["ada - > 2026-11-23.."], conflicts: [], gaps: [] },
    ]);
  });

  test("an end leaves the past, and the next resident's first day ends the gap", () => {
    const wanted = [
      tombstone(ADA, "terminated"),
      declared(BOB, { accessStart: "2026-12-01", accessEnd: "2026-12-31" }),
    ];
    expect(timeline(wanted, [live(ADA)])).toEqual([
      {
        name: "105",
        stays: ["ada 2025-01-01.. > 2025-01-01..2026-11-22", "bob - > 2026-12-01..2026-12-31"],
        conflicts: [],
        gaps: ["2026-11-23..2026-11-30", "2027-01-01.."],
      },
    ]);
  });

  test("who came today and is ended leaves no past", () => {
    const there = [live(ADA, { start: "2026-11-23T00:00:00" })];
    expect(timeline([tombstone(ADA, "terminated")], there)[0]?.stays).toEqual(["ada 2026-11-23.. > -"]);
  });

  test("two in a unit are a conflict: now, after the plan, or only until then", () => {
    const two = [
      live(ADA, { end: "2026-12-31T23:59:00" }),
      live(BOB, { start: "2026-12-01T00:00:00", status: "scheduled" }),
    ];
    expect(timeline([], two)[0]?.conflicts).toEqual([
      "ada@example.com+bob@example.com 2026-12-01..2026-12-31 after",
    ]);
    expect(timeline([tombstone(ADA, "terminated")], two)[0]?.conflicts).toEqual([
      "ada@example.com+bob@example.com 2026-12-01..2026-12-31 before",
    ]);
  });

  test("the expired hold nothing: no conflict", () => {
    const two = [live(ADA, { status: "expired", end: "2026-12-31T23:59:00" }), live(BOB)];
    expect(timeline([], two)[0]).toMatchObject({ conflicts: [], gaps: [] });
  });
});
