import type { IncomingHttpHeaders } from "node:http";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";

/** One whole answer of GitHub's. */
export interface Answer {
  /** `GET /repos/o/r/issues`: for messages. */
  readonly request: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; null where the body is empty, or not JSON. */
  readonly body: unknown;
}

/** True for 2xx. */
function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** What GitHub says went wrong; empty where it says nothing. */
export function messageOf(answer: Answer): string {
  const message = fieldOf(answer.body, "message");
  return typeof message === "string" ? visibleText(message, 300) : "";
}

/** A field of a JSON object; undefined for anything else. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

/** Returns the answer where it is a success; otherwise an `ExpectedError` (exit code 1) with a way out. */
export function requireSuccess(answer: Answer): Answer {
  if (isSuccess(answer)) return answer;
  const words = messageOf(answer);
  throw new ExpectedError(
    1,
    `GitHub answered ${answer.request} with ${answer.status}${words === "" ? "." : `: ${words}`}`,
    remedyOf(answer.status),
  );
}

function remedyOf(status: number): string | null {
  switch (status) {
    case 401:
      return "The token is not valid, or not any more: check GITHUB_TOKEN.";
    case 403:
      return "The token may not do this: give the job the permission that it needs (pull-requests: write for comments, issues: write for issues). The token of a pull request from a fork can only read.";
    case 404:
      return "There is no such thing, or the token may not see it: check GITHUB_REPOSITORY, the number and the job's permissions.";
    case 410:
      return "Issues are switched off in this repository.";
    case 422:
      return "GitHub did not accept the text or the number: a locked conversation, a text that is too long, or somebody has deleted it meanwhile.";
    default:
      return status >= 500 ? "GitHub has a problem of its own: run the job again." : null;
  }
}
