import { actionsHash } from "./digest.ts";
import type { Draft } from "./draft.ts";
import type { Rule } from "./plan.ts";

/** The rules that a line in `accept:` can agree to; all others want the declaration changed. */
export type ConsentRule = Extract<Rule, "limit-exceeded" | "live-empty" | "unit-cycle">;

/**
 * The line for `accept:`: rule, subject, and the first 8 hex digits of a hash over exactly the actions concerned,
 * so that it covers this set and no other.
 */
export function consentToken(rule: ConsentRule, subject: string, drafts: readonly Draft[]): string {
  return `${rule}/${subject}/${actionsHash(drafts)}`;
}
