import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

/** The kinds of file, each with a schema of its own. */
export const KINDS = ["Project", "Site", "Residents"] as const;
export type Kind = (typeof KINDS)[number];

/** The parts of a JSON Schema that this program looks at itself. */
export interface SchemaNode {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** The schemas of `schemas/`: the very files that editors use. */
export interface Schemas {
  readonly root: (kind: Kind) => SchemaNode;
  /** What a schema with a `$ref` refers to; any other schema as it is. */
  readonly resolve: (schema: SchemaNode) => SchemaNode;
  /** All errors of the data, as ajv words them. The validators are compiled when first asked for. */
  readonly validate: (kind: Kind, data: unknown) => readonly ErrorObject[];
}

let loaded: Schemas | null = null;

/** Reads the schemas; once a process. */
export function loadSchemas(): Schemas {
  loaded ??= load();
  return loaded;
}

function load(): Schemas {
  const roots: Readonly<Record<Kind, SchemaNode>> = {
    Project: readSchema("project.schema.json"),
    Site: readSchema("site.schema.json"),
    Residents: readSchema("residents.schema.json"),
  };
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    // Our own schemas: to check them against the meta-schema takes longer than all the rest, and is for their tests.
    meta: false,
    validateSchema: false,
  });
  const targets = new Map<SchemaNode, SchemaNode>();
  for (const schema of Object.values(roots)) {
    ajv.addSchema(schema);
    collectTargets(schema, schema, Object.values(roots), targets);
  }
  return {
    root: (kind) => roots[kind],
    resolve: (schema) => targets.get(schema) ?? schema,
    validate: (kind, data) => {
      // Compiled the first time; ajv knows the schema again after that.
      const validator = ajv.compile(roots[kind]);
      validator(data);
      return validator.errors ?? [];
    },
  };
}

function readSchema(file: string): SchemaNode {
  return JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8"));
}

/** Notes for every `$ref` in a schema what it refers to: `#/$defs/x` in its own file, `file#/$defs/x` in another. */
function collectTargets(
  value: unknown,
  root: SchemaNode,
  roots: readonly SchemaNode[],
  targets: Map<SchemaNode, SchemaNode>,
): void {
  if (typeof value !== "object" || value === null) return;
  const schema: SchemaNode = value;
  if (typeof schema.$ref === "string") {
    const hash = schema.$ref.indexOf("#");
    const file = schema.$ref.slice(0, hash);
    let target: Readonly<Record<string, unknown>> = Object(
      file === "" ? root : roots.find(({ $id }) => $id === file),
    );
    for (const name of schema.$ref.slice(hash + 2).split("/")) target = Object(target[name]);
    targets.set(schema, target);
  }
  for (const child of Object.values(value)) collectTargets(child, root, roots, targets);
}
