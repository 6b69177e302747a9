import type { CallOutcome, SentCalls } from "../applying/send-calls.ts";
import { visibleJson } from "../domain/visible-json.ts";
import type { CalledResident, CallPlan } from "../planning/imperative.ts";
import { createTextRedactor, type Pseudonym } from "./pseudonym.ts";
import { REDACTED } from "./redact.ts";

/** What a call came to: who was meant, and what was sent (null where nothing was). */
export interface CallReport {
  readonly plan: CallPlan;
  readonly sent: SentCalls | null;
}

/** The report without personal data: pseudonyms for e-mails, also in the server's words; no resident ids. */
export function redactCallReport({ plan, sent }: CallReport, pseudonym: Pseudonym): CallReport {
  const called = [...plan.targets, ...plan.refused, ...plan.leftOut];
  const redactText = createTextRedactor([...called.map(({ email }) => email), ...plan.missing], pseudonym);
  const hide = <T extends CalledResident>(resident: T): T => ({
    ...resident,
    residentId: REDACTED,
    email: pseudonym(resident.email),
  });
  const hideOutcome = ({ target, ending, message, detail }: CallOutcome): CallOutcome => ({
    target: hide(target),
    ending,
    message,
    // Ids stand in the request that a server's refusal names.
    detail: detail === null ? null : redactText(detail.replaceAll(target.residentId, REDACTED)),
  });
  return {
    plan: {
      call: plan.call,
      targets: plan.targets.map(hide),
      refused: plan.refused.map(hide),
      leftOut: plan.leftOut.map(hide),
      missing: plan.missing.map(pseudonym),
    },
    sent: sent === null ? null : { outcomes: sent.outcomes.map(hideOutcome), jobs: sent.jobs },
  };
}

/** The report as one JSON document (`schemas/call.schema.json`). */
export function callReportJson({ plan, sent }: CallReport, isRedacted: boolean): string {
  const document = {
    call: plan.call,
    targets:
      sent === null
        ? plan.targets.map((target) => ({ ...target, ending: null }))
        : sent.outcomes.map(({ target, ending, message, detail }) => ({
            ...target,
            ending,
            message,
            detail,
          })),
    refused: plan.refused,
    leftOut: plan.leftOut,
    jobs: sent?.jobs ?? [],
    redacted: isRedacted,
  };
  return `${visibleJson(document, 2)}\n`;
}
