import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
} from "yaml";
import { visibleText } from "../domain/visible-text.ts";
import type { Finding, Findings } from "./findings.ts";
import { MAX_DEPTH, type MapEntry, type Node } from "./node.ts";
import type { SourceText } from "./source-text.ts";
import { syntaxError } from "./yaml-errors.ts";

/** A tag that the failsafe schema does not know is reported as a tag, not as an error of the syntax. */
const TAG_ERRORS = new Set(["TAG_RESOLVE_FAILED", "BAD_COLLECTION_TYPE"]);

/**
 * Reads a file as the yaml library's document model, with YAML's failsafe scalars. Reports what is not valid YAML, and
 * what is valid and not allowed here (anchors, aliases, merge keys, tags, several documents, duplicate keys, keys
 * without a value); what can still be read is returned, so that the checks that follow report their part too. Null
 * where nothing can be read.
 */
export function parseDocument(source: SourceText, findings: Findings): Node | null {
  const documents: readonly Document.Parsed[] = parseAllDocuments(source.text, {
    schema: "failsafe",
    version: "1.2",
    merge: false,
    // No tag is allowed; an ordered map would not even be a list of nodes.
    resolveKnownTags: false,
    // Checked here, with a set: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [first, second] = documents;
  const error = documents.flatMap(({ errors }) => errors).find(({ code }) => !TAG_ERRORS.has(code));
  if (error !== undefined) {
    // Only the first: those after it are mostly echoes of it.
    const { offset, ...words } = syntaxError(error, documents);
    const isTooDeep = error.code === "RESOURCE_EXHAUSTION";
    findings.atPosition(source.at(offset), isTooDeep ? TOO_DEEP : { rule: "yaml-syntax", ...words });
    return null;
  }
  if (first === undefined || first.contents === null || isEmptyContent(first.contents)) {
    findings.atPosition(source.at(0), {
      rule: "file-empty",
      message: "The file is empty, or holds nothing but comments.",
      remedy: "Declare a Site or Residents in it, or delete it.",
    });
    return null;
  }
  if (second !== undefined) {
    findings.atPosition(source.at(second.range[0]), {
      rule: "yaml-documents",
      message: "A second document begins here; a file holds one.",
      remedy: 'Remove the "---" or "..." line, or move what follows into a file of its own.',
    });
  }
  return convert(first.contents, { source, findings }, 0);
}

const TOO_DEEP: Finding = {
  rule: "yaml-depth",
  message: `The file is nested deeper than ${MAX_DEPTH} levels.`,
  remedy: "Remove the surplus brackets or indentation: residents stand three levels deep.",
};

interface Context {
  readonly source: SourceText;
  readonly findings: Findings;
}

function isEmptyContent(contents: ParsedNode): boolean {
  const isBare = contents.tag === undefined && !(isScalar(contents) && contents.anchor !== undefined);
  return isScalar(contents) && isBare && contents.type === "PLAIN" && contents.value === "";
}

function convert(node: ParsedNode, context: Context, depth: number): Node {
  const { source, findings } = context;
  const offset = node.range[0];
  const broken: Node = { kind: "broken", source, offset };
  if (depth >= MAX_DEPTH) {
    findings.atPosition(source.at(offset), TOO_DEEP);
    return broken;
  }
  if (isAlias(node)) {
    findings.atPosition(source.at(offset), {
      rule: "yaml-alias",
      message: "Aliases are not allowed: what an entry says must stand in it.",
      remedy: "Write the value out, in quotes where it begins with an asterisk.",
    });
    return broken;
  }
  reportProperties(node, context);
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    return { kind: "map", source, offset, entries: convertPairs(node.items, context, depth) };
  }
  if (isSeq<ParsedNode>(node)) {
    return {
      kind: "list",
      source,
      offset,
      items: node.items.map((item) => convertItem(item, context, depth)),
    };
  }
  return { kind: "text", source, offset, text: String(node.value), isPlain: node.type === "PLAIN" };
}

/** An anchor or a tag; both stand before the node, whose own range begins after them. */
function reportProperties(node: ParsedNode, { source, findings }: Context): void {
  const start = node.range[0];
  if ("anchor" in node && typeof node.anchor === "string") {
    findings.atPosition(source.at(source.text.lastIndexOf(`&${node.anchor}`, start)), {
      rule: "yaml-anchor",
      message: "Anchors are not allowed: what an entry says must stand in it.",
      remedy: "Remove the anchor; put a text that begins with an ampersand in quotes.",
    });
  }
  if (node.tag !== undefined && (isCollection(node) || isScalar(node))) {
    const last = source.text.lastIndexOf("!", start);
    findings.atPosition(source.at(source.text[last - 1] === "!" ? last - 1 : last), {
      rule: "yaml-tag",
      message: "Tags are not allowed: a scalar is the text that was written.",
      remedy: "Remove the tag; put a text that begins with an exclamation mark in quotes.",
    });
  }
}

function convertItem(item: ParsedNode, context: Context, depth: number): Node {
  const node = convert(item, context, depth + 1);
  return node.kind === "text" && node.isPlain && node.text === ""
    ? reportEmpty(node, "this list item", context)
    : node;
}

function convertPairs(
  pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
  context: Context,
  depth: number,
): ReadonlyMap<string, MapEntry> {
  const { source, findings } = context;
  const entries = new Map<string, MapEntry>();
  for (const { key, value } of pairs) {
    const keyOffset = key.range[0];
    if (!isScalar(key)) {
      findings.atPosition(source.at(keyOffset), {
        rule: "wrong-type",
        message: "A key is a plain word, not an alias, a list or a mapping.",
        remedy: 'Write "key: value".',
      });
      continue;
    }
    reportProperties(key, context);
    const name = String(key.value);
    if (name === "<<" && key.type === "PLAIN") {
      findings.atPosition(source.at(keyOffset), {
        rule: "yaml-merge-key",
        message: "Merge keys (<<) are not allowed: what an entry says must stand in it.",
        remedy:
          "Write the merged keys out; a Residents file can give a building and a floor for all in its defaults.",
      });
      continue;
    }
    const earlier = entries.get(name);
    if (earlier !== undefined) {
      const first = source.at(earlier.keyOffset);
      findings.atPosition(source.at(keyOffset), {
        rule: "duplicate-key",
        message: `"${visibleText(name, 60)}" stands twice in one mapping: here and on line ${first.line}.`,
        remedy: "Keep one of the two.",
        related: [first],
      });
      continue;
    }
    entries.set(name, { keyOffset, value: convertValue(name, key, value, context, depth) });
  }
  return entries;
}

function convertValue(
  name: string,
  key: ParsedNode,
  value: ParsedNode | null,
  context: Context,
  depth: number,
): Node {
  const keyNode: Node = {
    kind: "text",
    source: context.source,
    offset: key.range[0],
    text: name,
    isPlain: true,
  };
  const subject = `"${visibleText(name, 60)}"`;
  if (value === null) return reportEmpty(keyNode, subject, context);
  const node = convert(value, context, depth + 1);
  const isEmpty = node.kind === "text" && node.isPlain && node.text === "";
  const hasProperties = isScalar(value) && (value.anchor !== undefined || value.tag !== undefined);
  if (isEmpty && hasProperties) return { kind: "broken", source: context.source, offset: node.offset };
  return isEmpty ? reportEmpty(keyNode, subject, context) : node;
}

/** Reports a key or an item without a value, where it stands. */
function reportEmpty(at: Node, subject: string, { source, findings }: Context): Node {
  const canBeNull = subject === '"phone"' || subject === '"accessEnd"';
  findings.at(at, {
    rule: "empty-value",
    message: `There is no value for ${subject}.`,
    remedy: canBeNull
      ? `Write null to ${subject === '"phone"' ? "clear it" : "give access without an end"}, or leave the key out to not manage it.`
      : "Give it one, or leave it out; an empty list is [].",
  });
  return { kind: "broken", source, offset: at.offset };
}
