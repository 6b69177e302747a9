import { distance } from "fastest-levenshtein";
import { compareText } from "../../domain/compare-text.ts";
import { formatUnit, type Unit } from "../../domain/unit.ts";
import type { Refusal } from "../plan.ts";
import { emailsOf, type RuleContext, sourcesOf } from "./rule.ts";

/** How many of the site's units a message names. */
const NEAREST = 3;

/**
 * A building, floor and unit that the site does not have (the guide: «the Building, Floor, and Unit values sent
 * in the POST request must match available values» of the mappings). Asked of every record that is sent, because a
 * PUT holds the unit also where it does not change.
 */
export function unitUnknown(context: RuleContext): readonly Refusal[] {
  const { mappings } = context.view.live;
  return context.units.drafts
    .filter((draft) => draft.send !== null && context.view.mappingOf(draft.unit) === undefined)
    .map((draft) => ({
      rule: "unit-unknown",
      message: `${formatUnit(draft.unit)} (building/floor/unit) is not among the site's ${mappings.length} units`,
      emails: emailsOf([draft]),
      sources: sourcesOf([draft]),
      remedy: remedyFor(draft.unit, mappings),
      consent: null,
    }));
}

function remedyFor(unit: Unit, mappings: readonly Unit[]): string {
  const nearest = nearestUnits(unit, mappings).map(formatUnit);
  if (nearest.length === 0) return "The API gives no units for this site: set them up in Site Manager first.";
  return `Write one of the site's units. The nearest: ${nearest.join(", ")}.`;
}

/** The units most like the one given, nearest first; case and leading zeros count little, as they are the usual slip. */
function nearestUnits(unit: Unit, mappings: readonly Unit[]): readonly Unit[] {
  const wanted = simplify(unit);
  return mappings
    .map((mapping) => ({ mapping, distance: distance(wanted, simplify(mapping)) }))
    .sort((a, b) => a.distance - b.distance || compareText(formatUnit(a.mapping), formatUnit(b.mapping)))
    .slice(0, NEAREST)
    .map((near) => near.mapping);
}

function simplify(unit: Unit): string {
  return formatUnit(unit)
    .toLowerCase()
    .replace(/(^|\/)0+/g, "$1");
}
