import pLimit from "p-limit";
import { ExpectedError } from "../domain/exit.ts";
import type { DeclaredSite, LiveSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { ElevenOS } from "../elevenos/api.ts";
import { ApiError } from "../elevenos/api-error.ts";

/** A site that could not be read, and why. */
export interface UnreadSite {
  readonly name: string;
  readonly error: ApiError;
}

/** What the API says of the sites of a run. */
export interface LiveSites {
  /** By site name. */
  readonly live: ReadonlyMap<string, LiveSite>;
  readonly unread: readonly UnreadSite[];
}

/**
 * Reads residents and mappings of sites, `concurrency` sites at a time. One that fails does not stop the others.
 * Teams and sites are looked up first: any that is not there is an `ExpectedError` (exit 4) that lists those that
 * are. Rejects with an `ApiError` where the look-up itself fails, and with the signal's reason once it is aborted.
 */
export async function readLiveSites(
  api: ElevenOS,
  sites: readonly DeclaredSite[],
  concurrency: number,
  signal?: AbortSignal,
): Promise<LiveSites> {
  await checkSitesExist(api, sites, signal);
  const limit = pLimit(concurrency);
  const live = new Map<string, LiveSite>();
  const unread: UnreadSite[] = [];
  await Promise.all(
    sites.map((site) =>
      limit(async () => {
        try {
          live.set(site.name, await readLiveSite(api, site, signal));
        } catch (error) {
          if (!(error instanceof ApiError) || signal?.aborted === true) throw error;
          unread.push({ name: site.name, error });
        }
      }),
    ),
  );
  return { live, unread: unread.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** What the API says of one site now. */
async function readLiveSite(
  api: ElevenOS,
  site: DeclaredSite,
  signal: AbortSignal | undefined,
): Promise<LiveSite> {
  const { siteId, teamId } = site;
  const [residents, mappings] = await Promise.all([
    api.listResidents(site, signal),
    api.listMappings(site, signal),
  ]);
  return { siteId, teamId, residents, mappings };
}

async function checkSitesExist(
  api: ElevenOS,
  sites: readonly DeclaredSite[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const wrong: string[] = [];
  const there: string[] = [];
  const teams = await api.listTeams(signal);
  const known = new Set(teams.map(({ teamId }) => teamId));
  const teamIds = [...new Set(sites.map(({ teamId }) => teamId))];
  if (teamIds.some((teamId) => !known.has(teamId))) {
    there.push(
      `Teams of this account: ${listing(teams.map((team) => ({ id: team.teamId, name: team.name })))}.`,
    );
  }
  for (const teamId of teamIds) {
    const declared = sites.filter((site) => site.teamId === teamId);
    if (!known.has(teamId)) {
      const names = declared.map(({ name }) => visibleText(name)).join(", ");
      wrong.push(`There is no team ${visibleText(teamId)} for this account (declared by ${names}).`);
      continue;
    }
    const listed = await api.listSites(teamId, signal);
    const listedIds = new Set(listed.map(({ siteId }) => siteId));
    const missing = declared.filter(({ siteId }) => !listedIds.has(siteId));
    for (const { name, siteId } of missing) {
      wrong.push(
        `There is no site ${visibleText(siteId)} in team ${visibleText(teamId)} (declared by ${visibleText(name)}).`,
      );
    }
    if (missing.length > 0) {
      there.push(
        `Sites of team ${visibleText(teamId)}: ${listing(listed.map((site) => ({ id: site.siteId, name: site.name })))}.`,
      );
    }
  }
  if (wrong.length > 0) throw new ExpectedError(4, wrong.join("\n"), there.join(" "));
}

function listing(items: readonly { readonly id: string; readonly name: string }[]): string {
  if (items.length === 0) return "none";
  return items.map(({ id, name }) => `${visibleText(id, 80)} (${visibleText(name, 80)})`).join(", ");
}
