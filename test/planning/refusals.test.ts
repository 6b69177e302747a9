import { describe, expect, it } from "vitest";
import type { DeclaredResident, DeclaredSite, LiveResident, Policy } from "../../src/domain/site.ts";
import { RULES, type SitePlan } from "../../src/planning/plan.ts";
import {
  declared,
  emails,
  live,
  liveSite,
  mapping,
  planSite,
  planSites,
  refusalOf,
  rulesOf,
  site,
  siteOf,
  tokensOf,
  tombstone,
  unit,
} from "./build.ts";

/** What trips one rule, in units and under names of its own, so that any two can stand together. */
interface Trouble {
  readonly entries: readonly DeclaredResident[];
  readonly live: readonly LiveResident[];
  /** Live at the other site. */
  readonly elsewhere?: readonly LiveResident[];
  readonly undeclared?: Policy["undeclared"];
  readonly limits?: Readonly<Record<string, string>>;
  /** The e-mails that the refusal names. */
  readonly names: readonly string[];
  readonly remedy: RegExp;
  readonly mayConsent: boolean;
  /** The lines of sites/a.yaml that it names. */
  readonly lines: readonly number[];
}

const SITE_LINE = 3;

const TROUBLES = {
  "email-change": {
    entries: [declared("chris.new@example.com", { unit: "105", firstName: "Chris", line: 31 })],
    live: [live("chris.old@example.com", { unit: "105", firstName: "Chris", end: "2026-11-01T00:00:00" })],
    names: ["chris.new@example.com", "chris.old@example.com"],
    remedy: /Put chris\.old@example\.com back; .*`replaces: chris\.old@example\.com`/,
    mayConsent: false,
    lines: [31],
  },
  "limit-exceeded": {
    entries: [tombstone("t1@example.com", "terminated"), tombstone("t2@example.com", "terminated")].map(
      (entry, index) => ({
        ...entry,
        source: { file: "sites/a.yaml", line: 41 + index, column: 5 },
      }),
    ),
    live: [live("t1@example.com", { unit: "111" }), live("t2@example.com", { unit: "112" })],
    limits: { terminate: "1" },
    names: ["t1@example.com", "t2@example.com"],
    remedy: /add the consent/,
    mayConsent: true,
    lines: [41, 42],
  },
  protected: {
    entries: [declared("vip@example.com", { unit: "121", state: "suspended", isProtected: true, line: 51 })],
    live: [live("vip@example.com", { unit: "121" })],
    names: ["vip@example.com"],
    remedy: /Edit the declaration/,
    mayConsent: false,
    lines: [51],
  },
  "unit-unknown": {
    entries: [declared("lost@example.com", { unit: "0122", line: 61 })],
    live: [],
    names: ["lost@example.com"],
    remedy: /The nearest: Hudson\/1\/122, /,
    mayConsent: false,
    lines: [61],
  },
  "unit-occupied": {
    entries: [
      declared("taker@example.com", { unit: "131", line: 71 }),
      declared("holder@example.com", { unit: "131" }),
    ],
    live: [live("holder@example.com", { unit: "131", firstName: "holder" })],
    names: ["holder@example.com", "taker@example.com"],
    remedy: /Declare holder@example\.com with dates that leave the unit free, or end holder@example\.com/,
    mayConsent: false,
    lines: [71],
  },
  "unit-cycle": {
    entries: [
      declared("swap1@example.com", { unit: "142", line: 81 }),
      declared("swap2@example.com", { unit: "141", line: 82 }),
    ],
    live: [live("swap1@example.com", { unit: "141" }), live("swap2@example.com", { unit: "142" })],
    names: ["swap1@example.com", "swap2@example.com"],
    remedy: /add the consent/,
    mayConsent: true,
    lines: [81, 82],
  },
  "email-elsewhere": {
    entries: [declared("moved@example.com", { unit: "151", line: 91 })],
    live: [],
    elsewhere: [live("moved@example.com", { unit: "109" })],
    names: ["moved@example.com"],
    remedy: /`transferFrom: b`.*cannot be undone/,
    mayConsent: false,
    lines: [91],
  },
  undeclared: {
    entries: [],
    live: [live("stranger@example.com", { unit: "161" })],
    undeclared: "refuse",
    names: ["stranger@example.com"],
    remedy: /Declare them/,
    mayConsent: false,
    lines: [SITE_LINE],
  },
  "status-unknown": {
    entries: [declared("odd@example.com", { unit: "171", lastName: "Else", line: 101 })],
    live: [live("odd@example.com", { unit: "171", status: "current hibernating" })],
    names: ["odd@example.com"],
    remedy: /web UI/,
    mayConsent: false,
    lines: [101],
  },
} as const satisfies Readonly<Record<string, Trouble>>;

