import { isMap, isScalar, isSeq, type Pair, type ParsedNode, parseDocument, type Scalar } from "yaml";
import { compareText } from "../../domain/compare-text.ts";

/** A node and where it stands: offsets in UTF-16 code units, `end` excluded, comments and line ends excluded. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

/** A text, and how it is written. */
export interface TextOutline extends Placed {
  readonly kind: "text";
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "block";
}

export interface ListOutline extends Placed {
  readonly kind: "list";
  readonly isFlow: boolean;
  readonly items: readonly Outline[];
}

export interface MapOutline extends Placed {
  readonly kind: "map";
  readonly isFlow: boolean;
  readonly pairs: readonly PairOutline[];
}

export interface PairOutline {
  readonly key: TextOutline;
  readonly value: Outline;
}

/** What a file holds, with the places of all of it. */
export type Outline = TextOutline | ListOutline | MapOutline;

/**
 * The outline of a declaration file. Only for a file that loads without problems: it holds one mapping, and no
 * aliases, tags or keys without a value.
 */
export function outlineOf(text: string): MapOutline {
  const { contents } = parseDocument(text, { schema: "failsafe", uniqueKeys: false, logLevel: "silent" });
  const root = contents === null ? null : convert(contents, text);
  if (root?.kind !== "map") throw new Error("the file is not a mapping");
  return root;
}

function convert(node: ParsedNode, text: string): Outline {
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const pairs = node.items.map((pair) => convertPair(pair, text));
    const isFlow = node.flow === true;
    const end = isFlow ? node.range[1] : (pairs.at(-1)?.value.end ?? node.range[1]);
    return { kind: "map", isFlow, pairs, start: node.range[0], end };
  }
  if (isSeq<ParsedNode>(node)) {
    const items = node.items.map((item) => convert(item, text));
    const isFlow = node.flow === true;
    const end = isFlow ? node.range[1] : (items.at(-1)?.end ?? node.range[1]);
    return { kind: "list", isFlow, items, start: node.range[0], end };
  }
  return convertScalar(node, text);
}

function convertPair({ key, value }: Pair<ParsedNode, ParsedNode | null>, text: string): PairOutline {
  if (!isScalar(key) || value === null) throw new Error("a key is not a text, or has no value");
  return { key: convertScalar(key, text), value: convert(value, text) };
}

function convertScalar(node: ParsedNode, text: string): TextOutline {
  if (!isScalar(node)) throw new Error("the file holds an alias");
  const [start, end] = node.range;
  const style = styleOf(node);
  // A block's range goes on to the beginning of the next line that is not empty.
  const ownEnd = style === "block" ? start + text.slice(start, end).trimEnd().length : end;
  return { kind: "text", text: String(node.value), style, start, end: ownEnd };
}

function styleOf({ type }: Scalar): TextOutline["style"] {
  switch (type) {
    case "QUOTE_SINGLE":
      return "single";
    case "QUOTE_DOUBLE":
      return "double";
    case "BLOCK_LITERAL":
    case "BLOCK_FOLDED":
      return "block";
    default:
      return "plain";
  }
}

/** The pair of a key, where the mapping has it. */
export function pairUnder(map: MapOutline | undefined, key: string): PairOutline | undefined {
  return map?.pairs.find((pair) => pair.key.text === key);
}

/** The text under a key, where there is one and it is a text. */
export function textUnderKey(map: MapOutline | undefined, key: string): string | undefined {
  const value = pairUnder(map, key)?.value;
  return value?.kind === "text" ? value.text : undefined;
}

/** The entries of a file's `residents`, and the list itself; undefined where the key is not there. */
export function residentsOf(
  root: MapOutline,
): { readonly list: ListOutline; readonly entries: readonly MapOutline[] } | undefined {
  const list = pairUnder(root, "residents")?.value;
  if (list?.kind !== "list") return undefined;
  return { list, entries: list.items.flatMap((item) => (item.kind === "map" ? [item] : [])) };
}

/** The order of two keys by a list of keys; those that are not in it come last, by name. */
export function compareKeys(a: string, b: string, order: readonly string[]): number {
  const [placeA, placeB] = [placeOf(a, order), placeOf(b, order)];
  return placeA - placeB || compareText(a, b);
}

function placeOf(key: string, order: readonly string[]): number {
  const place = order.indexOf(key);
  return place === -1 ? order.length : place;
}
