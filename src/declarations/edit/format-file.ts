import { KINDS, type Kind } from "../schemas.ts";
import { formatScalar } from "./format-scalar.ts";
import { NESTED_KEYS, ROOT_KEYS } from "./key-order.ts";
import { type CommentLine, layoutOf, type Part, type PartGroup } from "./layout.ts";
import { compareKeys, outlineOf, textUnderKey } from "./outline.ts";
import { scalarText } from "./scalar-text.ts";
import { sortResidents, textOf } from "./sort-residents.ts";

/** The longest line that a collection in brackets may make. */
const WIDEST_FLOW = 110;

/**
 * A declaration file in the one style: keys in their order, quotes where they are needed, two spaces a level, an
 * entry a block, at most one empty line anywhere, line ends of one character. Comments stay with what they are about.
 * With `isSorted` residents stand by building, floor and unit. Only for a file that loads without problems.
 */
export function formatFile(source: string, isSorted: boolean): string {
  const text = source.replaceAll("\r\n", "\n").replace(/^\ufeff/, "");
  const outline = outlineOf(text);
  const kind = KINDS.find((known) => known === textUnderKey(outline, "kind")) ?? "Site";
  const layout = layoutOf(text, outline);
  return rootLines(layout, kind, isSorted)
    .filter((line, index, lines) => line !== "" || lines[index - 1] !== "")
    .map((line) => `${line}\n`)
    .join("");
}

function rootLines(root: PartGroup, kind: Kind, isSorted: boolean): readonly string[] {
  const [first] = root.parts;
  const head = first?.lead ?? [];
  const isSpacedBelow = first?.isSpaced === true && head.length > 0;
  const parts = root.parts.map((part) => (part === first ? { ...part, lead: [], isSpaced: false } : part));
  const defaults = root.parts.find(({ key }) => key === "defaults");
  const body = inOrder(parts, ROOT_KEYS[kind]).flatMap((part) => {
    if (part.key !== "residents" || part.value.kind !== "list" || !isSorted) return partLines(part, null, "");
    const sorted = sortResidents(part.value, {
      building: (defaults && textOf(defaults, "building")) ?? "",
      floor: (defaults && textOf(defaults, "floor")) ?? "",
    });
    return partLines({ ...part, value: sorted.group }, null, "", sorted.head);
  });
  return [
    ...withoutLeadingBlank(commentLines(head, "")),
    ...(isSpacedBelow ? [""] : []),
    ...withoutLeadingBlank(body),
    ...commentLines(root.tail, ""),
  ];
}

function inOrder(parts: readonly Part[], keys: readonly string[]): readonly Part[] {
  return parts.toSorted((a, b) => compareKeys(a.key ?? "", b.key ?? "", keys));
}

/** A key and its value, with an empty line above where there was one. */
function partLines(
  part: Part,
  parent: string | null,
  indent: string,
  head: readonly CommentLine[] = [],
): readonly string[] {
  const { key, value } = part;
  const behind = part.trailing.map((comment) => ` ${comment}`).join("");
  const above = leadLines(part, indent);
  const lead = key === null ? "-" : `${scalarText(key)}:`;
  if (value.kind === "text") {
    return [...above, `${indent}${lead} ${formatScalar(value.node, key, parent, false)}${behind}`];
  }
  const flow = flowText(value, key);
  if (flow !== null && indent.length + lead.length + flow.length < WIDEST_FLOW) {
    return [...above, `${indent}${lead} ${flow}${behind}`];
  }
  return [...above, `${indent}${lead}${behind}`, ...groupLines(value, key, `${indent}  `, head)];
}

function leadLines({ lead, isSpaced }: Part, indent: string): readonly string[] {
  return [...commentLines(lead, indent), ...(isSpaced ? [""] : [])];
}

function commentLines(lines: readonly CommentLine[], indent: string): readonly string[] {
  return lines.flatMap(({ isSpaced, text }) => [...(isSpaced ? [""] : []), `${indent}${text}`]);
}

function withoutLeadingBlank(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== "");
  return lines.slice(Math.max(0, first));
}

/** A collection that was written in brackets and holds no comments, or nothing, in brackets again; else null. */
function flowText({ kind, parts, isFlow, hasComments, tail }: PartGroup, key: string | null): string | null {
  const [open, close] = kind === "map" ? ["{", "}"] : ["[", "]"];
  if (parts.length === 0 && tail.length === 0) return open + close;
  if (!isFlow || hasComments || key === "residents" || key === "policy") return null;
  const texts: string[] = [];
  for (const part of inOrder(parts, keysUnder(key, kind))) {
    if (part.value.kind !== "text") return null;
    const value = formatScalar(part.value.node, part.key, key, true);
    texts.push(part.key === null ? value : `${scalarText(part.key, "plain", true)}: ${value}`);
  }
  return kind === "map" ? `{ ${texts.join(", ")} }` : `[${texts.join(", ")}]`;
}

function groupLines(
  { kind, parts, tail }: PartGroup,
  key: string | null,
  indent: string,
  head: readonly CommentLine[],
): readonly string[] {
  const lines =
    kind === "map"
      ? inOrder(parts, keysUnder(key, kind)).flatMap((part) => partLines(part, key, indent))
      : parts.flatMap((part) => itemLines(part, key, indent));
  // Without an empty line below them, they would belong to the first entry.
  const apart = head.length > 0 && lines[0] !== "" ? [""] : [];
  const above = [...commentLines(head, indent), ...apart];
  return [...withoutLeadingBlank([...above, ...lines]), ...commentLines(tail, indent)];
}

/** An item of a list. A mapping begins behind its dash; comments above its first key go above the dash. */
function itemLines(item: Part, key: string | null, indent: string): readonly string[] {
  const { value } = item;
  if (value.kind !== "map") return partLines(item, key, indent);
  const [first, ...others] = inOrder(value.parts, keysUnder(key, "map"));
  if (first === undefined) return [];
  const inner = `${indent}  `;
  const [firstLine = "", ...below] = partLines({ ...first, lead: [], isSpaced: false }, key, inner);
  return [
    ...leadLines(item, indent),
    ...commentLines(first.lead, indent),
    `${indent}- ${firstLine.slice(inner.length)}`,
    ...below,
    ...others.flatMap((part) => partLines(part, key, inner)),
    ...commentLines(value.tail, inner),
    // What stood behind a closing brace has no place of its own below it.
    ...item.trailing.map((comment) => `${inner}${comment}`),
  ];
}

function keysUnder(key: string | null, kind: "map" | "list"): readonly string[] {
  return kind === "map" && key !== null ? (NESTED_KEYS[key] ?? []) : [];
}