type TroubleName = keyof typeof TROUBLES;
const NAMES = Object.keys(TROUBLES) as TroubleName[];

/** Enough untouched people that nothing trips a limit by itself. */
const CROWD = emails(15, "crowd");

function sitesWith(
  names: readonly TroubleName[],
  accept: readonly string[],
): readonly [DeclaredSite, DeclaredSite] {
  const troubles: Trouble[] = names.map((name) => TROUBLES[name]);
  const crowd = CROWD.map((email, index) => declared(email, { unit: String(180 + index) }));
  const undeclared = troubles.find((trouble) => trouble.undeclared)?.undeclared ?? "report";
  const old = live("chris.old@example.com");
  // Where the policy is refuse, only the stranger may be undeclared.
  const known =
    undeclared === "refuse" && names.includes("email-change") ? [tombstone(old.email, "terminated")] : [];
  return [
    site([...crowd, ...troubles.flatMap((trouble) => trouble.entries), ...known], {
      accept,
      undeclared,
      limits: Object.assign({}, ...troubles.map((trouble) => trouble.limits ?? {})),
    }),
    site([], { name: "b" }),
  ];
}

function planTroubles(names: readonly TroubleName[], accept: readonly string[] = []): SitePlan {
  const [a, b] = sitesWith(names, accept);
  const troubles: Trouble[] = names.map((name) => TROUBLES[name]);
  const crowd = CROWD.map((email, index) => live(email, { unit: String(180 + index) }));
  const plan = planSites([
    { declared: a, live: [...crowd, ...troubles.flatMap((trouble) => trouble.live)] },
    { declared: b, live: troubles.flatMap((trouble) => trouble.elsewhere ?? []) },
  ]);
  expect(siteOf(plan, "b").refusals).toEqual([]);
  return siteOf(plan, "a");
}

describe("each rule alone", () => {
  it.each(NAMES)("%s", (name) => {
    const trouble: Trouble = TROUBLES[name];
    const plan = planTroubles([name]);
    expect(rulesOf(plan)).toEqual([name]);
    const refusal = refusalOf(plan, name);
    expect(refusal.emails).toEqual(trouble.names);
    expect(refusal.sources).toEqual(trouble.lines.map((line) => ({ file: "sites/a.yaml", line })));
    expect(refusal.remedy).toMatch(trouble.remedy);
    expect(refusal.message).not.toBe("");
    if (trouble.mayConsent) expect(refusal.consent).toMatch(new RegExp(`^${name}/[a-z0-9]+/[0-9a-f]{8}$`));
    else expect(refusal.consent).toBeNull();
  });

  it("is in the list of rules, but for live-empty, which needs a site of its own, and stale-plan, which apply finds", () => {
    expect([...NAMES, "live-empty", "stale-plan"].sort()).toEqual([...RULES].sort());
  });
});

