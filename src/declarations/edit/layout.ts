import { type Comment, commentsOf } from "./comments.ts";
import type { MapOutline, Outline, TextOutline } from "./outline.ts";
import { lineStart } from "./splice.ts";

/** A comment on a line of its own, and whether an empty line stands above it. */
export interface CommentLine {
  readonly isSpaced: boolean;
  readonly text: string;
}

/** A key with its value, or an item of a list, with the comments that belong to it. */
export interface Part {
  /** Null for an item of a list. */
  readonly key: string | null;
  readonly lead: CommentLine[];
  /** Whether an empty line stands directly above, below the lead. */
  isSpaced: boolean;
  readonly value: PartValue;
  /** Behind it on its line. */
  readonly trailing: string[];
}

/** A value: a text, or the parts of a collection and the comments below the last of them. */
export type PartValue =
  | { readonly kind: "text"; readonly node: TextOutline }
  | {
      readonly kind: "map" | "list";
      readonly isFlow: boolean;
      readonly hasComments: boolean;
      readonly parts: readonly Part[];
      readonly tail: CommentLine[];
    };

/** The collection value of a part. */
export type PartGroup = Exclude<PartValue, { readonly kind: "text" }>;

/**
 * A file as parts with their comments. A comment behind something belongs to that; one on a line of its own to what
 * comes below it, or, indented further than that, to the end of what stands above.
 */
export function layoutOf(source: string, root: MapOutline): PartGroup {
  const comments = commentsOf(source);
  let next = 0;

  function takeBefore(offset: number, accept: (comment: Comment) => boolean): Comment[] {
    const taken: Comment[] = [];
    for (let comment = comments[next]; comment !== undefined; comment = comments[next]) {
      if (comment.start >= offset || !accept(comment)) break;
      taken.push(comment);
      next += 1;
    }
    return taken;
  }

  function group(
    node: Exclude<Outline, TextOutline>,
    until: number,
    above: Part | null,
    outer: number,
  ): PartGroup {
    const first = next;
    const items: readonly { readonly key: TextOutline | null; readonly value: Outline }[] =
      node.kind === "map" ? node.pairs : node.items.map((value) => ({ key: null, value }));
    const column = node.isFlow ? 0 : node.start - lineStart(source, node.start);
    const parts: Part[] = [];
    const limit = node.isFlow ? node.end : until;
    items.forEach(({ key, value }, index) => {
      const following = items[index + 1];
      const before = takeBefore(key?.start ?? value.start, () => true);
      const limitHere = following === undefined ? limit : (following.key ?? following.value).start;
      parts.push(part(key, value, limitHere, before, parts.at(-1) ?? null, above, column));
    });
    // Where dashes stand below their key's first letter, a comment there is about the next key.
    const isInside = (at: number) => at >= column && at > outer;
    const rest = takeBefore(limit, (comment) => node.isFlow || isInside(comment.column ?? 0));
    return {
      kind: node.kind,
      isFlow: node.isFlow,
      hasComments: next > first,
      parts,
      tail: rest.map((comment) => lineOf(comment)),
    };
  }

  function part(
    key: TextOutline | null,
    value: Outline,
    until: number,
    before: readonly Comment[],
    previous: Part | null,
    above: Part | null,
    column: number,
  ): Part {
    const own: Part = {
      key: key?.text ?? null,
      lead: [],
      isSpaced: isSpacedAt(source, key?.start ?? value.start),
      value: { kind: "text", node: EMPTY },
      trailing: [],
    };
    for (const comment of before) place(comment, own, previous, above, column);
    if (value.kind === "text") {
      const trailing = takeBefore(until, ({ start }) => !source.slice(value.end, start).includes("\n"));
      return { ...own, value: { kind: "text", node: value }, trailing: trailing.map(({ text }) => text) };
    }
    const content = group(value, until, own, column);
    const behind = value.isFlow
      ? takeBefore(until, ({ start }) => !source.slice(value.end, start).includes("\n"))
      : [];
    return { ...own, value: content, trailing: [...own.trailing, ...behind.map(({ text }) => text)] };
  }

  function place(
    comment: Comment,
    own: Part,
    previous: Part | null,
    above: Part | null,
    column: number,
  ): void {
    const isBehind = comment.column === null;
    if (isBehind && previous === null && above?.key != null) above.trailing.push(comment.text);
    else if (isBehind && previous === null && above !== null) above.lead.push(lineOf(comment));
    else if (
      !isBehind &&
      previous !== null &&
      previous.value.kind !== "text" &&
      !previous.value.isFlow &&
      (comment.column ?? 0) > column
    ) {
      previous.value.tail.push(lineOf(comment));
    } else own.lead.push(lineOf(comment));
  }

  function lineOf({ text, start }: Comment): CommentLine {
    return { text, isSpaced: isSpacedAt(source, start) };
  }

  const layout = group(root, source.length + 1, null, -1);
  const last = takeBefore(source.length + 1, () => true);
  layout.tail.push(...last.map((comment) => lineOf(comment)));
  return layout;
}

const EMPTY: TextOutline = { kind: "text", text: "", style: "plain", start: 0, end: 0 };

/** True where an offset is the beginning of its line, but for dashes, and the line above is empty. */
function isSpacedAt(source: string, offset: number): boolean {
  const line = lineStart(source, offset);
  const isFirst = /^[\s-]*$/.test(source.slice(line, offset));
  return isFirst && line > 0 && source.slice(lineStart(source, line - 1), line).trim() === "";
}
