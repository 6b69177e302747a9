import type { Colors } from "picocolors/types.js";
import { visibleText } from "../domain/visible-text.ts";
import type { Refusal } from "../planning/plan.ts";
import { sourceText } from "./action-text.ts";
import { firstOf } from "./columns.ts";

/** More residents or places than this are counted, not listed: the JSON plan has them all. */
const MOST_LISTED = 20;

/** A refusal as text: the rule and its message, who and where, the way out, and the consent ready to paste. */
export function refusalLines(refusal: Refusal, colors: Colors): readonly string[] {
  const lines = [`  ${colors.bold(colors.red(`! ${refusal.rule}:`))} ${visibleText(refusal.message)}`];
  if (refusal.emails.length > 0) {
    const emails = refusal.emails.map((email) => visibleText(email));
    lines.push(`      residents: ${firstOf(emails, MOST_LISTED)}`);
  }
  if (refusal.sources.length > 0) {
    lines.push(`      declared at: ${firstOf(refusal.sources.map(sourceText), MOST_LISTED)}`);
  }
  lines.push(`      way out: ${visibleText(refusal.remedy)}`);
  if (refusal.consent !== null) {
    lines.push("      consent, in the site's file:");
    lines.push(`          ${colors.bold("accept:")}`);
    lines.push(`            ${colors.bold(`- ${visibleText(refusal.consent)}`)}`);
  }
  return lines;
}
