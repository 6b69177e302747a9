import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { KINDS, loadSchemas } from "../../src/declarations/schemas.ts";

const SCHEMAS = new URL("../../schemas/", import.meta.url);
const EXAMPLES = new URL("../../examples/portfolio/", import.meta.url);

function schemaOf(kind: string): AnySchemaObject {
  return JSON.parse(readFileSync(new URL(`${kind.toLowerCase()}.schema.json`, SCHEMAS), "utf8"));
}

/** As an editor reads a file: numbers, booleans and nulls are what YAML's core schema makes of them. */
function editorErrors(kind: string, data: unknown): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  for (const other of KINDS) ajv.addSchema(schemaOf(other));
  const validate = ajv.getSchema(`${kind.toLowerCase()}.schema.json`);
  validate?.(data);
  return (validate?.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const SITE = { apiVersion: "residentctl/v1", kind: "Site", name: "a", siteId: "1", timezone: "UTC" };

describe("the schemas", () => {
  test.each(KINDS)("%s: every property has a description that an editor can show", (kind) => {
    const walk = (value: unknown, name: string): readonly string[] => {
      if (typeof value !== "object" || value === null) return [];
      const properties: Readonly<Record<string, AnySchemaObject>> =
        "properties" in value && name !== "if" ? Object(value.properties) : {};
      const bare = Object.keys(properties).filter((key) => properties[key]?.description === undefined);
      return [...bare, ...Object.entries(value).flatMap(([key, child]) => walk(child, key))];
    };
    expect(walk(schemaOf(kind), "")).toEqual([]);
    expect(schemaOf(kind)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: expect.any(String),
      additionalProperties: false,
    });
  });

  // The program does not check its own schemas at every start, so all of them are checked here.
  test.each(readdirSync(SCHEMAS).filter((name) => name.endsWith(".json")))(
    "%s is a valid JSON Schema of draft 2020-12",
    (name) => {
      const schema: AnySchemaObject = JSON.parse(readFileSync(new URL(name, SCHEMAS), "utf8"));
      const ajv = new Ajv2020();
      expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
    },
  );

  test("resolve references within a file and to another", () => {
    const { root, resolve } = loadSchemas();
    expect(resolve({ type: "string" })).toEqual({ type: "string" });
    const items = root("Site").properties?.residents?.items ?? {};
    expect(items.$ref).toBe("residents.schema.json#/$defs/resident");
    expect(Object.keys(resolve(items).properties ?? {})).toContain("email");
  });
});

describe("an editor", () => {
  test("takes the examples", () => {
    const sites = readdirSync(new URL("sites/", EXAMPLES), { recursive: true, encoding: "utf8" });
    const files = ["residentctl.yaml", ...sites.map((file) => `sites/${file}`)].filter((f) =>
      f.endsWith(".yaml"),
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const data = parse(readFileSync(new URL(file, EXAMPLES), "utf8"));
      expect(editorErrors(data.kind, data)).toEqual([]);
    }
  });

  test("takes numbers, booleans and nulls where people write them", () => {
    const resident = `{email: a@example.com, firstName: A, lastName: L, building: 1, floor: 2, unit: 0105, phone: null,
      accessStart: 2021-11-05, accessEnd: null, protected: true, id: 12}`;
    const data = parse(`residents: [${resident}]\npolicy: {limits: {create: 5, purge: 0, update: 30%}}`);
    expect(editorErrors("Site", { ...SITE, ...data })).toEqual([]);
  });

  test("sees what is wrong", () => {
    const data = parse(
      "residents: [{email: a, state: purge, accessStart: null}]\npolicy: {limits: {create: -1}}\naccept: [protected/x]\n",
    );
    expect(editorErrors("Site", { ...SITE, ...data, zone: "x" })).toEqual(
      expect.arrayContaining([
        " additionalProperties",
        "/policy/limits/create minimum",
        "/accept/0 pattern",
        "/residents/0 required",
        "/residents/0/email pattern",
        "/residents/0/accessStart type",
        "/residents/0/state enum",
      ]),
    );
  });
});
