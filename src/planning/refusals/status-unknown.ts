import { formatStatus } from "../../domain/status.ts";
import type { Refusal } from "../plan.ts";
import { entrySources, type RuleContext, siteSource } from "./rule.ts";

/** An action needs a resident whose status has a word that is not known: nothing can be said of what it would do. */
export function statusUnknown(context: RuleContext): readonly Refusal[] {
  return context.decisions.untouched.map(({ live, declared }) => ({
    rule: "status-unknown",
    message: `${live.email} would have to change, and has a status that is not known: ${formatStatus(live.status)}`,
    emails: [live.email],
    sources: declared === null ? [siteSource(context.view)] : entrySources([declared]),
    remedy: "Look at the resident in the web UI.",
    consent: null,
  }));
}