describe("two rules at once: none hides another", () => {
  const pairs = NAMES.flatMap((a, index) => NAMES.slice(index + 1).map((b) => [a, b] as const));
  const ORDER: readonly string[] = RULES;
  const byOrder = (a: string, b: string) => ORDER.indexOf(a) - ORDER.indexOf(b);

  it.each(pairs)("%s and %s, consented to where it may be", (a, b) => {
    const refused = planTroubles([a, b]);
    expect(rulesOf(refused)).toEqual([a, b].sort(byOrder));
    const left = planTroubles([a, b], tokensOf(refused));
    expect(rulesOf(left)).toEqual([a, b].filter((name) => !TROUBLES[name].mayConsent).sort(byOrder));
    expect(left.warnings).toEqual([]);
  });

  it("all of them at once, with every consent that is printed", () => {
    const refused = planTroubles(NAMES);
    expect(rulesOf(refused)).toEqual([...NAMES].sort(byOrder));
    expect(rulesOf(planTroubles(NAMES, tokensOf(refused)))).toEqual(
      NAMES.filter((name) => !TROUBLES[name].mayConsent).sort(byOrder),
    );
  });
});

describe("a consent", () => {
  const entries = (count: number) => emails(count).map((email) => tombstone(email, "terminated"));
  const there = emails(20).map((email, index) => live(email, { unit: String(101 + index) }));
  const keep = (from: number) =>
    emails(20)
      .slice(from)
      .map((email, index) => declared(email, { unit: String(101 + from + index) }));
  const planEnding = (count: number, accept: readonly string[] = []) =>
    planSite(site([...entries(count), ...keep(count)], { accept }), there);

  it("covers the very actions it was printed with", () => {
    const refused = planEnding(5);
    const agreed = planEnding(5, tokensOf(refused));
    expect([agreed.refusals, agreed.warnings]).toEqual([[], []]);
    expect(agreed.actions).toEqual(refused.actions);
  });

  it("for another set does not count, and is a warning", () => {
    const [token = ""] = tokensOf(planEnding(5));
    const more = planEnding(6, [token]);
    expect(rulesOf(more)).toEqual(["limit-exceeded"]);
    expect(tokensOf(more)).not.toContain(token);
    expect(more.warnings).toEqual([
      {
        message: expect.stringContaining(`the consent ${token} agrees to nothing in this plan`),
        source: { file: "sites/a.yaml", line: 20 },
      },
    ]);
  });

  it("for other people, or for the same people at other ids, does not count", () => {
    const [token = ""] = tokensOf(planEnding(5));
    const others = planSite(
      site(
        [
          ...emails(20)
            .slice(15)
            .map((email) => tombstone(email, "terminated")),
          ...emails(15).map((email, index) => declared(email, { unit: String(101 + index) })),
        ],
        { accept: [token] },
      ),
      there,
    );
    expect(rulesOf(others)).toEqual(["limit-exceeded"]);
    const again = there.map((resident) => ({ ...resident, residentId: `${resident.residentId}-again` }));
    expect(rulesOf(planSite(site([...entries(5), ...keep(5)], { accept: [token] }), again))).toEqual([
      "limit-exceeded",
    ]);
  });

  it("that is used up is a warning and nothing more", () => {
    const [token = ""] = tokensOf(planEnding(5));
    const after = planEnding(0, [token]);
    expect([after.actions, after.refusals, after.warnings.length]).toEqual([[], [], 1]);
  });

  it("cannot be written for a rule that takes none", () => {
    const plan = planTroubles(["protected"], ["protected/vip@example.com/00000000", "protected"]);
    expect(rulesOf(plan)).toEqual(["protected"]);
    expect(plan.warnings).toHaveLength(2);
  });

  it("of one site means nothing at another", () => {
    const [token = ""] = tokensOf(planEnding(5));
    const plan = planSites([
      { declared: site([...entries(5), ...keep(5)], { name: "a" }), live: there },
      { declared: site([], { name: "b", accept: [token] }), live: [] },
    ]);
    expect(rulesOf(siteOf(plan, "a"))).toEqual(["limit-exceeded"]);
    expect(siteOf(plan, "b").warnings).toHaveLength(1);
  });
});

