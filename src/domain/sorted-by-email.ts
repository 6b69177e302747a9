import { compareText } from "./compare-text.ts";
import { emailKey } from "./email.ts";

/** A copy in the order of e-mail addresses, without case. Each key is made once: a sort compares very often. */
export function sortedByEmail<T extends { readonly email: string }>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ key: emailKey(item.email), item }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item);
}
