import type { Operation } from "fast-json-patch";
import { emailKey } from "../domain/email.ts";
import { groupBy } from "../domain/group-by.ts";
import type { Action, Plan, SitePlan } from "../planning/plan.ts";
import type { ActionOutcome } from "./apply-report.ts";
import type { Attempt, Attempts } from "./attempt.ts";

type Verdict = Pick<ActionOutcome, "ending" | "message" | "detail">;

/**
 * How every action of a plan ended. The new plan decides, not what the server said: an action that it still
 * holds, or defers, was not done; one that it does not hold any more is so. Where a site could not be read again
 * (`after` is null or lacks it), only what live state itself has shown is certain.
 */
export function judge(plan: Plan, attempts: Attempts, after: Plan | null): readonly ActionOutcome[] {
  const again = new Map((after?.sites ?? []).map((site) => [site.siteId, indexSite(site)]));
  return plan.sites.flatMap((site) =>
    site.actions.map((action): ActionOutcome => {
      const { id, kind, email, residentId, unit } = action;
      const attempt = attempts.get(id) ?? { is: "not-attempted", message: "its turn never came" };
      const siteAfter = again.get(site.siteId);
      const verdict =
        siteAfter === undefined ? unverified(attempt) : verified(attempt, whatIsLeft(action, siteAfter));
      return { actionId: id, site: site.name, kind, email, residentId, unit, ...verdict };
    }),
  );
}

/** What a new plan says of an action: still due, in whole or in part; deferred; or nothing, so it is done. */
type Left =
  | { readonly is: "nothing" }
  | { readonly is: "all" }
  | { readonly is: "part"; readonly fields: readonly string[] }
  | { readonly is: "deferred"; readonly reason: string };

/** What a new plan holds for each resident of a site, by the e-mail's key. */
interface SiteIndex {
  readonly actions: ReadonlyMap<string, readonly Action[]>;
  readonly deferred: ReadonlyMap<string, SitePlan["deferred"]>;
}

function indexSite({ actions, deferred }: SitePlan): SiteIndex {
  return { actions: byEmail(actions), deferred: byEmail(deferred) };
}

function byEmail<T extends { readonly email: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  return groupBy(items, ({ email }) => emailKey(email));
}

/**
 * Looks for what the action wanted in all that the new plan holds for the same resident, of whatever kind: an
 * update of somebody who has gone is a create now. Another wish for the same field is somebody else's change.
 */
function whatIsLeft(action: Action, after: SiteIndex): Left {
  const key = emailKey(action.email);
  const again = new Map<string, string>();
  for (const candidate of after.actions.get(key) ?? []) {
    for (const [path, value] of intentions(candidate.patch)) again.set(path, value);
  }
  const wanted = intentions(action.patch);
  const still = [...wanted].filter(([path, value]) => again.get(path) === value);
  if (still.length > 0) {
    return still.length === wanted.size
      ? { is: "all" }
      : { is: "part", fields: still.map(([path]) => path.slice(1)) };
  }
  const deferral = after.deferred.get(key)?.find(({ wish }) => wish === action.kind || wish === "compare");
  return deferral === undefined ? { is: "nothing" } : { is: "deferred", reason: deferral.reason };
}

/** What a patch wants, by path: JSON of the value, or the operation that takes it away. */
function intentions(patch: readonly Operation[]): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const operation of patch) {
    if (operation.op === "test") continue;
    const value = "value" in operation ? JSON.stringify(operation.value) : operation.op;
    wanted.set(operation.path, value);
  }
  return wanted;
}

function verified(attempt: Attempt, left: Left): Verdict {
  return left.is === "nothing" ? nowSo(attempt) : stillNotSo(attempt, left);
}

function nowSo(attempt: Attempt): Verdict {
  switch (attempt.is) {
    case "applied":
      return verdict("applied");
    case "already":
    case "not-attempted":
      return verdict("already");
    case "failed":
      return attempt.isSent
        ? verdict(
            "applied",
            `${attempt.message}, it was said; live state shows it all the same`,
            attempt.detail,
          )
        : verdict("already");
    case "unanswered":
    case "open":
      return verdict("applied", `${attempt.message}; live state shows it`);
  }
}

function stillNotSo(attempt: Attempt, left: Exclude<Left, { readonly is: "nothing" }>): Verdict {
  switch (attempt.is) {
    case "applied":
      return verdict("failed", `the server reported success, but ${leftInWords(left)}`);
    case "already":
      return verdict("failed", `it was so before, but ${leftInWords(left)}: somebody else has changed it`);
    case "failed":
      return verdict("failed", attempt.message, attempt.detail);
    case "not-attempted":
      return verdict("not-attempted", attempt.message);
    case "unanswered":
      return verdict("failed", `${attempt.message}, and ${leftInWords(left)}`);
    case "open":
      return verdict("unknown", `${attempt.message}, and so far ${leftInWords(left)}`, attempt.detail);
  }
}

function leftInWords(left: Exclude<Left, { readonly is: "nothing" }>): string {
  switch (left.is) {
    case "all":
      return "live state is unchanged";
    case "part":
      return `${left.fields.join(", ")} still ${left.fields.length === 1 ? "differs" : "differ"}`;
    case "deferred":
      return `it cannot be done now: ${left.reason}`;
  }
}

function unverified(attempt: Attempt): Verdict {
  switch (attempt.is) {
    case "applied":
      return attempt.isSeen
        ? verdict("applied")
        : verdict("unknown", "the server reported success; live state was not read again");
    case "already":
      return verdict("already");
    case "failed":
      return verdict("failed", attempt.message, attempt.detail);
    case "not-attempted":
      return verdict("not-attempted", attempt.message);
    case "unanswered":
      return verdict("unknown", attempt.message);
    case "open":
      return verdict("unknown", attempt.message, attempt.detail);
  }
}

function verdict(
  ending: Verdict["ending"],
  message: string | null = null,
  detail: string | null = null,
): Verdict {
  return { ending, message, detail };
}
