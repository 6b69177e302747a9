import { compareText } from "../domain/compare-text.ts";
import type { Consent } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { Findings } from "./findings.ts";
import { itemsUnder, type MapNode, positionOf, type TextNode } from "./node.ts";
import { didYouMean, oneOf } from "./suggest.ts";

/** The refusals that a line in `accept:` can lift; the others are lifted by editing a declaration. */
const CONSENTABLE = ["limit-exceeded", "live-empty", "unit-cycle"] as const;

/** The consents of a Site, sorted by token. */
export function readConsents(root: MapNode, findings: Findings): readonly Consent[] {
  const consents = new Map<string, Consent>();
  for (const node of itemsUnder(root, "accept")) {
    if (node.kind !== "text" || !isToken(node, findings)) continue;
    const earlier = consents.get(node.text);
    if (earlier === undefined) consents.set(node.text, { token: node.text, source: positionOf(node) });
    else {
      findings.at(node, {
        rule: "consent",
        message: `This consent stands twice: here and on line ${earlier.source.line}.`,
        remedy: "Keep one of the two.",
        related: [earlier.source],
      });
    }
  }
  return [...consents.values()].sort((a, b) => compareText(a.token, b.token));
}

function isToken(node: TextNode, findings: Findings): boolean {
  const [rule = "", subject = "", hash = "", ...rest] = node.text.split("/");
  const value = visibleText(node.text, 100);
  if (!CONSENTABLE.some((known) => known === rule)) {
    findings.at(node, {
      rule: "consent",
      message: `No consent begins like this: only ${oneOf(CONSENTABLE)} can be consented to.`,
      remedy: `${didYouMean(rule, CONSENTABLE)}The other refusals go away when the declaration says what is meant.`,
      value,
    });
    return false;
  }
  if (/^[!-.0-~]+$/.test(subject) && /^[0-9a-f]{8}$/.test(hash) && rest.length === 0) return true;
  findings.at(node, {
    rule: "consent",
    message:
      "This is not a consent: rule, subject and 8 hex digits in small letters, with slashes between them.",
    remedy: "Paste the line that the refused plan prints, such as limit-exceeded/terminate/9c41f0aa.",
    value,
  });
  return false;
}
