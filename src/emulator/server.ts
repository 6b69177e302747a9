import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Timing } from "../domain/timing.ts";
import { type Answer, refused } from "./answer.ts";
import { answerControl, type Controls } from "./control.ts";
import type { EndingFault, Verdict } from "./faults.ts";

/** A body beyond this is refused: far more than an import of 100,000 residents. */
const LARGEST_BODY = 32 * 1024 * 1024;

const API_PREFIX = "/v2";
const CONTROL_PREFIX = "/emulator";

/** What the server does with a request. */
export interface Serving extends Controls {
  readonly judge: (method: string, path: string) => Verdict;
  readonly timing: Timing;
  /** Aborted when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The HTTP server, not listening yet. */
export function makeServer(serving: Serving): Server {
  return createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    void serve(serving, request, response);
  });
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLocalHost(request.headers.host))
    return write(response, refused(403, "This server is for loopback."));
  const text = await bodyOf(request);
  if (text === null) {
    response.shouldKeepAlive = false;
    return write(response, refused(413, "The body is too large."));
  }
  const method = request.method ?? "GET";
  const path = pathOf(request.url ?? "/");
  if (path.startsWith(`${CONTROL_PREFIX}/`)) {
    return write(response, answerControl(serving, method, path.slice(CONTROL_PREFIX.length), text));
  }
  const note = serving.log.note({ at: serving.core.now(), method, path, body: text });
  const { ending, hints, delayMs } = serving.judge(method, path);
  if (!(await waited(serving, delayMs))) return;
  const act = () =>
    serving.core.answer({ method, path, authorization: request.headers.authorization, text }, hints);
  if (ending === null) {
    const answer = act();
    note({ status: answer.status, fault: null });
    return write(response, answer);
  }
  const status = await end(serving, ending, response, act);
  note({ status, fault: ending.kind });
}

/** A page in a browser that resolves its own name to this machine must not reach residents' data. */
function isLocalHost(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? "");
}

/** The path below the base URL: `/v2` is optional. */
function pathOf(url: string): string {
  const [path = ""] = url.split("?");
  return path.startsWith(`${API_PREFIX}/`) ? path.slice(API_PREFIX.length) : path;
}

/** The whole body; null where it is too large, or broke off: then nobody waits for an answer. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      // What comes after is read and dropped, so that the refusal can be read at the other end.
      if (size > LARGEST_BODY) chunks.length = 0;
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(size > LARGEST_BODY ? null : Buffer.concat(chunks).toString("utf8")));
    request.on("error", () => resolve(null));
  });
}

/** Waits; false where the emulator was closed meanwhile. */
async function waited({ timing, closing }: Serving, milliseconds: number): Promise<boolean> {
  if (milliseconds <= 0) return true;
  try {
    await timing.sleep(milliseconds, closing);
    return true;
  } catch (error) {
    if (closing.aborted) return false;
    throw error;
  }
}

function write(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(answer.text);
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(body.length),
    ...headers,
  });
  response.end(body);
}

const PAGE = "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>Bad gateway</body></html>";

/** Answers as the fault has it; gives the status, or null where nothing was answered. */
async function end(
  serving: Serving,
  fault: EndingFault,
  response: ServerResponse,
  act: () => Answer,
): Promise<number | null> {
  if ("acts" in fault && fault.acts === true) act();
  switch (fault.kind) {
    case "status": {
      const text = fault.body ?? JSON.stringify({ Error: `The emulator was asked for a ${fault.status}.` });
      const retry = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      write(response, { status: fault.status, text }, { ...retry, ...fault.headers });
      return fault.status;
    }
    case "html": {
      const status = fault.status ?? 200;
      write(response, { status, text: PAGE }, { "content-type": "text/html; charset=utf-8" });
      return status;
    }
    case "truncated": {
      const { status, text } = act();
      write(response, { status, text: text.slice(0, Math.floor(text.length / 2)) });
      return status;
    }
    case "expire-tokens": {
      serving.core.expireTokens();
      const answer = act();
      write(response, answer);
      return answer.status;
    }
    case "drop":
      response.destroy();
      return null;
    case "hang":
      if (fault.seconds !== undefined && (await waited(serving, fault.seconds * 1000))) response.destroy();
      return null;
  }
}
