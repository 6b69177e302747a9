import type { DeclaredSite, LiveSite } from "../../domain/site.ts";
import { formatUnit, type Unit, unitKey } from "../../domain/unit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { firstOf } from "../../reporting/columns.ts";
import { count } from "../../reporting/words.ts";
import { type Finding, failure, ok, warning } from "./finding.ts";

/** Whether the site's mappings have the units of its residents, live and declared. */
export function checkUnits(site: DeclaredSite, live: LiveSite): readonly Finding[] {
  const { name } = site;
  if (live.mappings.length === 0) {
    const remedy = "Set up the site's units in Site Manager: without them no resident can be added.";
    return [warning("units", "the API lists no units", remedy, name)];
  }
  const mapped = new Set(live.mappings.map(unitKey));
  const living = live.residents.filter(({ status }) => status.name !== "expired");
  const lost = missingFrom(mapped, living);
  const declared = site.residents.flatMap(({ unit, state }) =>
    unit === undefined || state === "terminated" || state === "purged" ? [] : [unit],
  );
  const unknown = missingFrom(mapped, declared);
  const findings: Finding[] = [];
  if (unknown.length > 0) {
    const message = `${count(unknown.length, "declared unit")} not among the site's: ${firstOf(unknown, 5)}`;
    findings.push(failure("units", message, "Correct building, floor or unit; plan refuses them.", name));
  }
  if (lost.length > 0) {
    const message = `${count(lost.length, "unit")} of live residents not among the site's: ${firstOf(lost, 5)}`;
    const remedy = "Look at the site's units in Site Manager: an update of these residents may be refused.";
    findings.push(warning("units", message, remedy, name));
  }
  if (findings.length > 0) return findings;
  return [ok("units", `${count(mapped.size, "unit")}, with those of all residents among them`, name)];
}

function missingFrom(mapped: ReadonlySet<string>, units: readonly Unit[]): readonly string[] {
  const missing = units.filter((unit) => !mapped.has(unitKey(unit)));
  return [...new Set(missing.map((unit) => visibleText(formatUnit(unit), 80)))].sort();
}
