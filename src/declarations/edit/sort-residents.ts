import { compareText } from "../../domain/compare-text.ts";
import { emailKey } from "../../domain/email.ts";
import type { CommentLine, Part, PartGroup } from "./layout.ts";
import { compareNatural } from "./natural-order.ts";

/** What entries inherit. */
export interface Defaults {
  readonly building: string;
  readonly floor: string;
}

/** The list of residents with its entries sorted, and the comments at its head that belong to no entry. */
export interface SortedResidents {
  readonly head: readonly CommentLine[];
  readonly group: PartGroup;
}

/**
 * Sorts entries by building, floor, unit (numbers as numbers), then e-mail; those without a unit come last. Comments
 * move with the entry below them; those above the first entry with an empty line between stay at the head.
 */
export function sortResidents(group: PartGroup, defaults: Defaults): SortedResidents {
  const [first, ...others] = group.parts;
  if (first === undefined) return { head: [], group };
  const split = first.isSpaced
    ? first.lead.length
    : Math.max(
        0,
        first.lead.findLastIndex(({ isSpaced }, index) => isSpaced && index > 0),
      );
  const head = first.lead.slice(0, split);
  const spaced = others.filter(isSpacedAbove).length;
  const isSpaced = spaced * 2 > others.length;
  const own: Part = withSpace({ ...first, lead: first.lead.slice(split) }, isSpaced);
  const parts = [own, ...others].toSorted((a, b) => compareEntries(a, b, defaults));
  return { head, group: { ...group, parts } };
}

function isSpacedAbove({ lead, isSpaced }: Part): boolean {
  return lead[0]?.isSpaced ?? isSpaced;
}

function withSpace(part: Part, isSpaced: boolean): Part {
  const [line, ...rest] = part.lead;
  return line === undefined ? { ...part, isSpaced } : { ...part, lead: [{ ...line, isSpaced }, ...rest] };
}

function compareEntries(a: Part, b: Part, defaults: Defaults): number {
  const [placeA, placeB] = [placeOf(a, defaults), placeOf(b, defaults)];
  if ((placeA === null) !== (placeB === null)) return placeA === null ? 1 : -1;
  for (const index of [0, 1, 2]) {
    const order = compareNatural(placeA?.[index] ?? "", placeB?.[index] ?? "");
    if (order !== 0) return order;
  }
  return compareText(emailKey(textOf(a, "email") ?? ""), emailKey(textOf(b, "email") ?? ""));
}

/** Building, floor and unit; null without a unit. */
function placeOf(part: Part, defaults: Defaults): readonly string[] | null {
  const unit = textOf(part, "unit");
  if (unit === undefined) return null;
  return [textOf(part, "building") ?? defaults.building, textOf(part, "floor") ?? defaults.floor, unit];
}

/** The text under a key of a part that is a mapping. */
export function textOf({ value }: Part, key: string): string | undefined {
  const found = value.kind === "map" ? value.parts.find((part) => part.key === key)?.value : undefined;
  return found?.kind === "text" ? found.node.text : undefined;
}
