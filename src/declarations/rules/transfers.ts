import { visibleText } from "../../domain/visible-text.ts";
import type { Finding } from "../findings.ts";
import type { TextNode } from "../node.ts";
import { type Entry, isLiving } from "../read-resident.ts";
import { didYouMean } from "../suggest.ts";
import type { RepositoryRule } from "./rule.ts";

/** `transferFrom` takes an account from another site that is declared here. */
export const transfers: RepositoryRule = ({ sites, isWhole }, findings) => {
  const names = new Set(sites.flatMap(({ name }) => name?.text ?? []));
  for (const { name, entries } of sites) {
    for (const entry of entries) {
      const { transferFrom } = entry;
      if (transferFrom === undefined) continue;
      const finding = check(entry, transferFrom, name?.text, isWhole ? names : null);
      if (finding !== null) findings.at(transferFrom, { rule: "transfer-from", ...finding });
    }
  }
};

function check(
  { resident }: Entry,
  transferFrom: TextNode,
  ownName: string | undefined,
  names: ReadonlySet<string> | null,
): Omit<Finding, "rule"> | null {
  if (!isLiving(resident.state)) {
    return {
      message: '"transferFrom" makes no sense for a resident who is declared terminated or purged.',
      remedy: "Leave it out.",
    };
  }
  if (transferFrom.text === ownName) {
    return {
      message: '"transferFrom" names the site of its own entry.',
      remedy: "Name the site the resident comes from.",
    };
  }
  if (names === null || names.has(transferFrom.text)) return null;
  return {
    message: `No Site is named "${visibleText(transferFrom.text, 100)}".`,
    remedy: `${didYouMean(transferFrom.text, names)}Name a Site of this repository.`,
  };
}
