import { emailKey } from "../../domain/email.ts";
import { removalDate } from "../expiry.ts";
import type { Refusal } from "../plan.ts";
import type { Account } from "../portfolio.ts";
import { entrySources, type RuleContext } from "./rule.ts";

/** The account exists at another site, and an e-mail exists only once in all of Site Manager. */
export function emailElsewhere(context: RuleContext): readonly Refusal[] {
  return context.decisions.elsewhere.map(({ declared, account }) => {
    const site = account.view.declared.name;
    const named = declared.transferFrom;
    const wrong = named === undefined || named === site ? "" : `, not at ${named} as transferFrom says`;
    return {
      rule: "email-elsewhere",
      message: `the account of ${account.live.email} exists at ${site} (${account.live.status.name})${wrong}`,
      emails: [account.live.email],
      sources: entrySources([declared]),
      remedy: remedyFor(account, emailKey(declared.email)),
      consent: null,
    };
  });
}

function remedyFor({ view, live }: Account, key: string): string {
  const site = view.declared.name;
  if (view.pairs.get(key)?.declared !== undefined)
    return `Declare the resident at one site only: ${site} has an entry too.`;
  const transfer = `If this resident moves, declare \`transferFrom: ${site}\` on the entry: `;
  const otherwise = "Otherwise correct the e-mail.";
  if (live.status.name === "expired") {
    return `${transfer}the new account waits until the server removes the expired one, ${removalDate(view, live)}. ${otherwise}`;
  }
  return `${transfer}the account there is purged, which cannot be undone, and a new one invited here. ${otherwise}`;
}
