import { setMaxListeners } from "node:events";
import { ApiError } from "./api-error.ts";
import { type Call, type Caller, inTheEnd, type Progress } from "./caller.ts";
import type { Session } from "./session.ts";
import type { JsonObject } from "./shape.ts";

/**
 * Sends calls with a token. A 401 means that the server did not act: the token is renewed once and the call sent
 * again, whatever it is. A second 401 is the end.
 */
export function createAuthorizedSend(
  caller: Caller,
  session: Session,
): (call: Call, signal?: AbortSignal) => Promise<JsonObject> {
  return async (call, signal) => {
    // A thousand calls may wait for one Ctrl-C: that is no leak to warn of.
    if (signal !== undefined) setMaxListeners(0, signal);
    const progress: Progress = { attempt: 0, isUncertain: false };
    const token = await untilAborted(session.token(), signal);
    try {
      return await caller.send(call, `Bearer ${token.text}`, progress, signal);
    } catch (error) {
      if (!isTokenRejection(error)) throw error;
    }
    const renewed = await untilAborted(session.renew(token), signal).catch((error: unknown) => {
      throw error instanceof ApiError ? inTheEnd(error, progress) : error;
    });
    return caller.send(call, `Bearer ${renewed.text}`, progress, signal);
  };
}

function isTokenRejection(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** A token is shared: a caller that gives up stops waiting for it, and leaves it to the others. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
