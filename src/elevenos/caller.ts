import { Pool } from "undici";
import type { Timing } from "../domain/timing.ts";
import { type AnswerContext, readAnswer, type Try } from "./answer.ts";
import { ApiError, type ApiErrorKind } from "./api-error.ts";
import { type RetryPolicy, readRetryAfter, waitAfter } from "./backoff.ts";
import { exchange, NoAnswer } from "./exchange.ts";
import { createLimiter } from "./limiter.ts";
import type { Outgoing } from "./message.ts";
import type { Scrubber } from "./scrub.ts";
import type { JsonObject } from "./shape.ts";

/** How much one client may take, of the server and of us. */
export interface ClientLimits {
  /** Requests under way at once; fewer after a 429. */
  readonly concurrency: number;
  /** Milliseconds to make a connection. */
  readonly connectTime: number;
  /** Milliseconds for one request, from connecting to the last byte. */
  readonly requestTime: number;
  /** Bytes of one answer's body. */
  readonly responseBytes: number;
  /** How deep an answer's JSON may nest. */
  readonly jsonDepth: number;
}

/** A try of a call that is over: what `-v` shows. No token, no body. */
export interface RequestEvent {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  /** null where there was no answer. */
  readonly status: number | null;
  /** null where the call was answered. */
  readonly error: ApiErrorKind | null;
  readonly milliseconds: number;
  /** From 1. */
  readonly attempt: number;
}

/** One call of the API. `path` is below the base URL, its parts encoded. */
export interface Call {
  readonly method: Outgoing["method"];
  readonly path: string;
  readonly body?: unknown;
  /**
   * Whether the call may be sent again although the server may have acted on it already. A call that may not is
   * still sent again where it is sure that the server did not act: never reached, 429.
   */
  readonly isRepeatable: boolean;
}

/** What a caller is made of. */
export interface CallerParts {
  readonly baseUrl: URL;
  readonly timing: Timing;
  readonly limits: ClientLimits;
  readonly retries: RetryPolicy;
  readonly scrubber: Scrubber;
  readonly onRequest: (event: RequestEvent) => void;
}

/** Where a series of tries stands. Kept over a renewal of the token in the midst of it. */
export interface Progress {
  attempt: number;
  /** An earlier try may have been acted on, whatever the later ones say. */
  isUncertain: boolean;
}

/** Sends calls: the one pool and the one limiter of an origin. */
export interface Caller {
  /** Sends a call, and again where that is allowed and may help. Rejects with an `ApiError`, or the signal's reason. */
  readonly send: (
    call: Call,
    authorization: string,
    progress: Progress,
    signal?: AbortSignal,
  ) => Promise<JsonObject>;
  /** Waits for what is under way and closes the connections. */
  readonly close: () => Promise<void>;
}

