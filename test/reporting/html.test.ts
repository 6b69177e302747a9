import { createHash } from "node:crypto";
import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { planHtml } from "../../src/reporting/html/plan-html.ts";
import { SCRIPT } from "../../src/reporting/html/script.ts";
import { statusHtml } from "../../src/reporting/html/status-html.ts";
import { makeScale } from "../../src/reporting/html/timeline-scale.ts";
import { createPseudonym } from "../../src/reporting/pseudonym.ts";
import { redactPlan } from "../../src/reporting/redact.ts";
import { HOSTILE } from "./hostile.ts";
import { event, HUDSON, outlook, row, siteOutlook, stay, timeline, unitOf } from "./sample-outlook.ts";
import { action, plan, refusal, send, site } from "./sample-plan.ts";

/** The text of a page, without its head, script and markup. */
function words(page: string): string {
  return page
    .slice(page.indexOf("<body>"), page.lastIndexOf("<script>"))
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
}

const FULL = plan(
  [
    site({
      actions: [
        action("update", {
          patch: [
            { op: "test", path: "/phone", value: "1" },
            { op: "replace", path: "/phone", value: "2" },
          ],
          send: send(),
          effects: [{ type: "access-gap", from: "2026-11-24", to: "2026-11-30", days: 7 }],
        }),
        action("create", {
          email: "bob@example.com",
          wave: 2,
          after: ["update:wraeclast:ada@example.com", "purge:oak:gone@example.com"],
          source: null,
          patch: [{ op: "add", path: "/accessStart", value: "2026-12-01" }],
          effects: [{ type: "invitation", when: "now" }, { type: "operator-report" }],
        }),
        action("purge", { email: "cy@example.com", wave: 2, effects: [{ type: "irreversible" }] }),
      ],
      refusals: [refusal(), refusal({ rule: "protected", emails: [], sources: [], consent: null })],
      deferred: [{ email: "dee@example.com", wish: "suspend", reason: "is pending" }],
      undeclared: [{ email: "eve@example.com", residentId: "id-5", status: "current", unit: HUDSON }],
      warnings: [
        { message: "a used-up consent", source: { file: "sites/a.yaml", line: 3 } },
        { message: "a pinned id is gone", source: null },
      ],
    }),
  ],
  {
    validUntil: "2026-12-01T08:00:00Z",
    source: { commit: "c".repeat(40), dirty: true, digest: "a".repeat(64) },
  },
);

describe("a plan as HTML", () => {
  test("says what the text says: numbers, refusals with their consent, changes, and what is left", () => {
    const text = words(planHtml(FULL));
    for (const expected of [
      "Plan for 1 site",
      "As of 2026-11-23T17:00:00Z, commit cccccccccccc with local changes",
      "Refused at 1 site: wraeclast.",
      "1 to create",
      "! limit-exceeded at wraeclast",
      "accept: - limit-exceeded/terminate/9c41f0aa",
      "Way out Add the consent.",
      "phone: 1 → 2",
      "no access from 2026-11-24 to 2026-11-30 (7 days)",
      "wave 2, after update ada@example.com, purge:oak:gone@example.com",
      "accessStart: 2026-12-01",
      "cannot be undone",
      "Ada Lovelace",
      "dee@example.com wraeclast suspend is pending",
      "eve@example.com wraeclast current Hudson/1/105",
      "wraeclast: a used-up consent (sites/a.yaml:3)",
      "Valid until 2026-12-01T08:00:00Z",
      `Digest: ${"d".repeat(64)}`,
    ]) {
      expect(text).toContain(expected);
    }
    expect(text.indexOf("! limit-exceeded")).toBeLessThan(text.indexOf("3 changes"));
  });

  test("names the sites that could not be read", () => {
    const page = planHtml({ ...FULL, unread: [{ name: "oak", reason: "403 <b>" }] });
    expect(page).toContain(
      "INCOMPLETE: nothing is known of 1 site that could not be read: oak (403 &lt;b&gt;)",
    );
  });

  test("without anything to do says so", () => {
    const text = words(planHtml(plan([site()])));
    expect(text).toContain("No changes. 17 residents at 1 site are as declared.");
    expect(text).not.toContain("Refused");
    expect(text).not.toContain("Left as it is");
  });

  test("tells what was declared from drift, and how a rehearsal went", () => {
    const base = [action("update", { origin: "change" }), action("suspend", { origin: "drift" })];
    const text = words(
      planHtml({ ...plan([site({ actions: base })]), rehearsal: { converged: true, remaining: [] } }),
    );
    expect(text).toContain("changed: declared so");
    expect(text).toContain("drift: declared so");
    expect(text).toContain("Rehearsed: applied to the emulator, and a second plan was empty");
    const left = planHtml({ ...FULL, rehearsal: { converged: false, remaining: ["create ada"] } });
    expect(words(left)).toContain("this was left: create ada");
  });

  test("redacted, it has no address, no name and no value", () => {
    const shown = { ...FULL, outlook: outlook(siteOutlook()) };
    const page = planHtml(redactPlan(shown, createPseudonym("key")));
    expect(page).toContain("personal data is redacted");
    expect(page).toContain("fields: phone");
    expect(page).not.toMatch(/@example|Lovelace|1 → 2/);
  });
});

