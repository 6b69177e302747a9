import { formatUnit } from "../../domain/unit.ts";
import type { Draft } from "../draft.ts";
import { unitOf } from "../fields.ts";
import type { Refusal } from "../plan.ts";
import { emailsOf, type RuleContext, sourcesOf } from "./rule.ts";

/** Residents who would have to leave their units for each other at the same moment. */
export function unitCycle(context: RuleContext): readonly Refusal[] {
  return context.units.cycles
    .filter((cycle) => !cycle.isBroken)
    .map(({ members, consent }) => ({
      rule: "unit-cycle",
      message: `${members.length} residents wait for each other's units: ${members.map(describeMove).join("; ")}`,
      emails: emailsOf(members),
      sources: sourcesOf(members),
      remedy:
        consent === null
          ? "All of them are protected or suspended, and cannot be ended: move one of them to a free unit in a change of its own first."
          : "Move one of them to a free unit in a change of its own first; or add the consent to the site's " +
            "accept: list: one of them is then terminated, and reinstated in the other unit.",
      consent,
    }));
}

function describeMove(draft: Draft): string {
  const from = draft.live === null ? draft.unit : unitOf(draft.live);
  return `${draft.email} from ${formatUnit(from)} to ${formatUnit(draft.unit)}`;
}
