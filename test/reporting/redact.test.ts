import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPseudonym, createTextRedactor } from "../../src/reporting/pseudonym.ts";
import { redactPlan } from "../../src/reporting/redact.ts";
import { action, plan, refusal, send, site } from "./sample-plan.ts";

const pseudonym = createPseudonym("a key");
const ADA = pseudonym("ada@example.com");

describe("a pseudonym", () => {
  test("is HMAC-SHA256 of the address without case, under the key", () => {
    const digest = createHmac("sha256", "a key").update("ada@example.com").digest("hex");
    expect(pseudonym("Ada@Example.com")).toBe(`r-${digest.slice(0, 8)}`);
    expect(createPseudonym("another key")("ada@example.com")).not.toBe(ADA);
  });
});

describe("e-mail addresses in a text", () => {
  const redact = createTextRedactor(["ada@example.com", "o'brien@example.com", "chris wilson"], pseudonym);
  test.each([
    ["ada@example.com.", `${ADA}.`],
    ["replaces ADA@example.com, today", `replaces ${ADA}, today`],
    ["'ada@example.com'", `'${ADA}'`],
    ["<ada@example.com>", `<${ADA}>`],
    ["terminate:wraeclast:ada@example.com", `terminate:wraeclast:${ADA}`],
    ["o'brien@example.com", pseudonym("o'brien@example.com")],
    ["x stranger+tag@mail.example.org!", `x ${pseudonym("stranger+tag@mail.example.org")}!`],
    ["jörg@bücher.example", pseudonym("jörg@bücher.example")],
    ["chris wilson lives here", `${pseudonym("chris wilson")} lives here`],
    ["unit 105 @ 9 o'clock", "unit 105 @ 9 o'clock"],
  ])("%j is shown as %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test("are found as a message shows them, too", () => {
    const hostile = "a\u001bb@example.com";
    const redactHostile = createTextRedactor([hostile], pseudonym);
    expect(redactHostile("a\\u{1b}b@example.com")).toBe(pseudonym(hostile));
    expect(redactHostile(hostile)).toBe(pseudonym(hostile));
  });

  test("never survive, whatever stands around them", () => {
    const around = fc.string({ unit: fc.constantFrom(..." .,;:<>()'\"/|-\n".split("")) });
    fc.assert(
      fc.property(fc.emailAddress(), around, around, (email, before, after) => {
        const redactOne = createTextRedactor([email], pseudonym);
        expect(redactOne(`${before}${email}${after}`).toLowerCase()).not.toContain(email.toLowerCase());
      }),
    );
  });
});

describe("a redacted plan", () => {
  const whole = plan([
    site({
      actions: [
        action("update", {
          id: "update:wraeclast:ada@example.com",
          email: "Ada@example.com",
          after: ["terminate:wraeclast:bob@example.org"],
          patch: [
            { op: "test", path: "/phone", value: "401-555-0171" },
            { op: "replace", path: "/phone", value: "401-555-0199" },
            { op: "add", path: "/lastName", value: "Lovelace" },
            { op: "remove", path: "/accessEnd" },
          ],
          send: send({ phone: "401-555-0199" }),
          reasons: ["replaced by carl@example.com"],
          effects: [{ type: "invitation", when: "2026-12-01" }],
        }),
      ],
      deferred: [{ email: "dora@example.com", wish: "dora@example.com", reason: "ask dora@example.com" }],
      undeclared: [
        {
          email: "eve@example.com",
          residentId: "id-eve",
          status: "current",
          unit: { building: "Hudson", floor: "1", unit: "105" },
        },
      ],
      refusals: [
        refusal({ message: "fay@example.com", remedy: "end fay@example.com", emails: ["fay@example.com"] }),
      ],
      warnings: [{ message: "gus@example.com", source: null }],
    }),
  ]);
  const redacted = redactPlan(
    { ...whole, rehearsal: { converged: false, remaining: ["hal@example.com"] } },
    pseudonym,
  );

  test("holds no address, name, phone or resident id", () => {
    const text = JSON.stringify(redacted);
    expect(text).not.toMatch(/example\.|Ada|Lovelace|401-|id-1|id-eve/);
  });

  test("keeps site, unit, field names, effects, digests and consents, and says that it is redacted", () => {
    expect(redacted.redacted).toBe(true);
    expect(redacted.digest).toBe(whole.digest);
    expect(redacted.sites[0]?.refusals[0]).toEqual({
      ...refusal(),
      message: pseudonym("fay@example.com"),
      remedy: `end ${pseudonym("fay@example.com")}`,
      emails: [pseudonym("fay@example.com")],
    });
    expect(redacted.sites[0]?.actions[0]).toEqual({
      ...action("update"),
      id: `update:wraeclast:${ADA}`,
      email: ADA,
      residentId: null,
      after: [`terminate:wraeclast:${pseudonym("bob@example.org")}`],
      patch: [
        { op: "test", path: "/phone", value: "(redacted)" },
        { op: "replace", path: "/phone", value: "(redacted)" },
        { op: "add", path: "/lastName", value: "(redacted)" },
        { op: "remove", path: "/accessEnd" },
      ],
      reasons: [`replaced by ${pseudonym("carl@example.com")}`],
      effects: [{ type: "invitation", when: "2026-12-01" }],
    });
    expect(redacted.sites[0]?.undeclared[0]?.unit.building).toBe("Hudson");
    expect(redacted.rehearsal?.remaining).toEqual([pseudonym("hal@example.com")]);
  });

  test("of a plan without a rehearsal has none", () => {
    expect(redactPlan(whole, pseudonym)).not.toHaveProperty("rehearsal");
  });
});
