import type { Refusal } from "../plan.ts";
import { entrySources, type RuleContext } from "./rule.ts";

/** The account exists at another site, and an e-mail exists only once in all of Site Manager. */
export function emailElsewhere(context: RuleContext): readonly Refusal[] {
  return context.decisions.elsewhere.map(({ declared, account }) => {
    const site = account.view.declared.name;
    const named = declared.transferFrom;
    const wrong = named === undefined ? "" : `, not at ${named} as transferFrom says`;
    return {
      rule: "email-elsewhere",
      message: `the account of ${account.live.email} exists at ${site} (${account.live.status.name})${wrong}`,
      emails: [account.live.email],
      sources: entrySources([declared]),
      remedy:
        `If this resident moves, declare \`transferFrom: ${site}\` on the entry: the account there is purged, ` +
        "which cannot be undone, and a new one invited here. Otherwise correct the e-mail.",
      consent: null,
    };
  });
}