describe("a timeline", () => {
  const clash = {
    emails: ["ada@example.com", "bob@example.com"],
    days: { from: "2026-12-01", to: null },
  } as const;
  const page = planHtml({
    ...FULL,
    outlook: outlook(
      siteOutlook({
        timeline: timeline({
          emptyUnits: 1,
          units: [
            unitOf(),
            unitOf({
              stays: [
                stay({
                  kinds: ["terminate"],
                  after: { from: "2025-01-01", to: "2026-11-22" },
                  isHeldAfter: false,
                }),
                stay({
                  email: "bob@example.com",
                  status: null,
                  kinds: ["create"],
                  before: null,
                  isHeldBefore: false,
                }),
                stay({ email: "cy@example.com", kinds: ["update"], after: null, isHeldAfter: false }),
                stay({ status: "expired", isHeldBefore: false, isHeldAfter: false }),
                stay({ email: "old@example.com", before: { from: null, to: "2020-01-01" }, after: null }),
              ],
              conflicts: [
                { ...clash, when: "after" },
                { ...clash, when: "before" },
                { ...clash, days: { from: "2030-01-01", to: null }, when: "after" },
              ],
              gaps: [
                { from: null, to: "2020-01-01" },
                { from: "2026-11-23", to: "2026-11-30" },
                { from: "2031-01-01", to: null },
              ],
            }),
          ],
        }),
      }),
    ),
  });

  test("says in words what it draws", () => {
    const text = words(page);
    for (const expected of [
      "wraeclast: 2 units, 1 with a conflict",
      "ada@example.com current, from 2025-01-01",
      "from 2025-01-01 → 2025-01-01 to 2026-11-22 - terminate",
      "bob@example.com no account yet, from 2025-01-01 + create",
      "cy@example.com current, from 2025-01-01 → leaves ~ update",
      "! conflict from 2026-12-01: ada@example.com and bob@example.com",
      "conflict now, ended by the plan: from 2026-12-01",
      "vacant 2026-11-23 to 2026-11-30",
      "And 1 unit that nobody has or had.",
    ]) {
      expect(text).toContain(expected);
    }
    // A lease that ends long after the last day in sight leaves no vacancy to look at.
    expect(text).not.toContain("2031-01-01");
  });

  test("draws before, after, what stays, the past, conflicts and vacancies", () => {
    const drawn = new Set(
      [...page.matchAll(/<(?:rect|line) class="(\w+)" x1?="[\d.]+%"/g)].map(([, kind]) => kind),
    );
    expect(drawn).toEqual(new Set(["m", "now", "u", "b", "a", "p", "x", "g"]));
  });

  test("of many sites is folded up", () => {
    const many = Array.from({ length: 6 }, (_, index) => siteOutlook({ name: `s${index}` }));
    const folded = planHtml({ ...FULL, outlook: outlook(...many) });
    expect(folded.match(/<details /g)).toHaveLength(6);
    expect(folded).not.toContain(" open>");
  });

  test("of many units begins with those that change", () => {
    const units = Array.from({ length: 101 }, () => unitOf());
    const shown = planHtml({ ...FULL, outlook: outlook(siteOutlook({ timeline: timeline({ units }) })) });
    expect(shown).toContain('<option value="changes" selected>');
    expect(page).not.toContain("selected");
  });
});

