import pc from "picocolors";
import { describe, expect, test } from "vitest";
import { planText } from "../../src/reporting/plan-text.ts";
import { redactPlan } from "../../src/reporting/redact.ts";
import { action, PLAIN, plan, refusal, send, site } from "./sample-plan.ts";

const text = (...sites: Parameters<typeof plan>[0]) => planText(plan(sites), PLAIN);

describe("a plan as text", () => {
  test("groups by site, then kind; aligns; says old and new values, reasons and effects", () => {
    const shown = planText(
      plan(
        [
          site({
            actions: [
              action("terminate", {
                email: "old@example.org",
                unit: { building: "Hudson", floor: "2", unit: "201" },
                patch: [
                  { op: "test", path: "/state", value: "active" },
                  { op: "replace", path: "/state", value: "terminated" },
                ],
                reasons: ["declared terminated"],
                effects: [{ type: "undo-until", date: "2026-12-24" }],
              }),
              action("create", {
                patch: [
                  { op: "add", path: "/email", value: "ada@example.com" },
                  { op: "add", path: "/firstName", value: "Ada" },
                  { op: "add", path: "/lastName", value: "Lovelace" },
                  { op: "add", path: "/phone", value: "401-555-0171" },
                  { op: "add", path: "/building", value: "Hudson" },
                  { op: "add", path: "/accessStart", value: "2026-12-01" },
                  { op: "add", path: "/state", value: "active" },
                ],
                send: send(),
                reasons: ["declared, and not live"],
                effects: [{ type: "invitation", when: "2026-12-01" }, { type: "operator-report" }],
              }),
              action("update", {
                email: "b@example.com",
                send: send({ firstName: "Bo", lastName: "Li" }),
                patch: [
                  { op: "test", path: "/phone", value: null },
                  { op: "replace", path: "/phone", value: "401-555-0199" },
                  { op: "test", path: "/unit", value: "104" },
                  { op: "replace", path: "/unit", value: "105" },
                  { op: "test", path: "/accessEnd", value: "2026-11-30T23:59:00+00:00" },
                  { op: "replace", path: "/accessEnd", value: null },
                ],
                reasons: ["phone, unit, accessEnd differ"],
                effects: [{ type: "wifi-rejoin", from: "Hudson-1", to: "Hudson-2" }],
              }),
            ],
          }),
          site({ name: "quiet" }),
        ],
        {
          source: { commit: "1c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ff", dirty: true, digest: "a".repeat(64) },
          validUntil: "2026-12-01T08:00:00Z",
        },
      ),
      PLAIN,
    );
    expect(shown).toBe(`\
Plan for 2 sites as of 2026-11-23T17:00:00Z, commit 1c0ffee1c0ff with local changes
  + create   ~ update   - terminate

wraeclast: 3 changes, 17 unchanged
  + create     Hudson/1/105  ada@example.com  Ada Lovelace
      phone        401-555-0171
      accessStart  2026-12-01
      why: declared, and not live (sites/wraeclast.yaml:12)
      effects: invitation on 2026-12-01
  ~ update     Hudson/1/105  b@example.com    Bo Li
      phone      (none)                     -> 401-555-0199
      unit       104                        -> 105
      accessEnd  2026-11-30T23:59:00+00:00  -> (none)
      why: phone, unit, accessEnd differ (sites/wraeclast.yaml:12)
      effects: must rejoin Wi-Fi: Hudson-1 -> Hudson-2
  - terminate  Hudson/2/201  old@example.org
      why: declared terminated (sites/wraeclast.yaml:12)
      effects: can be undone until 2026-12-24

Nothing to do at 1 site: quiet

Plan: 1 to create, 1 to update, 1 to terminate (undo until 2026-12-24), 0 to purge. E-mails to residents: 1 on 2026-12-01. Operator reports: 1.
Digest: ${"d".repeat(64)}
Valid until 2026-12-01T08:00:00Z: then time alone changes what is due.
`);
  });

  test("shows a refused plan whole, the refusal first, with the consent ready to paste", () => {
    const shown = text(
      site({
        actions: [action("purge", { source: null, effects: [{ type: "irreversible" }] })],
        refusals: [
          refusal(),
          refusal({ rule: "protected", emails: [], sources: [], consent: null, message: "no" }),
        ],
      }),
      site({ name: "other", refusals: [refusal(), refusal({ message: "again" })] }),
    );
    expect(shown).toBe(`\
Plan for 2 sites as of 2026-11-23T17:00:00Z
  x purge

wraeclast: 1 change, 17 unchanged
  REFUSED. Nothing is written for this site until this is settled:
  ! limit-exceeded: 5 to terminate, and the limit is 10 % (2)
      residents: ada@example.com, bob@example.org
      declared at: sites/wraeclast.yaml:12
      way out: Add the consent.
      consent, in the site's file:
          accept:
            - limit-exceeded/terminate/9c41f0aa
  ! protected: no
      way out: Add the consent.
  x purge  Hudson/1/105  ada@example.com
      why: declared so
      effects: cannot be undone

other: 0 changes, 17 unchanged
  REFUSED. Nothing is written for this site until this is settled:
  ! limit-exceeded: 5 to terminate, and the limit is 10 % (2)
      residents: ada@example.com, bob@example.org
      declared at: sites/wraeclast.yaml:12
      way out: Add the consent.
      consent, in the site's file:
          accept:
            - limit-exceeded/terminate/9c41f0aa
  ! limit-exceeded: again
      residents: ada@example.com, bob@example.org
      declared at: sites/wraeclast.yaml:12
      way out: Add the consent.
      consent, in the site's file:
          accept:
            - limit-exceeded/terminate/9c41f0aa

Plan: 0 to create, 0 to update, 0 to terminate, 1 to purge. E-mails to residents: none.
Refused: wraeclast (limit-exceeded, protected), other (limit-exceeded).
More about a rule: residentctl explain limit-exceeded
Digest: ${"d".repeat(64)}
`);
  });

  test("lists what is deferred, undeclared and worth a look", () => {
    const shown = text(
      site({
        deferred: [
          {
            email: "p@example.com",
            wish: "suspended",
            reason: "is pending; has to complete onboarding first",
          },
        ],
        undeclared: [
          {
            email: "x@example.com",
            residentId: "x",
            status: "current",
            unit: { building: "H", floor: "1", unit: "1" },
          },
        ],
        warnings: [
          { message: "the consent t agrees to nothing", source: { file: "sites/a.yaml", line: 7 } },
          { message: "look", source: null },
        ],
      }),
    );
    expect(shown).toBe(`\
Plan for 1 site as of 2026-11-23T17:00:00Z

wraeclast: 0 changes, 17 unchanged, 1 deferred, 1 undeclared
  Deferred:
    p@example.com  suspended  is pending; has to complete onboarding first
  Live and not declared:
    H/1/1  x@example.com  current
  warning: the consent t agrees to nothing (sites/a.yaml:7)
  warning: look

No changes. 17 residents at 1 site are as declared.
`);
  });

  test("says no more than it must where there is nothing to do", () => {
    expect(text(site(), site({ name: "b" }))).toBe(
      "Plan for 2 sites as of 2026-11-23T17:00:00Z\n\nNo changes. 34 residents at 2 sites are as declared.\n",
    );
  });

  test("shows waves, and what an action waits for, only where there is more than one", () => {
    const first = action("terminate", { email: "old@example.com" });
    const second = action("create", { wave: 2, after: [first.id, "gone"] });
    const both = text(site({ actions: [first, second] }));
    expect(both).toContain("wraeclast: 2 changes in 2 waves, 17 unchanged\n");
    expect(both).toContain("\n      wave 2, after terminate old@example.com, gone\n");
    expect(both).not.toContain("wave 1");
    expect(text(site({ actions: [first] }))).not.toContain("wave");
    expect(text(site({ actions: [action("create", { wave: 2 })] }))).toContain("\n      wave 2\n");
  });

  test("keeps changes and drift apart where there is a base", () => {
    const shown = text(
      site({ actions: [action("suspend", { origin: "drift" }), action("unsuspend", { origin: "change" })] }),
    );
    const places = ["Changed in the declarations", "> unsuspend", "Drift: due anyway", "| suspend"].map(
      (part) => shown.indexOf(part, shown.indexOf("wraeclast:")),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test("counts what would be too long to list", () => {
    const emails = Array.from({ length: 25 }, (_, index) => `r${index}@example.com`);
    const unit = { building: "H", floor: "1", unit: "1" };
    const undeclared = Array.from({ length: 60 }, (_, index) => ({
      email: `u${index}@example.com`,
      residentId: "x",
      status: "current" as const,
      unit,
    }));
    const quiet = Array.from({ length: 12 }, (_, index) => site({ name: `quiet-${index}` }));
    const shown = text(site({ undeclared, refusals: [refusal({ emails })] }), ...quiet);
    expect(shown).toContain("r19@example.com, and 5 more\n");
    expect(shown).toContain("u49@example.com  current\n    and 10 more\n");
    expect(shown).toContain("Nothing to do at 12 sites: quiet-0,");
    expect(shown).toContain("quiet-9, and 2 more\n");
  });

  test.each([
    [{ type: "invitation", when: "now" }, "invitation now"],
    [{ type: "wifi-details" }, "Wi-Fi password changes, details by e-mail now"],
    [
      { type: "access-gap", from: "2026-11-30", to: "2026-12-03", days: 4 },
      "no access from 2026-11-30 to 2026-12-03 (4 days)",
    ],
    [{ type: "access-gap", from: "2026-11-30", to: "2026-11-30", days: 1 }, "to 2026-11-30 (1 day)"],
  ] as const)("says %j in words", (effect, words) => {
    expect(text(site({ actions: [action("reinstate", { effects: [effect] })] }))).toContain(words);
  });

  test.each([
    [true, [], "Rehearsal: applied to the emulator, and a second plan was empty but for what is deferred.\n"],
    [false, ["left \u001b[2J over"], "and this was left:\n  left \\u{1b}[2J over\n"],
  ])("says how a rehearsal went: converged %s", (converged, remaining, expected) => {
    expect(planText({ ...plan([site()]), rehearsal: { converged, remaining } }, PLAIN)).toContain(expected);
  });
});

describe("text from outside", () => {
  const hostile = "\u001b[2J\tJo\nhn\u202e";
  const made = site({
    name: hostile,
    actions: [
      action("update", {
        email: `${hostile}@example.com`,
        unit: { building: hostile, floor: "1", unit: "1" },
        send: send({ firstName: hostile }),
        source: { file: `sites/${hostile}.yaml`, line: 1 },
        patch: [
          { op: "test", path: "/firstName", value: hostile },
          { op: "replace", path: "/firstName", value: ` ${"x".repeat(100)}` },
          { op: "test", path: "/lastName", value: "" },
          { op: "replace", path: "/lastName", value: " trailing " },
          { op: "remove", path: "/phone" },
        ],
        reasons: [hostile],
        effects: [{ type: "wifi-rejoin", from: hostile, to: "b" }],
        wave: 2,
        after: [hostile],
      }),
      action("suspend"),
    ],
    deferred: [{ email: hostile, wish: hostile, reason: hostile }],
    undeclared: [
      {
        email: hostile,
        residentId: hostile,
        status: "current",
        unit: { building: hostile, floor: "", unit: "" },
      },
    ],
    refusals: [refusal({ message: hostile, emails: [hostile], remedy: hostile, consent: hostile })],
    warnings: [{ message: hostile, source: null }],
  });

  test("never reaches the terminal as it is", () => {
    const shown = text(made, site({ name: `quiet ${hostile}` }));
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(shown).toContain("\\u{1b}[2J\\u{9}Jo\\u{a}hn\\u{202e}@example.com");
    expect(shown).toContain("lastName   (empty)");
    expect(shown).toContain('-> " trailing "');
    expect(shown).toMatch(/phone +\(none\)\n/);
  });

  test("shows what tells two texts apart that look alike", () => {
    const patch = [
      { op: "test", path: "/firstName", value: "Zoe\u0308" },
      { op: "replace", path: "/firstName", value: "Zo\u00eb" },
    ] as const;
    const shown = text(site({ actions: [action("update", { patch })] }));
    expect(shown).toContain("firstName  Zoe\\u{308}  -> Zo\\u{eb}");
  });
});

describe("colours", () => {
  test("are there where they are wanted, and change nothing else", () => {
    const sites = [
      site({
        actions: (
          ["create", "update", "reinstate", "suspend", "unsuspend", "terminate", "purge"] as const
        ).map((kind) => action(kind, { effects: kind === "purge" ? [{ type: "irreversible" }] : [] })),
        refusals: [refusal()],
      }),
    ];
    const colored = planText(plan(sites), pc.createColors(true));
    expect(colored).toContain("\u001b[31mx purge\u001b[39m");
    expect(colored.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "")).toBe(
      planText(plan(sites), PLAIN),
    );
  });
});

describe("a redacted plan as text", () => {
  test("names the fields that change, and no value", () => {
    const sites = [
      site({
        actions: [
          action("update", {
            send: send(),
            patch: [
              { op: "test", path: "/phone", value: "401-555-0171" },
              { op: "replace", path: "/phone", value: "401-555-0199" },
              { op: "test", path: "/lastName", value: "Byron" },
              { op: "replace", path: "/lastName", value: "Lovelace" },
            ],
          }),
          action("suspend"),
        ],
      }),
    ];
    const shown = planText(
      redactPlan(plan(sites), () => "r-3f9a2c1b"),
      PLAIN,
    );
    expect(shown).toContain(`\
  ~ update   Hudson/1/105  r-3f9a2c1b
      fields: lastName, phone
      why: declared so (sites/wraeclast.yaml:12)
  | suspend  Hudson/1/105  r-3f9a2c1b
      why: declared so (sites/wraeclast.yaml:12)
`);
    expect(shown).not.toMatch(/401|Ada|Lovelace|Byron|@example/);
  });
});
