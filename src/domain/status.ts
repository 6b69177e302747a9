import { visibleText } from "./visible-text.ts";

/**
 * A resident's status as the API reports it: a set of lower-case words (api.md, "Status").
 * `pending` stands for current and pending, `suspended` for current and suspended.
 */
export type StatusName = "scheduled" | "pending" | "current" | "suspended" | "expired" | "unknown";

/** A status: its name, and the words as the server wrote them. */
export interface LiveStatus {
  readonly name: StatusName;
  readonly words: readonly string[];
}

const KNOWN_WORDS = new Set(["current", "pending", "scheduled", "suspended", "expired"]);

/**
 * Reads the set of status words, compared without case. A word that is not known, no word at all, or words
 * that contradict each other (`expired` with `current` or `scheduled`, `scheduled` with `current`, `pending`
 * with `suspended`) make it `unknown`: such a resident is never touched.
 */
export function parseStatus(words: readonly string[]): LiveStatus {
  const set = new Set(words.map((word) => word.trim().toLowerCase()));
  return { name: nameOf(set), words };
}

function nameOf(set: ReadonlySet<string>): StatusName {
  for (const word of set) if (!KNOWN_WORDS.has(word)) return "unknown";
  if (set.size === 0) return "unknown";
  const isCurrent = set.has("current");
  if (set.has("expired")) return isCurrent || set.has("scheduled") ? "unknown" : "expired";
  if (set.has("scheduled")) return isCurrent || set.has("suspended") ? "unknown" : "scheduled";
  if (set.has("pending")) return set.has("suspended") ? "unknown" : "pending";
  return set.has("suspended") ? "suspended" : "current";
}

/** True where a status says `suspended`, whatever else it says: also of one whose other words are not known. */
export function saysSuspended(status: LiveStatus): boolean {
  return status.words.some((word) => word.trim().toLowerCase() === "suspended");
}

/** The words of a status as the server wrote them, for people: `current, pending`; `none` where there are none. */
export function formatStatus(status: LiveStatus): string {
  return status.words.length === 0 ? "none" : visibleText(status.words.join(", "), 80);
}