describe("a refused plan", () => {
  it("is still shown whole, and the other sites are not refused", () => {
    const plan = planTroubles(NAMES);
    expect(plan.counts).toMatchObject({ create: 4, update: 2, suspend: 1, terminate: 3, purge: 0 });
    expect(plan.actions).toHaveLength(10);
  });
});

describe("email-change", () => {
  const OLD = live("old@example.com", { firstName: "Chris", lastName: "Wilson", phone: "+1 (543) 678-9012" });
  const plan = (
    entries: readonly DeclaredResident[],
    there: readonly LiveResident[] = [OLD],
    undeclared: Policy["undeclared"] = "report",
  ) => planSite(site(entries, { undeclared }), there);

  it.each([
    ["the name", { firstName: "Chris", lastName: "Wilson" }],
    ["the name in other case, accents and spacing", { firstName: " CHRÍS ", lastName: "wilson" }],
    ["the phone, however it is written", { phone: "543-678-9012" }],
    ["the phone with a country code", { phone: "001 543 678 9012" }],
  ])("sees a create that shares the unit and %s with an undeclared resident", (_, wish) => {
    for (const policy of ["report", "terminate", "refuse"] as const) {
      const refusal = refusalOf(plan([declared("new@example.com", wish)], [OLD], policy), "email-change");
      expect(refusal.message).toContain(
        "new@example.com would take the place of old@example.com: same unit and",
      );
    }
  });

  it("sees it where the old one is declared terminated or purged", () => {
    for (const state of ["terminated", "purged"] as const) {
      const both = plan([
        declared("new@example.com", { phone: "543-678-9012" }),
        tombstone("old@example.com", state),
      ]);
      expect(rulesOf(both)).toContain("email-change");
    }
  });

  it.each([
    ["another name and phone", { phone: "1" }, "105"],
    ["no phone at all", {}, "105"],
    ["another unit", { firstName: "Chris", lastName: "Wilson" }, "106"],
  ])("leaves a successor with %s alone", (_, wish, place) => {
    const gone = plan([
      declared("new@example.com", { ...wish, unit: place }),
      tombstone("old@example.com", "terminated"),
    ]);
    expect(rulesOf(gone)).not.toContain("email-change");
  });

  it("does not take two missing phones for the same one", () => {
    const quiet = plan(
      [declared("new@example.com", { phone: null }), tombstone("old@example.com", "terminated")],
      [live("old@example.com", { firstName: "Chris" })],
    );
    expect(quiet.refusals).toEqual([]);
  });

  it("is settled by replaces: the old account is ended, then the new one created", () => {
    const settled = plan([
      declared("new@example.com", { phone: "543-678-9012", replaces: "OLD@example.com", line: 12 }),
    ]);
    expect(settled.refusals).toEqual([]);
    expect(settled.undeclared).toEqual([]);
    expect(
      settled.actions.map(({ wave, kind, email, source, reasons }) => [
        wave,
        kind,
        email,
        source?.line,
        reasons,
      ]),
    ).toEqual([
      [1, "terminate", "old@example.com", 12, ["replaced by new@example.com"]],
      [2, "create", "new@example.com", 12, ["declared, and not live"]],
    ]);
  });

  it("is not settled by replacing somebody else", () => {
    const wrong = plan([
      declared("new@example.com", { phone: "543-678-9012", replaces: "other@example.com" }),
    ]);
    expect(rulesOf(wrong)).toContain("email-change");
  });

  it("sees a pinned id whose account has another e-mail, whatever the entry asks for", () => {
    for (const entry of [
      declared("new@example.com", { id: OLD.residentId, unit: "106" }),
      { ...tombstone("new@example.com", "terminated"), id: OLD.residentId },
    ]) {
      const refusal = refusalOf(plan([entry]), "email-change");
      expect(refusal.message).toContain("its id is that account's");
      expect(refusal.emails).toEqual(["new@example.com", "old@example.com"]);
    }
  });

  it("sees a pinned id whose account is at another site", () => {
    const both = planSites([
      { declared: site([declared("new@example.com", { id: OLD.residentId })], { name: "a" }), live: [] },
      { declared: site([], { name: "b" }), live: [OLD] },
    ]);
    expect(rulesOf(siteOf(both, "a"))).toEqual(["email-change"]);
  });

  it("is content where the entry's own account has the pinned id, although the API gives it to another one too", () => {
    const twin = live("a@example.com", { residentId: OLD.residentId, unit: "106" });
    const entry = declared("old@example.com", { id: OLD.residentId, firstName: "Chris", lastName: "Wilson" });
    for (const there of [
      [OLD, twin],
      [twin, OLD],
    ]) {
      expect(plan([entry], there).refusals).toEqual([]);
    }
  });

  it("is content with a pinned id and another spelling of its e-mail", () => {
    const entry = declared("Old@Example.com", { id: OLD.residentId, firstName: "Chris", lastName: "Wilson" });
    expect(plan([entry])).toMatchObject({ actions: [], refusals: [], warnings: [] });
  });

  it("only warns of a pinned id that is gone", () => {
    const entry = declared("old@example.com", {
      id: "id-gone",
      firstName: "Chris",
      lastName: "Wilson",
      line: 44,
    });
    expect(plan([entry])).toMatchObject({
      refusals: [],
      warnings: [{ message: expect.stringContaining("pins the id id-gone"), source: { line: 44 } }],
    });
    expect(plan([declared("new@example.com", { id: "id-gone", unit: "106" })]).warnings).toEqual([]);
  });

  it("names an entry once for each account it seems to rename", () => {
    const twice = plan([declared("new@example.com", { id: OLD.residentId, phone: "543-678-9012" })]);
    expect(rulesOf(twice).filter((rule) => rule === "email-change")).toHaveLength(1);
  });
});

