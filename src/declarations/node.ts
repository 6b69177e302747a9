import type { SourcePosition } from "../domain/source.ts";
import type { SourceText } from "./source-text.ts";

/** How many levels a file may nest. */
export const MAX_DEPTH = 20;

interface Placed {
  readonly source: SourceText;
  /** Where it begins in the source's text. */
  readonly offset: number;
}

/** A scalar: the text that was written, or what its quotes or block hold. */
export interface TextNode extends Placed {
  readonly kind: "text";
  readonly text: string;
  /** True without quotes and not a block: only then can `true`, `false` and `null` mean more than themselves. */
  readonly isPlain: boolean;
}

export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface MapNode extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** What could not be used; the problem is already reported, and nothing more is said of it. */
export interface BrokenNode extends Placed {
  readonly kind: "broken";
}

/** A file's content as the program sees it: no anchors, tags or types, only texts, lists and mappings. */
export type Node = TextNode | ListNode | MapNode | BrokenNode;

/** A key and its value; `keyOffset` is where the key begins. */
export interface MapEntry {
  readonly keyOffset: number;
  readonly value: Node;
}

/** The file, line and column at which a node begins. */
export function positionOf(node: Node): SourcePosition {
  return node.source.at(node.offset);
}

/** The text under a key, where there is one and it is a text. */
export function textUnder(map: MapNode | undefined, key: string): TextNode | undefined {
  const value = map?.entries.get(key)?.value;
  return value?.kind === "text" ? value : undefined;
}

/** The mapping under a key, where there is one and it is a mapping. */
export function mapUnder(map: MapNode | undefined, key: string): MapNode | undefined {
  const value = map?.entries.get(key)?.value;
  return value?.kind === "map" ? value : undefined;
}

/** The items of the list under a key; none where there is no list. */
export function itemsUnder(map: MapNode | undefined, key: string): readonly Node[] {
  const value = map?.entries.get(key)?.value;
  return value?.kind === "list" ? value.items : [];
}

/** True for a text that is `null` without quotes. */
export function isPlainNull(node: TextNode): boolean {
  return node.isPlain && node.text === "null";
}
