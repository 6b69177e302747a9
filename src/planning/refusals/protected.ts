import { isEnding } from "../../domain/action-kind.ts";
import { emailKey } from "../../domain/email.ts";
import type { Refusal } from "../plan.ts";
import { emailsOf, type RuleContext, sourcesOf } from "./rule.ts";

/** A protected resident would be suspended, terminated or purged, by whatever declaration, or for want of one. */
export function protectedResident(context: RuleContext): readonly Refusal[] {
  const drafts = context.units.drafts.filter(
    (draft) =>
      (draft.kind === "suspend" || isEnding(draft.kind)) && context.protectedKeys.has(emailKey(draft.email)),
  );
  return drafts.map((draft) => ({
    rule: "protected",
    message: `${draft.email} is protected, and would be ${PAST[draft.kind]}: ${draft.reasons.join("; ")}`,
    emails: emailsOf([draft]),
    sources: sourcesOf([draft]),
    remedy:
      "Edit the declaration: keep the resident declared active, or remove `protected: true` in a change of its own first.",
    consent: null,
  }));
}

const PAST: Readonly<Record<string, string>> = {
  suspend: "suspended",
  terminate: "terminated",
  purge: "purged",
};
