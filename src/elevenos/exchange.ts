import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher, Pool } from "undici";
import { visibleText } from "../domain/visible-text.ts";
import type { ApiErrorKind, ApiOutcome } from "./api-error.ts";
import type { Incoming, Outgoing } from "./message.ts";

/** What one exchange may take. */
interface ExchangeLimits {
  /** From the first attempt to connect to the last byte of the answer. */
  readonly milliseconds: number;
  /** Of the answer's body. */
  readonly bytes: number;
}

/** No whole answer: why, and whether the request may have reached the server. */
export class NoAnswer extends Error {
  readonly kind: Extract<ApiErrorKind, "timeout" | "network" | "too-large" | "malformed">;
  readonly outcome: ApiOutcome;

  constructor(kind: NoAnswer["kind"], outcome: ApiOutcome, message: string) {
    super(message);
    this.name = "NoAnswer";
    this.kind = kind;
    this.outcome = outcome;
  }
}

/**
 * Sends one request, once, and collects the answer, whatever its status; follows no redirect. Rejects with
 * `NoAnswer`, or with the signal's reason. This is undici's lowest level, because only it tells when a request
 * starts to be written: before that the server cannot have acted. Real timers, like the sockets they guard.
 */
export function exchange(
  pool: Pool,
  outgoing: Outgoing,
  limits: ExchangeLimits,
  signal?: AbortSignal,
): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let isOver = false;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let size = 0;
    const chunks: Buffer[] = [];

    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const giveUp = (reason: unknown) => {
      end(() => reject(reason));
      controller?.abort(new Error("given up"));
    };
    const outcome = (): ApiOutcome => (controller === null ? "not-done" : "unknown");
    const onAbort = () => giveUp(signal?.reason);
    const timer = setTimeout(
      () => giveUp(new NoAnswer("timeout", outcome(), `no whole answer within ${limits.milliseconds} ms`)),
      limits.milliseconds,
    );
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });

    pool.dispatch(
      // One timer, ours, covers headers and body; undici's own are coarse and would say less.
      { ...outgoing, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart: (started) => {
          // Given up while it waited for a connection: it must not be sent any more.
          if (isOver) started.abort(new Error("given up"));
          else controller = started;
        },
        onResponseStart: (_controller, statusCode, received) => {
          status = statusCode;
          headers = received;
        },
        onResponseData: (_controller, chunk) => {
          size += chunk.length;
          if (size > limits.bytes) {
            giveUp(new NoAnswer("too-large", "unknown", `the answer is larger than ${limits.bytes} bytes`));
          } else {
            chunks.push(chunk);
          }
        },
        onResponseEnd: () => end(() => resolve({ status, headers, body: Buffer.concat(chunks) })),
        onResponseError: (_controller, error) => end(() => reject(noAnswer(error, outcome()))),
      },
    );
  });
}

/** undici's errors are not kept as a cause: some carry what was received, which may hold passphrases. */
function noAnswer(error: Error & { code?: string }, outcome: ApiOutcome): NoAnswer {
  switch (error.code) {
    case "ECONNREFUSED":
      return new NoAnswer("network", outcome, "the connection was refused");
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new NoAnswer("network", outcome, "the server's name cannot be resolved");
    case "UND_ERR_CONNECT_TIMEOUT":
      return new NoAnswer("timeout", outcome, "no connection could be made in time");
    case "UND_ERR_HEADERS_OVERFLOW":
      return new NoAnswer("too-large", outcome, "the answer's headers are too large");
    case "UND_ERR_SOCKET":
    case "ECONNRESET":
      return new NoAnswer("network", outcome, "the connection was closed before the whole answer");
    default:
      if (error.name === "HTTPParserError") {
        return new NoAnswer("malformed", outcome, "the server's answer is not HTTP");
      }
      return new NoAnswer("network", outcome, visibleText(error.message, 200));
  }
}
