import { describe, expect, test } from "vitest";
import { readSchema } from "./plan-schema.ts";

/** What the program writes for other programs; that each is so is tested where it is written. */
const OUTPUTS = ["apply", "call", "doctor", "history", "receipt", "sites", "sites-matrix", "validate"];

/** All parts of a schema that describe an object, with where they are. */
function objectsIn(part: unknown, place = ""): readonly (readonly [string, object])[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "properties" in part ? [[place, part] as const] : [];
  return [...own, ...Object.entries(part).flatMap(([key, child]) => objectsIn(child, `${place}/${key}`))];
}

describe.each(OUTPUTS)("schemas/%s.schema.json", (name) => {
  const schema = readSchema(name);

  test("says what it is", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `${name}.schema.json`,
      title: expect.stringMatching(/^residentctl /),
      description: expect.stringContaining("residentctl"),
    });
  });

  test("names every key of every object, and says what it means", () => {
    const objects = objectsIn(schema);
    expect(objects.length).toBeGreaterThan(0);
    for (const [place, object] of objects) {
      expect(object, place).toMatchObject({ type: "object", additionalProperties: false });
      const properties: Readonly<Record<string, object>> = Object(Reflect.get(object, "properties"));
      const bare = Object.keys(properties).filter((key) => {
        const property = Object(properties[key]);
        return !("description" in property || "$ref" in property);
      });
      expect(bare, place).toEqual([]);
    }
  });
});
