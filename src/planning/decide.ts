import type { ActionKind } from "../domain/action-kind.ts";
import type { DeclaredState } from "../domain/site.ts";
import type { StatusName } from "../domain/status.ts";

/** What can be done to an account that exists. */
export type LiveKind = Exclude<ActionKind, "create">;

/** What the table says for one resident: actions, nothing, a wish that has to wait, or hands off. */
export type Decision =
  | { readonly type: "actions"; readonly kinds: readonly LiveKind[] }
  | { readonly type: "nothing" }
  /** `kinds` are done all the same: the fields of a resident whose suspension waits are kept up to date. */
  | {
      readonly type: "deferred";
      readonly wish: "suspend" | "purge";
      readonly kinds: readonly LiveKind[];
    }
  | { readonly type: "untouched" };

const NOTHING: Decision = { type: "nothing" };

/** The column of the table (design section 3) for an account that does not exist. */
export function decideAbsent(desired: DeclaredState): "create" | "defer" | "nothing" {
  switch (desired) {
    case "active":
      return "create";
    case "suspended":
      return "defer";
    case "terminated":
    case "purged":
      return "nothing";
  }
}

/**
 * The other columns of the table, a row a case. `differs` is true where a managed field differs; it is not read
 * for `terminated` and `purged`.
 */
export function decideLive(desired: DeclaredState, live: StatusName, differs: boolean): Decision {
  if (live === "unknown") return { type: "untouched" };
  switch (desired) {
    case "active":
      return decideActive(live, differs);
    case "suspended":
      return decideSuspended(live, differs);
    case "terminated":
      return live === "expired" ? NOTHING : actions("terminate");
    case "purged":
      return live === "expired" ? { type: "deferred", wish: "purge", kinds: [] } : actions("purge");
  }
}

function decideActive(live: Exclude<StatusName, "unknown">, differs: boolean): Decision {
  switch (live) {
    case "scheduled":
    case "pending":
    case "current":
      return differs ? actions("update") : NOTHING;
    case "suspended":
      return differs ? actions("update", "unsuspend") : actions("unsuspend");
    case "expired":
      return actions("reinstate");
  }
}

function decideSuspended(live: Exclude<StatusName, "unknown">, differs: boolean): Decision {
  const update: readonly LiveKind[] = differs ? ["update"] : [];
  switch (live) {
    case "expired":
      return { type: "deferred", wish: "suspend", kinds: [] };
    case "scheduled":
    case "pending":
      return { type: "deferred", wish: "suspend", kinds: update };
    case "current":
      return actions(...update, "suspend");
    case "suspended":
      return differs ? actions("update") : NOTHING;
  }
}

function actions(...kinds: readonly LiveKind[]): Decision {
  return { type: "actions", kinds };
}
