import { emailKey } from "../../domain/email.ts";
import { formatPosition } from "../../domain/source.ts";
import { visibleText } from "../../domain/visible-text.ts";
import type { Finding } from "../findings.ts";
import { positionOf, type TextNode } from "../node.ts";
import { type Entry, isLiving } from "../read-resident.ts";
import type { RepositoryRule } from "./rule.ts";

/** `replaces` ends one account for the sake of another: it names one that may end, and each only once. */
export const replacements: RepositoryRule = ({ entries }, findings) => {
  if (entries.every(({ replaces }) => replaces === undefined)) return;
  const living = new Map<string, TextNode>();
  for (const { email, resident } of entries) {
    if (email !== undefined && isLiving(resident.state)) living.set(emailKey(email.text), email);
  }
  const taken = new Map<string, TextNode>();
  for (const entry of entries) {
    const { replaces } = entry;
    if (replaces === undefined) continue;
    const finding = check(entry, replaces, living, taken);
    if (finding !== null) findings.at(replaces, { rule: "replaces", ...finding });
    if (!taken.has(emailKey(replaces.text))) taken.set(emailKey(replaces.text), replaces);
  }
};

function check(
  { email, resident }: Entry,
  replaces: TextNode,
  living: ReadonlyMap<string, TextNode>,
  taken: ReadonlyMap<string, TextNode>,
): Omit<Finding, "rule"> | null {
  const key = emailKey(replaces.text);
  const value = visibleText(replaces.text, 100);
  if (!isLiving(resident.state)) {
    return {
      message: '"replaces" makes no sense for a resident who is declared terminated or purged.',
      remedy: "Put it on the entry with the new e-mail address.",
      value,
    };
  }
  if (email !== undefined && emailKey(email.text) === key) {
    return {
      message: '"replaces" names the e-mail address of its own entry.',
      remedy: "Name the old address, or leave replaces out. A change of capitals needs none.",
      value,
    };
  }
  const other = living.get(key);
  if (other !== undefined) {
    return {
      message: `"replaces" names an account that is declared to go on, at ${formatPosition(positionOf(other))}.`,
      remedy: "Delete that entry, or leave replaces out.",
      related: [positionOf(other)],
      value,
    };
  }
  const first = taken.get(key);
  if (first === undefined) return null;
  return {
    message: `Another entry replaces the same account, at ${formatPosition(positionOf(first))}.`,
    remedy: "An account has one successor: keep one of the two.",
    related: [positionOf(first)],
    value,
  };
}
