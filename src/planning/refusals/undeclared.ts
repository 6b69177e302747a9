import type { Refusal } from "../plan.ts";
import { emailsOf, plural, type RuleContext, siteSource } from "./rule.ts";

/** The policy is `refuse`, and somebody live is not declared. */
export function undeclaredResidents(context: RuleContext): readonly Refusal[] {
  const { undeclared } = context.decisions;
  if (context.view.declared.policy.undeclared !== "refuse" || undeclared.length === 0) return [];
  return [
    {
      rule: "undeclared",
      message: `${plural(undeclared.length, "live resident")} not declared, and the policy is refuse`,
      emails: emailsOf(undeclared),
      sources: [siteSource(context.view)],
      remedy: "Declare them, also as `state: terminated` where they are to go.",
      consent: null,
    },
  ];
}
