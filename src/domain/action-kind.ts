/** The kinds of change to one resident, in the order in which they are listed and counted everywhere. */
export const ACTION_KINDS = [
  "create",
  "update",
  "reinstate",
  "suspend",
  "unsuspend",
  "terminate",
  "purge",
] as const;

/** One change to one resident. */
export type ActionKind = (typeof ACTION_KINDS)[number];

/** The kinds that take an account's access away for good: `terminate` and `purge`. */
export function isEnding(kind: ActionKind): kind is "terminate" | "purge" {
  return kind === "terminate" || kind === "purge";
}
