import type { ApplyEvent } from "../applying/events.ts";
import type { StepWork } from "../applying/steps.ts";
import { visibleText } from "../domain/visible-text.ts";
import { count } from "./words.ts";

/** An event as a line of progress; null for those that are too small for one. */
export function eventLine(event: ApplyEvent): string | null {
  switch (event.type) {
    case "step-finished": {
      const { site, work, size } = event.step;
      return `${visibleText(site)}: ${workWords(work)}: ${event.succeeded} of ${size} done`;
    }
    case "notice":
      return `${visibleText(event.site)}: ${visibleText(event.message)}`;
    case "verification-started":
      return "Reading live state again";
    case "verification-finished":
      return event.remaining === null
        ? "Live state could not be read again"
        : `Read again: ${count(event.remaining, "action")} still due`;
    case "site-started":
    case "wave-started":
    case "step-started":
    case "job-submitted":
    case "job-progress":
    case "outcome":
    case "site-finished":
      return null;
  }
}

/** `create by a job`, `update one by one`. */
export function workWords(work: StepWork): string {
  const isJob = work.kind === "import" || work.kind === "bulkaction";
  return `${work.action} ${isJob ? "by a job" : "one by one"}`;
}