describe("protected", () => {
  const VIP = "vip@example.com";
  it.each([
    ["suspended", declared(VIP, { isProtected: true, state: "suspended" }), "declared suspended"],
    ["terminated", { ...tombstone(VIP, "terminated"), isProtected: true }, "declared terminated"],
    ["purged", { ...tombstone(VIP, "purged"), isProtected: true }, "declared purged"],
    ["terminated", declared(VIP, { isProtected: true, accessEnd: "2026-11-01" }), "accessEnd has passed"],
  ])("would be %s", (word, entry, why) => {
    const plan = planSite(site([entry], { limits: { purge: "9" } }), [live(VIP)]);
    expect(refusalOf(plan, "protected").message).toBe(`${VIP} is protected, and would be ${word}: ${why}`);
  });

  it("is also said of one who moves to another site, because that purges", () => {
    const plan = planSites([
      { declared: site([], { name: "a" }), live: [live(VIP)] },
      { declared: site([declared(VIP, { isProtected: true, transferFrom: "a" })], { name: "b" }), live: [] },
    ]);
    expect(rulesOf(siteOf(plan, "a"))).toEqual(["protected"]);
  });

  it("is also said of one whom a site that is not planned protects", () => {
    const plan = planSites([
      { declared: site([], { name: "a", undeclared: "terminate" }), live: [live(VIP)] },
      { declared: site([{ ...tombstone(VIP, "terminated"), isProtected: true }], { name: "b" }), live: null },
    ]);
    expect(rulesOf(siteOf(plan, "a"))).toEqual(["protected"]);
  });

  it("says nothing of updates, of an end to a suspension, or of those who are suspended already", () => {
    const calm = planSite(
      site([
        declared(VIP, { isProtected: true, lastName: "Else" }),
        declared("b@example.com", { isProtected: true, unit: "106", state: "suspended" }),
      ]),
      [
        live(VIP, { status: "current suspended" }),
        live("b@example.com", { unit: "106", status: "current suspended" }),
      ],
    );
    expect([calm.actions.length, calm.refusals]).toEqual([2, []]);
  });
});

