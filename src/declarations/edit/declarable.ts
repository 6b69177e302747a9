import { cleanText, emailText, idText, phoneText } from "../check-text.ts";
import { type Findings, newFindings } from "../findings.ts";
import type { TextNode } from "../node.ts";
import { sourceText } from "../source-text.ts";

const NOWHERE = sourceText("", "");

/** Why a text cannot stand under a key of an entry, as the check of the files says it; null where it can. */
export function undeclarable(
  key: "email" | "firstName" | "lastName" | "phone" | "building" | "floor" | "unit" | "id",
  text: string,
): string | null {
  const node: TextNode = { kind: "text", source: NOWHERE, offset: 0, text, isPlain: false };
  const findings = newFindings();
  check(key, node, findings);
  return findings.sorted()[0]?.message ?? null;
}

function check(key: string, node: TextNode, findings: Findings): void {
  switch (key) {
    case "email":
      emailText(node, key, findings);
      return;
    case "phone":
      phoneText(node, findings);
      return;
    case "id":
      idText(node, key, findings);
      return;
    default:
      cleanText(node, key, findings);
  }
}
