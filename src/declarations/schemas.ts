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

const FILES: Readonly<Record<Kind, string>> = {
  Project: "project.schema.json",
  Site: "site.schema.json",
  Residents: "residents.schema.json",
};

let loaded: Schemas | null = null;

/** Reads the schemas; once a process. */
export function loadSchemas(): Schemas {
  loaded ??= load();
  return loaded;
}

function load(): Schemas {
  const documents = new Map<string, SchemaNode>();
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true, strictRequired: false });
  for (const file of Object.values(FILES)) {
    const schema: SchemaNode = JSON.parse(
      readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8"),
    );
    documents.set(file, schema);
    ajv.addSchema(schema);
  }
  const targets = new Map<SchemaNode, SchemaNode>();
  for (const [file, schema] of documents) collectTargets(schema, file, documents, targets);
  function root(kind: Kind): SchemaNode {
    return documents.get(FILES[kind]) ?? {};
  }
  return {
    root,
    resolve: (schema) => targets.get(schema) ?? schema,
    validate: (kind, data) => {
      const validator = ajv.getSchema(FILES[kind]);
      return validator === undefined || validator(data) === true ? [] : (validator.errors ?? []);
    },
  };
}

/** Notes for every `$ref` in a schema what it refers to: `#/$defs/x` in the same file, `file#/$defs/x` in another. */
function collectTargets(
  value: unknown,
  file: string,
  documents: ReadonlyMap<string, SchemaNode>,
  targets: Map<SchemaNode, SchemaNode>,
): void {
  if (typeof value !== "object" || value === null) return;
  const schema: SchemaNode = value;
  if (typeof schema.$ref === "string") {
    const [document, pointer = ""] = schema.$ref.split("#");
    let target: unknown = documents.get(document || file);
    for (const name of pointer.split("/").slice(1)) {
      target = Object.entries(target ?? {}).find(([key]) => key === name)?.[1];
    }
    if (typeof target === "object" && target !== null) targets.set(schema, target);
  }
  for (const child of Object.values(value)) collectTargets(child, file, documents, targets);
}
