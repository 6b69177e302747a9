import { emailKey } from "../../domain/email.ts";
import { formatPosition } from "../../domain/source.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { positionOf, type TextNode } from "../node.ts";
import type { RepositoryRule } from "./rule.ts";

/** An account's e-mail address exists once in all of Site Manager, so it is declared once in a repository. */
export const uniqueEmails: RepositoryRule = ({ entries }, findings) => {
  const firsts = new Map<string, TextNode>();
  for (const { email } of entries) {
    if (email === undefined) continue;
    const key = emailKey(email.text);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, email);
      continue;
    }
    const place = positionOf(first);
    findings.at(email, {
      rule: "email-duplicate",
      message: `This e-mail address is declared twice: here and at ${formatPosition(place)}.`,
      remedy:
        "Keep one of the two. Capitals make no difference. Two people need two addresses; a move to another site is one entry there, with transferFrom.",
      related: [place],
      value: visibleText(email.text, 100),
    });
  }
};
