import { Project, Residents, Site, schemas } from "built:validators/declarations";
import type { ErrorObject } from "ajv/dist/2020.js";

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
  /** All errors of the data, as ajv words them; for valid data nothing is made. */
  readonly validate: (kind: Kind, data: unknown) => readonly ErrorObject[];
}

const VALIDATORS = { Project, Site, Residents };

const NONE: readonly ErrorObject[] = [];

let loaded: Schemas | null = null;

/** The schemas, with their references looked up; once a process. */
export function loadSchemas(): Schemas {
  loaded ??= load();
  return loaded;
}

function load(): Schemas {
  const roots: Readonly<Record<Kind, SchemaNode>> = {
    Project: schemas["project.schema.json"],
    Site: schemas["site.schema.json"],
    Residents: schemas["residents.schema.json"],
  };
  const targets = new Map<SchemaNode, SchemaNode>();
  for (const schema of Object.values(roots)) {
    collectTargets(schema, schema, Object.values(roots), targets);
  }
  return {
    root: (kind) => roots[kind],
    resolve: (schema) => targets.get(schema) ?? schema,
    validate: (kind, data) => {
      const validator = VALIDATORS[kind];
      return validator(data) ? NONE : (validator.errors ?? NONE);
    },
  };
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
