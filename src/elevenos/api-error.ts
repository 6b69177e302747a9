/**
 * Why a call failed.
 * `unauthorized`: 401 also after a new token, or the token call refused; `not-found`: 404; `http`: any other status that
 * is not 200; `refused`: a 200 whose `Error` is not null; `malformed`: not JSON, or not the shape relied on;
 * `timeout`, `network`: no whole answer; `too-large`: the answer passed a size or depth limit;
 * `not-allowed`: never sent (an empty target list, a URL that is not https).
 */
export type ApiErrorKind =
  | "unauthorized"
  | "not-found"
  | "http"
  | "refused"
  | "malformed"
  | "timeout"
  | "network"
  | "too-large"
  | "not-allowed";

/**
 * What is known of the server's side: `not-done` (the request never reached the server, or it said no), or
 * `unknown` (it may have acted: the answer was lost, or is not readable).
 */
export type ApiOutcome = "not-done" | "unknown";

/** A call that failed, in words fit for an operator: no token, no body of ours, control characters made visible. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly outcome: ApiOutcome;
  /** `GET /team/…/resident`, without query or credentials. */
  readonly request: string;
  /** The HTTP status, where there was one. */
  readonly status: number | null;
  /** The server's words, where it gave any. */
  readonly detail: string | null;

  constructor(
    facts: {
      readonly kind: ApiErrorKind;
      readonly outcome: ApiOutcome;
      readonly request: string;
      readonly status?: number | null;
      readonly detail?: string | null;
    },
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ApiError";
    this.kind = facts.kind;
    this.outcome = facts.outcome;
    this.request = facts.request;
    this.status = facts.status ?? null;
    this.detail = facts.detail ?? null;
  }
}
