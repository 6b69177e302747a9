import type { ErrorObject } from "ajv/dist/2020.js";
import { visibleText } from "../domain/visible-text.ts";
import type { DeclarationFile } from "./declaration-file.ts";
import { expectedData } from "./expected-data.ts";
import type { Finding, Findings } from "./findings.ts";
import { type MapNode, type Node, positionOf } from "./node.ts";
import { KINDS, type Kind, type Schemas } from "./schemas.ts";
import { didYouMean, oneOf } from "./suggest.ts";

/** A file that is not as the JSON Schema of its kind describes it. */
export interface SchemaBreach {
  readonly root: MapNode;
  readonly kind: Kind;
  /** At least one. */
  readonly errors: readonly ErrorObject[];
}

/** Validates a file with the JSON Schema of its kind; null where all is well. */
export function schemaBreach({ root, kind }: DeclarationFile, schemas: Schemas): SchemaBreach | null {
  const errors = schemas.validate(kind, expectedData(root, schemas.root(kind), schemas));
  return errors.length === 0 ? null : { root, kind, errors };
}

/**
 * Puts every error of a file into words, at the key or value concerned. Comes after the checks that know more: a
 * node that has a problem already is passed over.
 */
export function reportBreach(
  { root, kind, errors }: SchemaBreach,
  schemas: Schemas,
  findings: Findings,
): void {
  for (const error of errors) {
    const { node, name } = locate(root, error.instancePath);
    if (!findings.has(node)) report(error, node, name, { kind, schemas, findings });
  }
}

interface Context {
  readonly kind: Kind;
  readonly schemas: Schemas;
  readonly findings: Findings;
}

/** The node of a JSON pointer, and its name for a message: its key, or the key of its list. */
function locate(root: MapNode, pointer: string): { node: Node; name: string } {
  let node: Node | undefined = root;
  let name = "the file";
  for (const escaped of pointer.split("/").slice(1)) {
    const segment = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    name = node?.kind === "list" ? `an item of ${name}` : `"${visibleText(segment, 60)}"`;
    node = childOf(node, segment);
  }
  return { node: node ?? root, name };
}

function childOf(node: Node | undefined, segment: string): Node | undefined {
  if (node?.kind === "list") return node.items[Number(segment)];
  return node?.kind === "map" ? node.entries.get(segment)?.value : undefined;
}

function report(error: ErrorObject, node: Node, name: string, context: Context): void {
  const { findings } = context;
  switch (error.keyword) {
    case "if":
      // The error that follows from it is reported.
      return;
    case "required":
      reportMissing(String(error.params.missingProperty), error, node, findings);
      return;
    case "additionalProperties":
      reportUnknown(String(error.params.additionalProperty), error, node, context);
      return;
    case "type":
      findings.at(node, wrongType([error.params.type].flat().map(String), name));
      return;
    case "enum":
    case "const": {
      const allowed = [error.params.allowedValues ?? error.params.allowedValue].flat().map(String);
      findings.at(node, notAllowed(allowed, node, name));
      return;
    }
    case "minItems":
      findings.at(node, {
        rule: "invalid-value",
        message: `The list ${name} is empty.`,
        remedy: "Give it an item, or leave it out.",
      });
      return;
    default:
      findings.at(node, {
        rule: "invalid-value",
        message: `The value of ${name} does not have the form that is expected there.`,
        remedy: `See what the description of ${name} in schemas/ says.`,
      });
  }
}

function reportMissing(key: string, error: ErrorObject, node: Node, findings: Findings): void {
  const isForLiving = error.schemaPath.endsWith("/else/required");
  // With a state that is misspelt, nobody knows yet what it needs.
  if (isForLiving && hasUnknownState(node)) return;
  findings.atPosition(positionOf(node), {
    rule: "missing-key",
    message: `"${key}" is missing.`,
    remedy: isForLiving
      ? `Add "${key}: ..."; only a resident declared terminated or purged needs no more than an email.`
      : `Add "${key}: ...".`,
  });
}

function hasUnknownState(entry: Node): boolean {
  const state = childOf(entry, "state");
  return state !== undefined && (state.kind !== "text" || !["active", "suspended"].includes(state.text));
}

function reportUnknown(
  key: string,
  error: ErrorObject,
  node: Node,
  { kind, schemas, findings }: Context,
): void {
  const entry = node.kind === "map" ? node.entries.get(key) : undefined;
  const isAtTop = error.instancePath === "";
  const known = Object.keys(Object(error.parentSchema?.properties));
  const owners = isAtTop
    ? KINDS.filter((other) => Object.hasOwn(Object(schemas.root(other).properties), key))
    : [];
  findings.atPosition(node.source.at(entry?.keyOffset ?? node.offset), {
    rule: "unknown-key",
    message: `"${visibleText(key, 60)}" is not a key of ${isAtTop ? `a file of kind ${kind}` : "this mapping"}.`,
    remedy:
      owners.length > 0
        ? `It belongs in a file of kind ${owners.join(" or ")}.`
        : `${didYouMean(key, known)}Known here: ${known.join(", ")}.`,
  });
}

function wrongType(types: readonly string[], name: string): Finding {
  const orNull = types.includes("null") ? ", or null" : "";
  if (types.includes("boolean")) {
    return {
      rule: "invalid-value",
      message: `${capitalised(name)} is true or false.`,
      remedy: "Write true or false, in small letters and without quotes.",
    };
  }
  if (types.includes("array")) {
    return {
      rule: "wrong-type",
      message: `${capitalised(name)} must be a list.`,
      remedy: 'Write one "- ..." line for each item, or [] for none.',
    };
  }
  if (types.includes("object")) {
    return {
      rule: "wrong-type",
      message: `${capitalised(name)} must be a mapping.`,
      remedy: 'Write "key: value" lines, indented below it.',
    };
  }
  return {
    rule: "wrong-type",
    message: `${capitalised(name)} must be a text${orNull}, not a list or a mapping.`,
    remedy: "Write the text behind the colon, on the same line.",
  };
}

function notAllowed(allowed: readonly string[], node: Node, name: string): Finding {
  const written = node.kind === "text" ? node.text : null;
  return {
    rule: "invalid-value",
    message: `${capitalised(name)} must be ${oneOf(allowed)}.`,
    remedy: `${written === null ? "" : didYouMean(written, allowed)}Write one of those words.`,
    ...(written === null ? {} : { value: visibleText(written, 100) }),
  };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
