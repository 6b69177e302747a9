import { consentToken } from "../consent.ts";
import type { Refusal } from "../plan.ts";
import { isLiveEmpty } from "./limit-exceeded.ts";
import { emailsOf, plural, type RuleContext, siteSource } from "./rule.ts";

/** The API lists nobody and many are declared: a truncated answer or a wrong siteId looks just like this. */
export function liveEmpty(context: RuleContext): readonly Refusal[] {
  const { view, decisions } = context;
  const creates = decisions.drafts.filter((draft) => draft.kind === "create");
  if (!isLiveEmpty(context) || creates.length === 0) return [];
  return [
    {
      rule: "live-empty",
      message: `the API lists nobody at this site, and ${plural(view.declared.residents.length, "resident")} are declared`,
      emails: emailsOf(creates),
      sources: [siteSource(view)],
      remedy:
        "Check siteId and the site in the web UI. If the site really is new, add the consent to its accept: list.",
      consent: consentToken("live-empty", "create", creates),
    },
  ];
}
