import { readFileSync } from "node:fs";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { fieldOf } from "./answer.ts";

/** What an event's file says of the pull request it is about. */
export interface PullRequestEvent {
  readonly number: number;
  /** The head commit; null where the event does not say. */
  readonly head: string | null;
}

/** Reads the file that GITHUB_EVENT_PATH names; null for events that are about no pull request. */
export function readPullRequestEvent(file: string): PullRequestEvent | null {
  const event = parseEvent(file);
  const pull = fieldOf(event, "pull_request");
  const number = fieldOf(pull, "number") ?? fieldOf(event, "number");
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) return null;
  const head = fieldOf(fieldOf(pull, "head"), "sha");
  return { number, head: typeof head === "string" && /^[0-9a-f]{40,64}$/.test(head) ? head : null };
}

function parseEvent(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is not JSON" : messageOf(error);
    throw new ExpectedError(4, `GITHUB_EVENT_PATH (${visibleText(file)}) cannot be read: ${why}.`);
  }
}

function messageOf(error: unknown): string {
  return visibleText(error instanceof Error ? error.message : String(error), 300);
}
