import { formatRange } from "../../domain/date-range.ts";
import { formatUnit } from "../../domain/unit.ts";
import type { Refusal } from "../plan.ts";
import { emailsOf, type RuleContext, sourcesOf } from "./rule.ts";

/** A resident would take a unit that somebody else holds on those dates, and keeps. */
export function unitOccupied(context: RuleContext): readonly Refusal[] {
  return context.units.order.conflicts.map(({ taker, holder, days }) => ({
    rule: "unit-occupied",
    message: `${taker.email} cannot have ${formatUnit(taker.unit)}: ${holder} holds it (${formatRange(days)})`,
    emails: emailsOf([taker, { email: holder }]),
    sources: sourcesOf([taker]),
    remedy: `Declare ${holder} with dates that leave the unit free, or end ${holder}.`,
    consent: null,
  }));
}
