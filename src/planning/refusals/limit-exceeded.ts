import { isEnding } from "../../domain/action-kind.ts";
import type { Limit, LimitedKind } from "../../domain/site.ts";
import { consentToken } from "../consent.ts";
import type { Draft } from "../draft.ts";
import type { Refusal } from "../plan.ts";
import { emailsOf, type RuleContext, siteSource, sourcesOf } from "./rule.ts";

const KINDS: readonly LimitedKind[] = ["create", "update", "suspend", "terminate", "purge"];

/** A percentage of so few residents says nothing: up to this many actions never trip one. */
const FLOORS: Readonly<Record<LimitedKind, number>> = {
  create: 10,
  update: 3,
  suspend: 3,
  terminate: 3,
  purge: 0,
};

/**
 * More actions of a kind than the policy allows, or the end of everybody at a site of two or more. What
 * `replaces` and `transferFrom` spell out counts against no limit, but such residents are not there any more to
 * say that somebody stays. Counted is what was decided, before a unit cycle is broken, so that one consent
 * does not change what another is about.
 */
export function limitExceeded(context: RuleContext): readonly Refusal[] {
  const { view, decisions } = context;
  const residents = view.live.residents.filter((live) => live.status.name !== "expired").length;
  const counted = decisions.drafts.filter((draft) => isCounted(draft));
  const endings = decisions.drafts.filter((draft) => isEnding(draft.kind)).length;
  const endsEverybody = residents >= 2 && endings >= residents;
  return KINDS.flatMap((kind) => {
    const drafts = counted.filter((draft) => draft.kind === kind);
    if (drafts.length === 0 || (kind === "create" && isLiveEmpty(context))) return [];
    const isOverLimit = exceeds(view.declared.policy.limits[kind], FLOORS[kind], drafts.length, residents);
    const isOverEverybody = isEnding(kind) && endsEverybody;
    if (!isOverLimit && !isOverEverybody) return [];
    const limit = formatLimit(view.declared.policy.limits[kind], residents);
    const why = isOverLimit ? `the limit is ${limit}` : `that would end everybody at the site (${residents})`;
    return [
      {
        rule: "limit-exceeded" as const,
        message: `${drafts.length} to ${kind}, and ${why}`,
        emails: emailsOf(drafts),
        sources: orSite(sourcesOf(drafts), context),
        remedy:
          "If this is meant, add the consent to the site's accept: list; it covers exactly these actions. " +
          "Otherwise look for a bad merge, or a file that was left out.",
        consent: consentToken("limit-exceeded", kind, drafts),
      },
    ];
  });
}

/** True where the API lists nobody and more is declared than a new site would start with: `live-empty` speaks. */
export function isLiveEmpty(context: RuleContext): boolean {
  return context.view.live.residents.length === 0 && context.view.declared.residents.length > FLOORS.create;
}

function isCounted(draft: Draft): boolean {
  return draft.cause === "declared" || draft.cause === "undeclared";
}

function exceeds(limit: Limit, floor: number, count: number, residents: number): boolean {
  if (limit.unit === "count") return count > limit.value;
  return count > floor && count * 100 > residents * limit.value;
}

function formatLimit(limit: Limit, residents: number): string {
  if (limit.unit === "count") return String(limit.value);
  return `${limit.value}% of ${residents} live residents`;
}

function orSite(sources: Refusal["sources"], context: RuleContext): Refusal["sources"] {
  return sources.length === 0 ? [siteSource(context.view)] : sources;
}
