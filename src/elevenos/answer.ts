import { visibleText } from "../domain/visible-text.ts";
import { ApiError, type ApiErrorKind, type ApiOutcome } from "./api-error.ts";
import { readJson } from "./json.ts";
import type { Incoming } from "./message.ts";
import { compactJson } from "./scrub.ts";
import { isJsonObject, type JsonObject } from "./shape.ts";
import { ROUTES } from "./wire.ts";

const LONGEST_WORDS = 500;
const LONGEST_SNIPPET = 80;

/**
 * What one try of a call came to. A failure that is `passing` may be gone the next time; `retryAfter` is what the
 * server asked for, in milliseconds.
 */
export type Try =
  | { readonly is: "answered"; readonly answer: JsonObject }
  | {
      readonly is: "failed";
      readonly error: ApiError;
      readonly isPassing: boolean;
      readonly retryAfter: number | null;
    };

/** What reading an answer needs to know. */
export interface AnswerContext {
  /** `GET /team/…/resident`. */
  readonly request: string;
  /** The full URL of the request: what a redirect is relative to. */
  readonly url: string;
  readonly maxDepth: number;
  readonly scrub: (text: string) => string;
  readonly retryAfter: number | null;
}

/** Reads a whole answer: only a 200 that holds a JSON object whose `Error` is null is not a failure. */
export function readAnswer(incoming: Incoming, context: AnswerContext): Try {
  if (incoming.status !== 200) return readFailure(incoming, context);
  const reading = readJson(incoming.body, context.maxDepth);
  const failed = (kind: ApiErrorKind, outcome: ApiOutcome, words: string, isPassing: boolean): Try => ({
    is: "failed",
    error: new ApiError(
      { kind, outcome, request: context.request, status: 200 },
      `${context.request}: ${words}`,
    ),
    isPassing,
    retryAfter: null,
  });
  switch (reading.is) {
    case "broken":
      return failed("malformed", "unknown", "the answer is not whole, or not valid JSON", true);
    case "other":
      return failed(
        "malformed",
        "unknown",
        `the answer is not JSON: ${snippet(reading.text, context)}`,
        true,
      );
    case "too-deep":
      return failed("too-large", "unknown", `the answer nests deeper than ${context.maxDepth} levels`, false);
    case "json": {
      if (!isJsonObject(reading.value)) {
        return failed("malformed", "unknown", "the answer is a list and should be an object", false);
      }
      const refusal = reading.value.Error;
      if (refusal === undefined || refusal === null) return { is: "answered", answer: reading.value };
      return refused(refusal, context);
    }
  }
}

function refused(refusal: unknown, context: AnswerContext): Try {
  const detail = words(refusal, context);
  const facts = {
    kind: "refused",
    outcome: "not-done",
    request: context.request,
    status: 200,
    detail,
  } as const;
  return {
    is: "failed",
    error: new ApiError(facts, `${context.request}: the server refused: ${detail}`),
    isPassing: false,
    retryAfter: null,
  };
}

/** Any status but 200. That a 4xx was not acted on is sure; a redirect may come after the server acted. */
function readFailure(incoming: Incoming, context: AnswerContext): Try {
  const { status } = incoming;
  const detail = wordsOf(incoming, context);
  const kind = status === 401 ? "unauthorized" : status === 404 ? "not-found" : "http";
  const outcome = status >= 400 && status < 500 ? "not-done" : "unknown";
  const where = redirectTarget(incoming, context);
  const said = where ?? (detail === null ? "" : `: ${detail}`);
  return {
    is: "failed",
    error: new ApiError(
      { kind, outcome, request: context.request, status, detail },
      `${context.request}: the server answered ${status}${said}`,
    ),
    isPassing: status === 429 || status >= 500,
    retryAfter: status === 429 || status === 503 ? context.retryAfter : null,
  };
}

/** Where a redirect points, without what may be secret in it (credentials, query). */
function redirectTarget(incoming: Incoming, context: AnswerContext): string | null {
  const { location } = incoming.headers;
  if (incoming.status < 300 || incoming.status >= 400 || location === undefined) return null;
  if (!URL.canParse(location, context.url)) return ", a redirect that is not followed";
  const { origin, pathname } = new URL(location, context.url);
  const target = visibleText(context.scrub(`${origin}${pathname}`), LONGEST_SNIPPET * 2);
  return `, a redirect to ${target} that is not followed`;
}

/** The server's words in a failure: a JSON answer's `Error` or the like, else the beginning of its text. */
function wordsOf(incoming: Incoming, context: AnswerContext): string | null {
  const reading = readJson(incoming.body, context.maxDepth);
  if (reading.is === "other") return reading.text.trim() === "" ? null : snippet(reading.text, context);
  if (reading.is !== "json" || !isJsonObject(reading.value)) return null;
  const { Error: error, error_description, message, error: code } = reading.value;
  const said = error ?? error_description ?? message ?? code ?? null;
  return said === null ? null : words(said, context);
}

function words(said: unknown, context: AnswerContext): string {
  const text = typeof said === "string" ? said : compactJson(said);
  return visibleText(context.scrub(text), LONGEST_WORDS);
}

function snippet(text: string, context: AnswerContext): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  // What a sign-in is answered with may be a token in another form, and no scrubber knows it yet.
  if (line !== "" && !line.startsWith("<") && context.request.endsWith(ROUTES.token.path)) {
    return "text that is not shown, because it may hold a token";
  }
  return line === "" ? "it is empty" : `"${visibleText(context.scrub(line), LONGEST_SNIPPET)}"`;
}
