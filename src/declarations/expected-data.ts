import type { Node } from "./node.ts";
import type { SchemaNode, Schemas } from "./schemas.ts";

/**
 * The plain data that the JSON Schema validates: texts, but for a `true`, `false` or `null` without quotes where the
 * schema expects one. What is broken becomes an empty text; its problem is known.
 */
export function expectedData(node: Node, schema: SchemaNode | undefined, schemas: Schemas): unknown {
  const resolved = resolve(schema, schemas);
  switch (node.kind) {
    case "map": {
      const data: Record<string, unknown> = {};
      for (const [key, { value }] of node.entries) {
        const isText = value.kind === "text" && !MEANT_WORDS.has(value.text);
        setOwn(data, key, isText ? value.text : expectedData(value, ownProperty(resolved, key), schemas));
      }
      return data;
    }
    case "list":
      return node.items.map((item) => expectedData(item, resolved?.items, schemas));
    case "text":
      return node.isPlain ? expectedScalar(node.text, resolved) : node.text;
    case "broken":
      return "";
  }
}

/** The words that a schema can expect to mean more than themselves; nearly no text is one. */
const MEANT_WORDS: ReadonlySet<string> = new Set(["null", "true", "false"]);

/** Sets a key; one named __proto__ is a key like any other. */
function setOwn(data: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(data, key, { value, enumerable: true });
  else data[key] = value;
}

function expectedScalar(text: string, schema: SchemaNode | undefined): string | boolean | null {
  const types = [schema?.type ?? []].flat();
  if (text === "null" && types.includes("null")) return null;
  if ((text === "true" || text === "false") && types.includes("boolean")) return text === "true";
  return text;
}

function ownProperty(schema: SchemaNode | undefined, key: string): SchemaNode | undefined {
  const properties = schema?.properties;
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function resolve(schema: SchemaNode | undefined, schemas: Schemas): SchemaNode | undefined {
  return schema?.$ref === undefined ? schema : schemas.resolve(schema);
}
