import type { Change, HistoryEvent } from "../domain/history-event.ts";
import type { Pseudonym } from "./pseudonym.ts";
import { createTextRedactor } from "./pseudonym.ts";
import { REDACTED } from "./redact.ts";

/**
 * An event without personal data: the resident is a pseudonym, a resident's fields are names without values, and
 * what people wrote freely (subjects) is gone, as is the author's address. Site, unit, commit, author's name and
 * what a site declares of itself stay.
 */
export function redactEvent(event: HistoryEvent, pseudonym: Pseudonym): HistoryEvent {
  const redactText = createTextRedactor([], pseudonym);
  const { commit, receipt, ...change } = event;
  return {
    ...redactChange(change, pseudonym),
    commit: { ...commit, author: redactText(commit.author), authorEmail: "", subject: REDACTED },
    receipt,
  };
}

function redactChange(change: Change, pseudonym: Pseudonym): Change {
  switch (change.type) {
    case "resident-created":
    case "resident-removed":
      return { ...change, email: pseudonym(change.email), fields: withoutValues(change.fields) };
    case "resident-changed":
      return {
        ...change,
        email: pseudonym(change.email),
        old: change.old === null ? null : REDACTED,
        new: change.new === null ? null : REDACTED,
      };
    case "resident-moved":
      return { ...change, email: pseudonym(change.email) };
    case "unreadable":
      return { ...change, file: createTextRedactor([], pseudonym)(change.file) };
    case "site-created":
    case "site-changed":
    case "site-renamed":
    case "site-removed":
    case "project-changed":
      return change;
  }
}

function withoutValues(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, REDACTED]));
}
