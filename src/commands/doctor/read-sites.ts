import pLimit from "p-limit";
import type { DeclaredSite, LiveSite } from "../../domain/site.ts";
import type { ElevenOS, SiteListing } from "../../elevenos/api.ts";
import { ApiError } from "../../elevenos/api-error.ts";
import { describeApiError } from "../../elevenos/describe-error.ts";
import type { Connection } from "../connect.ts";
import type { Context } from "../context.ts";
import { checkSite, checkTeamSites, checkTeams } from "./check-sites.ts";
import { checkStatuses } from "./check-statuses.ts";
import { checkUnits } from "./check-units.ts";
import { checkZone } from "./check-zone.ts";
import { type CheckName, type Finding, failure, ok } from "./finding.ts";

/** All checks that need the API: token, teams, and every declared site. One that fails does not stop the others. */
export async function checkLive(
  connection: Connection,
  sites: readonly DeclaredSite[],
  { flags }: Context,
): Promise<readonly Finding[]> {
  const { api, serverName } = connection;
  const teams = await attempt("token", null, () => api.listTeams());
  if ("finding" in teams) return [teams.finding];
  const findings: Finding[] = [ok("token", `signed in at ${serverName}`), checkTeams(teams.value)];
  const listings = new Map<string, readonly SiteListing[] | null>();
  for (const team of teams.value) {
    const { teamId } = team;
    const listed = await attempt("teams", null, () => api.listSites(teamId));
    findings.push("finding" in listed ? listed.finding : checkTeamSites(team, listed.value));
    listings.set(teamId, "finding" in listed ? null : listed.value);
  }
  const limit = pLimit(flags.concurrency);
  const perSite = await Promise.all(
    sites.map((site) =>
      limit(async () => {
        const listed = listings.get(site.teamId);
        // The finding about the team says why nothing is known of its sites.
        if (listed === null) return [];
        const found = checkSite(site, teams.value, listed ?? []);
        return found.verdict === "failure" ? [found] : [found, ...(await checkOne(api, site))];
      }),
    ),
  );
  return [...findings, ...perSite.flat()];
}

async function checkOne(api: ElevenOS, site: DeclaredSite): Promise<readonly Finding[]> {
  const read = await attempt("site", site.name, async (): Promise<LiveSite> => {
    const [residents, mappings] = await Promise.all([api.listResidents(site), api.listMappings(site)]);
    return { siteId: site.siteId, teamId: site.teamId, residents, mappings };
  });
  if ("finding" in read) return [read.finding];
  const { residents } = read.value;
  return [checkZone(site, residents), checkStatuses(site.name, residents), ...checkUnits(site, read.value)];
}

type Attempted<T> = { readonly value: T } | { readonly finding: Finding };

/** What a call gives, or its error as a finding. */
async function attempt<T>(
  check: CheckName,
  site: string | null,
  call: () => Promise<T>,
): Promise<Attempted<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { message, remedy } = describeApiError(error);
    // The general advice about answers is to run this very command. Only an answer that was JSON is looked at below.
    const advice =
      error.kind === "malformed"
        ? "Check the base URL; what is said of answers below, if anything, tells how they differ."
        : remedy;
    return { finding: failure(check, message, advice, site) };
  }
}
