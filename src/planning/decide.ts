import type { ActionKind } from "../domain/action-kind.ts";
import type { DeclaredState } from "../domain/site.ts";
import type { StatusName } from "../domain/status.ts";

/** What the table says for one resident: actions, nothing, a wish that has to wait, or hands off. */
export type Decision =
  | { readonly type: "actions"; readonly kinds: readonly ActionKind[] }
  | { readonly type: "nothing" }
  /** `kinds` are done all the same: the fields of a resident whose suspension waits are kept up to date. */
  | {
      readonly type: "deferred";
      readonly wish: "suspend" | "purge";
      readonly kinds: readonly ActionKind[];
    }
  | { readonly type: "untouched" };

const NOTHING: Decision = { type: "nothing" };

/**
 * The table of desired against live (design section 3), a row a case. `differs` is true where a managed field
 * differs; it is not read for `terminated` and `purged`.
 */
export function decide(desired: DeclaredState, live: StatusName | "absent", differs: boolean): Decision {
  if (live === "unknown") return { type: "untouched" };
  switch (desired) {
    case "active":
      return decideActive(live, differs);
    case "suspended":
      return decideSuspended(live, differs);
    case "terminated":
      return live === "absent" || live === "expired" ? NOTHING : actions("terminate");
    case "purged":
      if (live === "absent") return NOTHING;
      return live === "expired" ? { type: "deferred", wish: "purge", kinds: [] } : actions("purge");
  }
}

function decideActive(live: Exclude<StatusName, "unknown"> | "absent", differs: boolean): Decision {
  switch (live) {
    case "absent":
      return actions("create");
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

function decideSuspended(live: Exclude<StatusName, "unknown"> | "absent", differs: boolean): Decision {
  const update: readonly ActionKind[] = differs ? ["update"] : [];
  switch (live) {
    case "absent":
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

function actions(...kinds: readonly ActionKind[]): Decision {
  return { type: "actions", kinds };
}
