import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTION_KINDS } from "../../src/domain/action-kind.ts";
import { visibleJson } from "../../src/domain/visible-json.ts";
import { RULES } from "../../src/planning/plan.ts";
import { planJson } from "../../src/reporting/plan-json.ts";
import { PLAN_REPORTERS } from "../../src/reporting/plan-reporters.ts";
import { redactPlan } from "../../src/reporting/redact.ts";
import type { ShownPlan } from "../../src/reporting/shown-plan.ts";
import { planSchema } from "./plan-schema.ts";
import { action, plan, refusal, send, site } from "./sample-plan.ts";

const jsonOf = (shown: ShownPlan) => [...planJson(shown)].join("");

const FULL = plan(
  [
    site({
      actions: [
        action("create", {
          send: send(),
          patch: [
            { op: "add", path: "/phone", value: null },
            { op: "remove", path: "/accessEnd" },
          ],
          effects: [
            { type: "invitation", when: "now" },
            { type: "invitation", when: "2026-12-01" },
            { type: "wifi-details" },
            { type: "wifi-rejoin", from: "a", to: "b" },
            { type: "undo-until", date: "2026-12-24" },
            { type: "irreversible" },
            { type: "access-gap", from: "2026-12-01", to: "2026-12-02", days: 2 },
            { type: "operator-report" },
          ],
          origin: "change",
        }),
        ...ACTION_KINDS.map((kind) => action(kind, { source: null })),
      ],
      deferred: [{ email: "a@example.com", wish: "suspended", reason: "pending" }],
      undeclared: [
        {
          email: "b@example.com",
          residentId: "x",
          status: "unknown",
          unit: { building: "H", floor: "", unit: "" },
        },
      ],
      refusals: RULES.map((rule) => refusal({ rule, consent: null })),
      warnings: [
        { message: "look", source: null },
        { message: "look", source: { file: "a.yaml", line: 1 } },
      ],
    }),
  ],
  {
    validUntil: "2026-12-01T08:00:00Z",
    source: { commit: "1".repeat(40), dirty: false, digest: "a".repeat(64) },
  },
);

describe("the plan's JSON Schema", () => {
  const schema = planSchema();

  test.each([
    ["with everything in it", FULL],
    ["that is empty", plan([])],
    ["that is redacted", redactPlan(FULL, () => "r-00000000")],
    ["that was rehearsed", { ...FULL, rehearsal: { converged: false, remaining: ["a"] } }],
  ])("accepts a plan %s, and knows every key of it", (_name, value) => {
    schema.closed(JSON.parse(jsonOf(value)));
    expect(schema.closed.errors).toBeNull();
    expect(schema.open(JSON.parse(jsonOf(value)))).toBe(true);
  });

  test.each([
    ["another major version", { ...FULL, formatVersion: "2.0" }],
    ["a digest that is none", { ...FULL, digest: "d" }],
    ["an instant with an offset", { ...FULL, now: "2026-11-23T09:00:00-08:00" }],
    ["a key that is missing", { ...FULL, sites: undefined }],
    ["an unknown kind", plan([site({ actions: [{ ...action("create"), kind: "destroy" as "create" }] })])],
    [
      "a field that no resident has",
      plan([site({ actions: [action("update", { patch: [{ op: "add", path: "/pet", value: "cat" }] })] })]),
    ],
    [
      "a value that is missing",
      plan([site({ actions: [action("update", { patch: [{ op: "add", path: "/unit" } as never] })] })]),
    ],
    [
      "an effect without its date",
      plan([site({ actions: [action("update", { effects: [{ type: "undo-until" } as never] })] })]),
    ],
  ])("refuses %s", (_name, value) => {
    expect(schema.open(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  test("lets a later minor version add keys", () => {
    expect(schema.open({ ...JSON.parse(jsonOf(FULL)), formatVersion: "1.7", later: true })).toBe(true);
  });

  test("is valid JSON Schema, strictly read", () => {
    const text = readFileSync(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8");
    expect(() => new Ajv2020({ strict: true }).compile(JSON.parse(text))).not.toThrow();
  });
});

test("a plan's JSON is one document, two spaces deep, and is the json reporter", () => {
  expect(jsonOf(plan([]))).toMatch(/^{\n {2}"formatVersion": "1\.0",\n[\s\S]*\n}\n$/);
  expect(PLAN_REPORTERS.json).toBe(planJson);
});

test("the parts of a plan's JSON are what visibleJson writes in one piece, whatever is in them", () => {
  const odd = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 7 },
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(null, true, 0, "\u202e##[x]\n", [], {}, undefined),
      fc.array(
        tie("value").map((item) => item ?? null),
        { maxLength: 4 },
      ),
      fc.dictionary(fc.string({ unit: "binary", maxLength: 4 }), tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), odd), (extra) => {
      const shown: ShownPlan = { ...FULL, ...{ extra } };
      expect(jsonOf(shown)).toBe(`${visibleJson(shown, 2)}\n`);
    }),
  );
});