describe("unit-unknown", () => {
  it("is asked of every record that is sent, also where the unit does not change", () => {
    const there = liveSite([live("a@example.com"), live("b@example.com", { unit: "106" })], {
      mappings: [mapping("106")],
    });
    const plan = planSite(
      site([declared("a@example.com", { lastName: "Else" }), declared("b@example.com", { unit: "106" })]),
      there,
    );
    expect(refusalOf(plan, "unit-unknown")).toMatchObject({
      emails: ["a@example.com"],
      message: "Hudson/1/105 (building/floor/unit) is not among the site's 1 units",
      remedy: "Write one of the site's units. The nearest: Hudson/1/106.",
    });
  });

  it("is not asked of those who end or need nothing", () => {
    const there = liveSite([live("a@example.com"), live("b@example.com", { unit: "106" })], { mappings: [] });
    expect(
      planSite(
        site([tombstone("a@example.com", "terminated"), declared("b@example.com", { unit: "106" })]),
        there,
      ).refusals,
    ).toEqual([]);
  });

  it("names the nearest units, of which case and leading zeros are the usual slip", () => {
    const there = liveSite([], {
      mappings: [mapping(unit("0105", "HUDSON")), mapping("106"), mapping("204"), mapping("999")],
    });
    const refusal = refusalOf(
      planSite(site([declared("a@example.com", { unit: unit("105", "hudson", "01") })]), there),
      "unit-unknown",
    );
    expect(refusal.remedy).toBe(
      "Write one of the site's units. The nearest: HUDSON/1/0105, Hudson/1/106, Hudson/1/204.",
    );
  });

  it("says where the site has no units at all", () => {
    const there = liveSite([], { mappings: [] });
    expect(refusalOf(planSite(site([declared("a@example.com")]), there), "unit-unknown").remedy).toContain(
      "set them up in Site Manager",
    );
  });
});

describe("status-unknown", () => {
  it("names the site where no entry asks for the action", () => {
    const plan = planSite(site([], { undeclared: "terminate" }), [
      live("x@example.com", { status: "asleep" }),
      live("y@example.com", { unit: "106" }),
      live("z@example.com", { unit: "107" }),
    ]);
    expect(refusalOf(plan, "status-unknown").sources).toEqual([{ file: "sites/a.yaml", line: SITE_LINE }]);
    expect(refusalOf(plan, "status-unknown").message).toContain("asleep");
  });

  it("is said where a resident who is replaced has such a status", () => {
    const plan = planSite(site([declared("n@example.com", { unit: "106", replaces: "x@example.com" })]), [
      live("x@example.com", { status: "asleep" }),
    ]);
    expect([rulesOf(plan), plan.actions.map((action) => action.kind)]).toEqual([
      ["status-unknown"],
      ["create"],
    ]);
  });

  it("is not said where nothing would have to be done", () => {
    const plan = planSite(site([declared("x@example.com")]), [live("x@example.com", { status: "asleep" })]);
    expect([plan.refusals, plan.actions, plan.deferred.length]).toEqual([[], [], 1]);
  });
});

describe("text from files and servers in a message", () => {
  it("shows what would hide or move text", () => {
    const nasty = "x\u001b[2J\u202e@example.com";
    const plan = planSite(site([], { undeclared: "terminate", accept: ["limit\u001b"] }), [
      live(nasty, { status: "odd\u0007" }),
      live("y@example.com", { unit: "106" }),
      live("z@example.com", { unit: "107" }),
    ]);
    const text = JSON.stringify([
      plan.refusals.map(({ message, remedy }) => [message, remedy]),
      plan.warnings,
    ]);
    expect(text).not.toMatch(/\\u001b|\\u0007|\u202e/);
    expect(text).toContain("x\\\\u{1b}[2J\\\\u{202e}@example.com");
  });
});
