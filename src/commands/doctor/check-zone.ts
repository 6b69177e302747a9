import type { LiveResident } from "../../domain/site.ts";
import { countMisfits, datePairs, zonesThatFit } from "../../domain/zone-fit.ts";
import { firstOf } from "../../reporting/columns.ts";
import { count } from "../../reporting/words.ts";
import { type Finding, failure, ok } from "./finding.ts";

/** Whether the local and UTC dates of real residents are the same moments in the declared zone. */
export function checkZone(
  site: { readonly name: string; readonly timezone: string },
  residents: readonly LiveResident[],
): Finding {
  const { name, timezone } = site;
  const pairs = datePairs(residents);
  if (pairs.length === 0)
    return ok("time-zone", `${timezone}; no resident has dates to compare it with`, name);
  const misfits = countMisfits(pairs, timezone);
  if (misfits === 0)
    return ok("time-zone", `${timezone} fits ${count(pairs.length, "date")} of residents`, name);
  const fitting = zonesThatFit(pairs);
  const remedy =
    fitting.length === 0
      ? "No one zone fits all of them: look at the site's time zone in Site Manager."
      : `The dates fit ${firstOf(fitting, 3)}: correct timezone.`;
  const message = `by ${timezone}, local and UTC dates of residents are not the same moments: ${misfits} of ${count(pairs.length, "date")}`;
  return failure("time-zone", message, remedy, name);
}