/** Makes a caller for one origin. */
export function createCaller(parts: CallerParts): Caller {
  const { baseUrl, timing, limits, retries, scrubber } = parts;
  const limiter = createLimiter(limits.concurrency, timing);
  // With `pipelining: 1`, undici never has a second request on a connection, so it has none to send again.
  const pool = new Pool(baseUrl.origin, {
    connections: limits.concurrency,
    pipelining: 1,
    connect: { timeout: limits.connectTime },
  });
  const basePath = baseUrl.pathname === "/" ? "" : baseUrl.pathname;

  async function tryOnce(call: Call, authorization: string, signal?: AbortSignal): Promise<Try> {
    const request = requestName(call);
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const headers = {
      accept: "application/json",
      authorization,
      ...(body === null ? {} : { "content-type": "application/json" }),
    };
    const path = `${basePath}${call.path}`;
    const outgoing = { method: call.method, path, headers, body };
    const exchangeLimits = { milliseconds: limits.requestTime, bytes: limits.responseBytes };
    try {
      const incoming = await exchange(pool, outgoing, exchangeLimits, signal);
      const header = incoming.headers["retry-after"];
      const context: AnswerContext = {
        request,
        url: `${baseUrl.origin}${path}`,
        maxDepth: limits.jsonDepth,
        scrub: scrubber.scrub,
        retryAfter: readRetryAfter(header, timing.now()),
      };
      return readAnswer(incoming, context);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const { kind, outcome } = error;
      const isPassing = kind === "timeout" || kind === "network";
      const failure = new ApiError(
        { kind, outcome, request },
        `${request}: ${scrubber.scrub(error.message)}`,
      );
      return { is: "failed", error: failure, isPassing, retryAfter: null };
    }
  }

  async function tryInTurn(
    call: Call,
    authorization: string,
    attempt: number,
    signal?: AbortSignal,
  ): Promise<Try> {
    const permit = await limiter.acquire(signal);
    const start = timing.now();
    let load: "ok" | "throttled" | "failed" = "failed";
    let pause = 0;
    try {
      const result = await tryOnce(call, authorization, signal);
      const failure = result.is === "failed" ? result : null;
      if (failure === null || isUnburdened(failure.error)) load = "ok";
      if (failure !== null && isThrottled(failure)) load = "throttled";
      // Nobody waits as long as the server asks: the other calls shall hear it from the server too.
      pause = failure === null || asksTooMuch(failure, retries) ? 0 : (failure.retryAfter ?? 0);
      parts.onRequest({
        method: call.method,
        path: call.path,
        status: failure === null ? 200 : failure.error.status,
        error: failure?.error.kind ?? null,
        milliseconds: timing.now() - start,
        attempt,
      });
      return result;
    } finally {
      permit.release(load, pause);
    }
  }

  return {
    send: async (call, authorization, progress, signal) => {
      for (;;) {
        progress.attempt += 1;
        const result = await tryInTurn(call, authorization, progress.attempt, signal);
        if (result.is === "answered") return result.answer;
        const { error } = result;
        const isAllowed = call.isRepeatable || error.outcome === "not-done";
        const isLast = progress.attempt >= retries.attempts;
        if (asksTooMuch(result, retries)) throw inTheEnd(tooLongToWait(error, result.retryAfter), progress);
        if (!result.isPassing || !isAllowed || isLast) throw inTheEnd(error, progress);
        progress.isUncertain ||= error.outcome === "unknown";
        await timing.sleep(waitAfter(progress.attempt, result.retryAfter, retries, timing), signal);
      }
    },
    close: () => pool.close(),
  };
}

/** How a call is named in messages. */
export function requestName(call: Pick<Call, "method" | "path">): string {
  return `${call.method} ${call.path}`;
}

/** The error of the last try, as the error of all: if an earlier try may have been acted on, so may the call. */
export function inTheEnd(error: ApiError, progress: Readonly<Progress>): ApiError {
  const isUncertain = progress.isUncertain && error.outcome === "not-done";
  if (progress.attempt <= 1 && !isUncertain) return error;
  const { kind, request, status, detail } = error;
  const outcome = progress.isUncertain ? "unknown" : error.outcome;
  return new ApiError(
    { kind, outcome, request, status, detail },
    `${error.message} (try ${progress.attempt})`,
  );
}

/** The server asks for a longer wait than anybody would sit through. */
function asksTooMuch(failure: Extract<Try, { is: "failed" }>, retries: RetryPolicy): boolean {
  return failure.retryAfter !== null && failure.retryAfter > retries.retryAfterCap;
}

function tooLongToWait(error: ApiError, retryAfter: number | null): ApiError {
  const { kind, outcome, request, status, detail } = error;
  const seconds = Math.ceil((retryAfter ?? 0) / 1000);
  return new ApiError(
    { kind, outcome, request, status, detail },
    `${error.message}; the server asks to wait ${seconds} s`,
  );
}

/** The server has had its say, and nothing in it speaks of too much load. */
function isUnburdened(error: ApiError): boolean {
  return error.status !== null && error.status < 500;
}

/** The server, or the gateway before it, has too much to do: it says so, or does not get to an answer in time. */
function isThrottled(failure: Extract<Try, { is: "failed" }>): boolean {
  const { status } = failure.error;
  return status === 429 || status === 503 || status === 504;
}
