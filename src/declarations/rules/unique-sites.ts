import { formatPosition } from "../../domain/source.ts";
import { visibleText } from "../../domain/visible-text.ts";
import type { Findings } from "../findings.ts";
import { positionOf, type TextNode } from "../node.ts";
import type { RepositoryRule } from "./rule.ts";

/** Two Sites of one name could not be told apart; two of one SiteId would undo each other's work. */
export const uniqueSites: RepositoryRule = ({ sites }, findings) => {
  reportRepeated(
    sites.map(({ name }) => name),
    findings,
    "site name",
    "Give each Site a name of its own; more residents of one Site go into a file of kind Residents.",
  );
  reportRepeated(
    sites.map(({ siteId }) => siteId),
    findings,
    "SiteId",
    "Declare each site of Site Manager once; more residents of it go into a file of kind Residents.",
  );
};

function reportRepeated(
  nodes: readonly (TextNode | undefined)[],
  findings: Findings,
  what: string,
  remedy: string,
): void {
  const firsts = new Map<string, TextNode>();
  for (const node of nodes) {
    if (node === undefined) continue;
    const first = firsts.get(node.text);
    if (first === undefined) {
      firsts.set(node.text, node);
      continue;
    }
    const place = positionOf(first);
    findings.at(node, {
      rule: "site-duplicate",
      message: `The ${what} "${visibleText(node.text, 100)}" is declared twice: here and at ${formatPosition(place)}.`,
      remedy,
      related: [place],
    });
  }
}
