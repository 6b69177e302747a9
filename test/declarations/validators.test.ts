import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS, type Kind, loadSchemas } from "../../src/declarations/schemas.ts";

const OPTIONS = { allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false };

/** What ajv says when it compiles the files of `schemas/` here and now. */
function compiledNow(): (kind: Kind, data: unknown) => readonly ErrorObject[] {
  const ajv = new Ajv2020(OPTIONS);
  for (const kind of KINDS) {
    const file = new URL(`../../schemas/${kind.toLowerCase()}.schema.json`, import.meta.url);
    ajv.addSchema(JSON.parse(readFileSync(file, "utf8")));
  }
  return (kind, data) => {
    const validate = ajv.getSchema(`${kind.toLowerCase()}.schema.json`);
    validate?.(data);
    return validate?.errors ?? [];
  };
}

const RESIDENT = {
  email: "a@example.com",
  firstName: "Ann",
  lastName: "Lee",
  phone: null,
  building: "Hudson",
  floor: "1",
  unit: "0105",
  accessStart: "2026-11-05",
  accessEnd: "2027-11-05T11:00",
  state: "active",
  protected: true,
  id: "94adae3b",
  replaces: "old@example.com",
  transferFrom: "elsewhere",
};

const POLICY = { undeclared: "report", limits: { create: "25%", update: "30%", purge: "0" } };

const VALID: Readonly<Record<Kind, object>> = {
  Project: {
    apiVersion: "residentctl/v1",
    kind: "Project",
    teamId: "1",
    sites: ["a/*.yaml"],
    policy: POLICY,
  },
  Site: {
    apiVersion: "residentctl/v1",
    kind: "Site",
    name: "a",
    siteId: "1",
    timezone: "Europe/Berlin",
    times: { start: "00:00", end: "23:59" },
    policy: POLICY,
    accept: ["limit-exceeded/purge/49be0f2d"],
    residents: [RESIDENT, { email: "b@example.com", state: "purged" }],
  },
  Residents: {
    apiVersion: "residentctl/v1",
    kind: "Residents",
    site: "a",
    defaults: { building: "Hudson" },
    residents: [RESIDENT, { ...RESIDENT, email: "c@example.com" }],
  },
};

/** Something else in place of what is there, or in place of one part of it, however deep. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.constantFrom(
      "",
      "active",
      "terminated",
      "null",
      5,
      -1,
      null,
      true,
      [],
      {},
      "x".repeat(300),
      "😀".repeat(150),
    ),
    fc.jsonValue(),
  );
  const parts = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (typeof value !== "object" || value === null || parts.length === 0) return other;
  const changed = fc
    .constantFrom(...parts)
    .chain(([key, part]) =>
      spoilt(part).map((instead) =>
        Array.isArray(value) ? value.with(Number(key), instead) : { ...value, [key]: instead },
      ),
    );
  const lacking = fc
    .constantFrom(...parts)
    .map(([key]) =>
      Array.isArray(value)
        ? value.filter((_item, index) => index !== Number(key))
        : Object.fromEntries(parts.filter(([name]) => name !== key)),
    );
  const added = fc
    .tuple(fc.constantFrom("zone", "toString", "email"), other)
    .map(([key, more]) => (Array.isArray(value) ? [...value, more] : { ...value, [key]: more }));
  return fc.oneof(
    { weight: 5, arbitrary: changed },
    { weight: 2, arbitrary: lacking },
    { weight: 2, arbitrary: added },
    { weight: 1, arbitrary: other },
  );
}

describe("the validators that were compiled beforehand", () => {
  const now = compiledNow();
  const { validate } = loadSchemas();

  test.each(KINDS)("%s: have nothing to say about valid data", (kind) => {
    expect(validate(kind, VALID[kind])).toEqual([]);
    expect(now(kind, VALID[kind])).toEqual([]);
  });

  test.each(KINDS)(
    "%s: say of anything else the same as ajv with the schema of today, to the last key",
    (kind) => {
      let wrong = 0;
      fc.assert(
        fc.property(
          spoilt(VALID[kind]).chain((once) => fc.oneof(fc.constant(once), spoilt(once))),
          (data) => {
            const errors = validate(kind, data);
            wrong += errors.length === 0 ? 0 : 1;
            expect(errors).toEqual(now(kind, data));
          },
        ),
        { numRuns: 500 },
      );
      expect(wrong).toBeGreaterThan(100);
    },
  );
});
