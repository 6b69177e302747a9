import { commonPrefix, commonSuffix, cutItems, findList } from "./cut-items.ts";

/** A file's bytes, cut into the part before its residents, its items, and the part after them. */
export interface Layout {
  readonly bytes: Buffer;
  /** Where the key `residents:` begins. */
  readonly key: number;
  /** How far the items' dashes are indented. */
  readonly indent: number;
  /** Where each item begins; there is at least one. */
  readonly starts: readonly number[];
  /** Where the last item ends. */
  readonly end: number;
}

/** A layout, and what of it stands in an earlier one too. */
export interface Recut extends Layout {
  /** The bytes that were looked at: all others stand in the earlier file too. */
  readonly looked: { readonly from: number; readonly to: number };
  /** So many first items are those of the earlier file. */
  readonly before: number;
  /** From this item of the earlier file on, the rest is the same. */
  readonly after: number;
}

/**
 * Cuts a file, and looks only where it differs from an earlier one. Null where the file is not in the plain form:
 * `residents:` at the margin, block items below it, nothing indented less than they are.
 */
export function recut(bytes: Buffer, earlier: Layout | null): Recut | null {
  const same = earlier === null ? NOTHING_SAME : whatIsSame(bytes, earlier);
  const to = same.tail === null ? bytes.length : same.tail.to;
  const list = same.head ?? findList(bytes, to);
  if (list === null) return null;
  const cut = cutItems(bytes, list.items, to, earlier !== null && isAnySame(same) ? earlier.indent : null);
  if (cut === null || (same.tail !== null && cut.end !== to)) return null;
  const { tail } = same;
  const after = tail?.after ?? earlier?.starts.length ?? 0;
  const starts = (earlier?.starts.slice(0, same.before) ?? []).concat(cut.starts);
  if (earlier !== null && tail !== null) {
    for (const start of earlier.starts.slice(after)) starts.push(start + tail.moved);
  }
  if (starts.length === 0) return null;
  return {
    bytes,
    key: list.key,
    indent: cut.indent,
    starts,
    end: earlier === null || tail === null ? cut.end : earlier.end + tail.moved,
    looked: { from: same.head === null ? 0 : list.items, to },
    before: same.before,
    after,
  };
}

interface Same {
  /** The key, and where to begin looking; null where the part before the items may differ. */
  readonly head: { readonly key: number; readonly items: number } | null;
  readonly before: number;
  /** Where to stop looking, and from which item on all is the same, so far on; null where the end may differ. */
  readonly tail: { readonly to: number; readonly after: number; readonly moved: number } | null;
}

const NOTHING_SAME: Same = { head: null, before: 0, tail: null };

function isAnySame({ head, tail }: Same): boolean {
  return head !== null || tail !== null;
}

function whatIsSame(bytes: Buffer, earlier: Layout): Same {
  const { starts, indent } = earlier;
  const prefix = commonPrefix(earlier.bytes, bytes);
  const most = Math.min(earlier.bytes.length, bytes.length) - prefix;
  const suffix = commonSuffix(earlier.bytes, bytes, most);
  const firstItem = starts[0] ?? 0;
  // With its dash and the space after it, the first item is known to begin there still.
  const isHeadSame = prefix >= firstItem + indent + 2;
  // The item that ends where the difference begins may have gained lines: look at it again.
  const before = Math.max(0, lastAtOrBefore(starts, prefix) - 1);
  const moved = bytes.length - earlier.bytes.length;
  // Beyond its beginning, so that the line break before it is the same too.
  const after = lastAtOrBefore(starts, earlier.bytes.length - suffix) + 1;
  const next = starts[after];
  return {
    head: isHeadSame ? { key: earlier.key, items: starts[before] ?? firstItem } : null,
    before: isHeadSame ? before : 0,
    tail: next === undefined ? null : { to: next + moved, after, moved },
  };
}

/** The index of the last number that is not above `value`, or -1; the numbers rise. */
function lastAtOrBefore(numbers: readonly number[], value: number): number {
  let low = -1;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
