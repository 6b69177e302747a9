import type { Timing } from "../domain/timing.ts";

/** How often and how patiently a call is repeated. */
export interface RetryPolicy {
  /** Tries in all, from 1. */
  readonly attempts: number;
  /** Milliseconds: the longest first wait; it doubles with each try. */
  readonly base: number;
  /** Milliseconds: no wait of ours is longer. */
  readonly cap: number;
  /** Milliseconds: a call whose server asks for a longer wait is given up. */
  readonly retryAfterCap: number;
}

/** Up to 5 tries, over a few seconds; a minute before each at most where the server asks for it. */
export const DEFAULT_RETRIES: RetryPolicy = { attempts: 5, base: 300, cap: 10_000, retryAfterCap: 60_000 };

/**
 * Milliseconds to wait after try number `attempt` (from 1). Full jitter, so that many callers do not come back
 * at once; what the server asked for is waited in full, and a little jitter added.
 */
export function waitAfter(
  attempt: number,
  retryAfter: number | null,
  policy: RetryPolicy,
  timing: Pick<Timing, "random">,
): number {
  if (retryAfter !== null) return retryAfter + timing.random() * policy.base;
  return timing.random() * Math.min(policy.cap, policy.base * 2 ** (attempt - 1));
}

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds, or an HTTP date. Milliseconds from now, from 0; null where the
 * header is missing or not readable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const milliseconds = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds);
}
