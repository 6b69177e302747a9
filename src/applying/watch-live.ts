import type { LiveResident } from "../domain/site.ts";
import { ApiError } from "../elevenos/api-error.ts";
import { serverWords } from "./attempt.ts";
import type { ApplyContext } from "./context.ts";
import type { StepSite } from "./steps.ts";

/** Milliseconds. The server needs a moment to act on what it was sent, and much longer only when it is busy. */
const FIRST_WAIT = 500;
const GROWTH = 2;
const LONGEST_WAIT = 15_000;

/** What watching saw. `wasRead` is false where live state could not be read even once. */
export interface Watched<T> {
  readonly seen: ReadonlySet<T>;
  readonly wasRead: boolean;
}

/**
 * Reads a site's residents at growing intervals until all items show or the deadline (epoch milliseconds) has
 * passed; at least once, and once more at the deadline. `seenIn` says of one reading which items show in it;
 * what was seen once stays seen. Rejects when the apply is aborted.
 */
export async function watchLive<T>(
  site: StepSite,
  items: readonly T[],
  seenIn: (residents: readonly LiveResident[]) => (item: T) => boolean,
  deadline: number,
  context: ApplyContext,
): Promise<Watched<T>> {
  const { api, timing, aborting } = context;
  const seen = new Set<T>();
  let wasRead = false;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * GROWTH)) {
    const isLast = timing.now() >= deadline;
    try {
      const shows = seenIn(await api.listResidents(site, aborting));
      wasRead = true;
      for (const item of items) if (shows(item)) seen.add(item);
    } catch (error) {
      if (aborting.aborted || !(error instanceof ApiError)) throw error;
      context.emit({
        type: "notice",
        site: site.name,
        message: "the residents could not be read",
        detail: serverWords(error.message),
      });
    }
    if (isLast || seen.size === items.length) return { seen, wasRead };
    await timing.sleep(Math.min(wait, deadline - timing.now()), aborting);
  }
}
