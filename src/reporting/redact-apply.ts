import type { ApplyReport } from "../applying/apply-report.ts";
import type { Attempt } from "../applying/attempt.ts";
import type { ApplyEvent } from "../applying/events.ts";
import type { ApplyItem } from "./apply-item.ts";
import { createTextRedactor, type Pseudonym, type TextRedactor } from "./pseudonym.ts";
import { redactAction, redactPlan } from "./redact.ts";

/**
 * What an apply shows, without personal data. The server's words go altogether: nobody knows what it quotes in
 * them. Job ids and counts stay.
 */
export function redactApplyItem(item: ApplyItem, pseudonym: Pseudonym): ApplyItem {
  const redactText = createTextRedactor([], pseudonym);
  switch (item.type) {
    case "plan":
      return { type: "plan", plan: redactPlan(item.plan, pseudonym) };
    case "reviewed": {
      const { stale, alreadySo, withdrawn } = item.reviewed;
      const redact = (action: (typeof alreadySo)[number]) => redactAction(action, pseudonym, redactText);
      return {
        type: "reviewed",
        reviewed: {
          stale: stale.map((difference) => ({
            ...difference,
            email: pseudonym(difference.email),
            reviewed: difference.reviewed === null ? null : redact(difference.reviewed),
            now: redact(difference.now),
          })),
          alreadySo: alreadySo.map(redact),
          withdrawn: withdrawn.map(({ action, reason }) => ({
            action: redact(action),
            reason: redactText(reason),
          })),
        },
      };
    }
    case "event":
      return { type: "event", event: redactEvent(item.event, pseudonym, redactText) };
    case "report":
      return { type: "report", report: redactReport(item.report, pseudonym, redactText) };
  }
}

function redactEvent(event: ApplyEvent, pseudonym: Pseudonym, redactText: TextRedactor): ApplyEvent {
  switch (event.type) {
    case "outcome":
      return {
        ...event,
        actionId: redactText(event.actionId),
        email: pseudonym(event.email),
        attempt: redactAttempt(event.attempt, redactText),
      };
    case "notice":
      return { ...event, message: redactText(event.message), detail: null };
    default:
      return event;
  }
}

function redactAttempt(attempt: Attempt, redactText: TextRedactor): Attempt {
  switch (attempt.is) {
    case "applied":
    case "already":
      return attempt;
    case "failed":
    case "open":
      return { ...attempt, message: redactText(attempt.message), detail: null };
    case "not-attempted":
    case "unanswered":
      return { ...attempt, message: redactText(attempt.message) };
  }
}

function redactReport(report: ApplyReport, pseudonym: Pseudonym, redactText: TextRedactor): ApplyReport {
  return {
    ...report,
    outcomes: report.outcomes.map((outcome) => ({
      ...outcome,
      actionId: redactText(outcome.actionId),
      email: pseudonym(outcome.email),
      residentId: null,
      message: outcome.message === null ? null : redactText(outcome.message),
      detail: null,
    })),
    problems: report.problems.map((problem) => ({
      ...problem,
      message: redactText(problem.message),
      detail: null,
    })),
    remaining: report.remaining === null ? null : redactPlan(report.remaining, pseudonym),
  };
}
