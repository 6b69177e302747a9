import { visibleText } from "../domain/visible-text.ts";
import type { ApiError } from "../elevenos/api-error.ts";

/** How an action ends, once live state was read again. */
export const ENDINGS = ["applied", "already", "failed", "not-attempted", "unknown"] as const;
export type Ending = (typeof ENDINGS)[number];

/**
 * What is known of an action while the apply runs, before the last re-read decides.
 * `applied`: the server said so, or (`isSeen`) live state shows it. `already`: it was so before anything was sent.
 * `failed`: the server refused it, or (`isSent` false) we did not send it. `not-attempted`: its turn never came.
 * `unanswered`: the request is over, without a word about this resident. `open`: the server may still be at it.
 *
 * A `message` is ours and holds no personal data. A `detail` may: the server's words, or e-mails.
 */
export type Attempt =
  | { readonly is: "applied"; readonly isSeen: boolean }
  | { readonly is: "already" }
  | {
      readonly is: "failed";
      readonly message: string;
      readonly detail: string | null;
      readonly isSent: boolean;
    }
  | { readonly is: "not-attempted"; readonly message: string }
  | { readonly is: "unanswered"; readonly message: string }
  | { readonly is: "open"; readonly message: string; readonly detail: string | null };

/** The attempts of an apply so far, by the id of the action. */
export type Attempts = ReadonlyMap<string, Attempt>;

/** True where what waits for the action may go on. */
export function hasSucceeded(attempt: Attempt | undefined): boolean {
  return attempt?.is === "applied" || attempt?.is === "already";
}

const LONGEST_WORDS = 500;

/** Words of the server's, safe to show. */
export function serverWords(text: string): string {
  return visibleText(text, LONGEST_WORDS);
}

/** The attempt of a request that failed with the server not having acted. */
export function refusedBy(error: ApiError): Attempt {
  return {
    is: "failed",
    message: "the server did not do it",
    detail: serverWords(error.message),
    isSent: true,
  };
}

/** The attempt of a request that may have been acted on. */
export function leftOpenBy(error: ApiError): Attempt {
  return {
    is: "open",
    message: `the answer was lost (${error.kind})`,
    detail: serverWords(error.message),
  };
}

/** The attempt of an action that we held back at the last moment. */
export function notSent(message: string, detail: string | null = null): Attempt {
  return { is: "failed", message: `${message}; nothing was sent`, detail, isSent: false };
}