describe("the scale of a timeline", () => {
  const scale = makeScale("2026-11-23", "2026-12-31");

  test("goes from 45 days back to half a year ahead, or as far as asked", () => {
    expect([scale.from, scale.to]).toEqual(["2026-10-09", "2027-05-25"]);
    expect(makeScale("2026-11-23", "2028-01-01").to).toBe("2028-01-01");
  });

  test("counts both ends of a range, and cuts it at the edges", () => {
    expect(scale.stretch({ from: null, to: null })).toEqual({ x: 0, width: 100 });
    expect(scale.stretch({ from: scale.from, to: scale.to })).toEqual({ x: 0, width: 100 });
    expect(scale.stretch({ from: scale.to, to: scale.to })?.width).toBeCloseTo(100 / 229, 1);
    expect(scale.stretch({ from: "2020-01-01", to: "2020-12-31" })).toBeNull();
    expect(scale.stretch({ from: "2030-01-01", to: null })).toBeNull();
  });

  test("has the months in sight, over a new year too", () => {
    expect(scale.months).toEqual([
      "2026-11-01",
      "2026-12-01",
      "2027-01-01",
      "2027-02-01",
      "2027-03-01",
      "2027-04-01",
      "2027-05-01",
    ]);
  });
});

describe("status as HTML", () => {
  test("has the residents, the calendar and the timelines", () => {
    const events = [event("move-out", "2026-12-31"), event("expiry", "2026-12-31")];
    const rows = [
      row({ next: event("expiry", "2026-12-31") }),
      row({ email: "bob@example.com", unit: null, declared: null, live: null, plan: ["create", "refused"] }),
    ];
    const other = siteOutlook({
      name: "oak",
      rows: [],
      events: [event("removal", "2026-12-01", { site: "oak" }), event("removal", "2027-01-31")],
    });
    const page = statusHtml(outlook(siteOutlook({ rows, events }), other), false);
    const text = words(page);
    expect(text).toContain("1 declared 1 live 1 as declared 1 not as declared");
    expect(text).toContain("bob@example.com wraeclast – not declared no account create, refused –");
    expect(text).toContain("2026-12-31 wraeclast Hudson/1/105 ada@example.com moves out; access ends");
    expect(text.indexOf("2026-12-01 oak")).toBeLessThan(text.indexOf("2026-12-31 wraeclast"));
    expect(page).not.toContain("redacted");
    expect(statusHtml(outlook(), true)).toContain("personal data is redacted");
  });
});

describe("the page", () => {
  const page = planHtml(FULL);

  test("lets nothing run or be fetched but its own script and style, by their hashes", () => {
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const between = (tag: string) =>
      page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.indexOf(`</${tag}>`));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(between("style"))}; script-src ${hash(between("script"))}; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/\son\w+=|\sstyle=|javascript:|(?:src|href)="(?!#)/);
  });

  test("has a script that is JavaScript, and small", () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(SCRIPT.length).toBeLessThan(6000);
    expect(SCRIPT).not.toContain("</");
  });

  const NAMES = [
    ...HOSTILE,
    "\"'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</template>",
    "مرحبا \u202etxt",
    "👩‍🚀 Zoë",
  ];
  test.each(NAMES)("makes nothing of %j", (name) => {
    const unit = { building: name, floor: name, unit: name };
    const shown = {
      ...plan([
        site({
          name,
          actions: [
            action("update", {
              email: name,
              unit,
              source: { file: name, line: 1 },
              send: send({ firstName: name, lastName: name }),
              reasons: [name],
              effects: [{ type: "wifi-rejoin", from: name, to: name }],
              patch: [{ op: "replace", path: `/${name}`, value: name }],
            }),
          ],
          refusals: [refusal({ message: name, emails: [name], remedy: name, consent: name })],
          deferred: [{ email: name, wish: name, reason: name }],
          undeclared: [{ email: name, residentId: name, status: "current", unit }],
          warnings: [{ message: name, source: { file: name, line: 1 } }],
        }),
      ]),
      rehearsal: { converged: false, remaining: [name] },
      outlook: outlook(
        siteOutlook({
          name,
          rows: [row({ site: name, email: name, unit, next: event("expiry", "2026-12-31") })],
          events: [event("expiry", "2026-12-31", { email: name, unit, site: name })],
          timeline: timeline({ site: name, units: [unitOf({ unit, stays: [stay({ email: name })] })] }),
        }),
      ),
    };
    // The same pages about somebody harmless have the same tags.
    const tags = (text: string) => text.match(/<\/?[a-z!][\w-]*/gi);
    const harmless = JSON.parse(JSON.stringify(shown).replaceAll(JSON.stringify(name).slice(1, -1), "x"));
    for (const [hostile, plain] of [
      [planHtml(shown), planHtml(harmless)],
      [statusHtml(shown.outlook, false), statusHtml(harmless.outlook, false)],
    ] as const) {
      expect(tags(hostile)).toEqual(tags(plain));
      expect(hostile.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
