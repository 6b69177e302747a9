import type { Values } from "./written.ts";

/** What a commit and each of its parents say of one thing; a root commit has one parent that says nothing. */
export interface Versions<T> {
  readonly before: readonly (T | undefined)[];
  readonly after: T | undefined;
}

/** What the parents say, as far as they say anything. */
export function saidBefore<T>({ before }: Versions<T>): readonly T[] {
  return before.filter((value) => value !== undefined);
}

/** True where the commit declares what no parent does. */
export function isCreated<T>(versions: Versions<T>): versions is Versions<T> & { readonly after: T } {
  return versions.after !== undefined && saidBefore(versions).length === 0;
}

/** True where every parent declares what the commit does not. */
export function isRemoved<T>(versions: Versions<T>): boolean {
  return versions.after === undefined && saidBefore(versions).length === versions.before.length;
}

/** One field, before and after; null: not written. */
export interface ValueChange {
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
}

/** The fields whose value differs from that of all others. `old` is what the first of them says. */
export function changedValues(
  fields: readonly string[],
  others: readonly Values[],
  now: Values,
): readonly ValueChange[] {
  return fields.flatMap((field, index) => {
    const value = now[index] ?? null;
    const isChanged = others.every((values) => values !== now && values[index] !== value);
    return isChanged ? [{ field, old: others[0]?.[index] ?? null, new: value }] : [];
  });
}

/** The items of a list that none of the others has, and those that all others have and the list has not. */
export function changedItems(
  field: string,
  others: readonly (readonly string[])[],
  now: readonly string[],
): readonly ValueChange[] {
  const gone = (others[0] ?? []).filter(
    (item) => !now.includes(item) && others.every((list) => list.includes(item)),
  );
  const come = now.filter((item) => !others.some((list) => list.includes(item)));
  return [
    ...gone.map((item) => ({ field, old: item, new: null })),
    ...come.map((item) => ({ field, old: null, new: item })),
  ];
}
