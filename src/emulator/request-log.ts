import type { Stamp } from "./stamp.ts";

/** A request as it is remembered: no header, so no token and no password. */
export interface LoggedRequest {
  /** From 1, in the order of arrival. */
  readonly number: number;
  /** On the emulator's clock. */
  readonly at: Stamp;
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  /** The body as it was sent. */
  readonly body: string;
  /** The status that was answered; null where nothing was, or not yet. */
  readonly status: number | null;
  /** The fault that took the answer's place, where one did. */
  readonly fault: string | null;
}

/** Notes requests as they come, and what became of them. */
export interface RequestLog {
  /** Notes a request; the function it gives notes its end. */
  readonly note: (
    request: Pick<LoggedRequest, "at" | "method" | "path" | "body">,
  ) => (end: Pick<LoggedRequest, "status" | "fault">) => void;
  readonly entries: () => readonly LoggedRequest[];
}

/** An empty log. */
export function makeRequestLog(): RequestLog {
  const entries: LoggedRequest[] = [];
  return {
    note: (request) => {
      const index = entries.length;
      const entry = { number: index + 1, ...request, status: null, fault: null };
      entries.push(entry);
      return (end) => {
        entries[index] = { ...entry, ...end };
      };
    },
    entries: () => [...entries],
  };
}
