import type { DeclaredSite } from "../../domain/site.ts";
import { visibleText } from "../../domain/visible-text.ts";
import type { SiteListing, Team } from "../../elevenos/api.ts";
import { firstOf } from "../../reporting/columns.ts";
import { count } from "../../reporting/words.ts";
import { siteSlug } from "../site-slug.ts";
import { type Finding, failure, ok, warning } from "./finding.ts";

/** The teams that the account is on. */
export function checkTeams(teams: readonly Team[]): Finding {
  const list = teams.map(({ teamId, name }) => `${visibleText(name, 80)} (${visibleText(teamId, 80)})`);
  if (list.length > 0) return ok("teams", `${count(list.length, "team")}: ${firstOf(list, 10)}`);
  return failure("teams", "the account is on no team", "Add it to the team whose residents it is to manage.");
}

/** The sites of a team: what a new Site file needs to know. */
export function checkTeamSites(team: Team, listed: readonly SiteListing[]): Finding {
  const list = listed.map(({ siteId, name }) => `${visibleText(name, 80)} (${visibleText(siteId, 80)})`);
  const label = visibleText(team.name, 80);
  if (list.length > 0) return ok("teams", `${label} has ${count(list.length, "site")}: ${firstOf(list, 10)}`);
  return warning("teams", `${label} has no sites`, "Check that this is the team that is meant.");
}

/** Whether a declared site is there, and what it is called. */
export function checkSite(
  site: Pick<DeclaredSite, "name" | "siteId" | "teamId">,
  teams: readonly Team[],
  listed: readonly SiteListing[],
): Finding {
  const name = site.name;
  if (teams.every(({ teamId }) => teamId !== site.teamId)) {
    const message = `the account is not on team ${visibleText(site.teamId, 80)}`;
    return failure("site", message, "Correct teamId, or add the account to that team.", name);
  }
  const found = listed.find(({ siteId }) => siteId === site.siteId);
  if (found === undefined) {
    const there = listed.map(
      ({ siteId, name: label }) => `${visibleText(siteId, 80)} (${visibleText(label, 80)})`,
    );
    const remedy = `Correct siteId. The team has ${there.length === 0 ? "no sites" : firstOf(there, 20)}.`;
    return failure("site", `the team has no site ${visibleText(site.siteId, 80)}`, remedy, name);
  }
  const namesake = listed.find((other) => other !== found && siteSlug(other.name) === siteSlug(name));
  if (namesake !== undefined && siteSlug(found.name) !== siteSlug(name)) {
    const message = `its siteId is that of "${visibleText(found.name, 80)}", and "${visibleText(namesake.name, 80)}" is another site`;
    return warning("site", message, "Make sure that name and siteId belong together.", name);
  }
  return ok("site", `is "${visibleText(found.name, 80)}" in Site Manager`, name);
}
