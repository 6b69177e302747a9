import { type Answer, messageOf } from "./answer.ts";

/** Where GitHub says nothing else: "wait for at least one minute before retrying". */
const UNSTATED_WAIT = 60_000;

/**
 * Milliseconds to wait before the request may be sent again; null where it is not about a rate limit. GitHub says
 * it with 403 or 429: `Retry-After` in seconds, or `x-ratelimit-reset` in seconds since the epoch where
 * `x-ratelimit-remaining` is 0, or only a message about a secondary rate limit.
 */
export function rateLimitWait(answer: Answer, now: number): number | null {
  const { status, headers } = answer;
  if (status !== 403 && status !== 429) return null;
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const reset = headers["x-ratelimit-reset"];
  if (headers["x-ratelimit-remaining"] === "0" && typeof reset === "string" && /^\d+$/.test(reset)) {
    return Math.max(0, Number(reset) * 1000 - now);
  }
  return status === 429 || /secondary rate limit|abuse detection/i.test(messageOf(answer))
    ? UNSTATED_WAIT
    : null;
}
