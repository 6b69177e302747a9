import { isZone, zoneMeant } from "../../declarations/check-zone.ts";
import { ExpectedError } from "../../domain/exit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { datePairs, zonesThatFit } from "../../domain/zone-fit.ts";
import type { ElevenOS, SiteListing } from "../../elevenos/api.ts";
import { siteSlug } from "../site-slug.ts";
import type { Asker } from "./ask.ts";
import type { Chosen, ChosenSite } from "./chosen.ts";

/** What the flags say of team and sites. */
export interface ChoiceFlags {
  readonly teamId?: string;
  readonly siteId: readonly string[];
  readonly name?: string;
  readonly timezone?: string;
}

/** What is chosen from, and with: null where nobody can be asked. */
export interface Choosing {
  readonly flags: ChoiceFlags;
  readonly asker: Asker | null;
}

/** The site that the flags describe whole, without the API; null where something is missing. */
export function chooseByFlags({ teamId, siteId, name, timezone }: ChoiceFlags): Chosen | null {
  const [id, ...others] = siteId;
  if (teamId === undefined || id === undefined || others.length > 0) return null;
  if (name === undefined || timezone === undefined) return null;
  return { teamId, sites: [{ name, label: null, siteId: id, timezone }], leftOut: [] };
}

/** Asks for whatever the flags leave out: one site, without the API. */
export async function chooseByAsking(flags: ChoiceFlags, asker: Asker): Promise<Chosen> {
  const teamId = flags.teamId ?? (await asker.ask("TeamId of the team in Site Manager", null));
  const siteId = flags.siteId[0] ?? (await asker.ask("SiteId of the first site", null));
  const name = flags.name ?? (await asker.ask("Its name in the files, such as maple-house", null));
  const timezone =
    flags.timezone ?? (await asker.ask("Its time zone, such as America/Denver", null, wrongZone));
  return { teamId, sites: [{ name, label: null, siteId, timezone }], leftOut: [] };
}

/** Lists teams and sites from the API, and takes those that the flags, answers, or being the only ones, select. */
export async function chooseFromApi(api: ElevenOS, choosing: Choosing): Promise<Chosen> {
  const { flags } = choosing;
  const teams = (await api.listTeams()).map(({ teamId, name }) => ({ id: teamId, name }));
  const teamId = await chooseTeam(teams, choosing);
  const listed = await api.listSites(teamId);
  const sites = await selectSites(listed, choosing);
  if (flags.name !== undefined && sites.length !== 1) {
    throw new ExpectedError(
      4,
      `--name is for one site, and there are ${sites.length}.`,
      "Give --site-id too.",
    );
  }
  const names = new Set<string>();
  const chosen: ChosenSite[] = [];
  const leftOut: { siteId: string; name: string }[] = [];
  for (const { siteId, name: label } of sites) {
    const name = unusedName(flags.name ?? siteSlug(label), names);
    names.add(name);
    const timezone = flags.timezone ?? (await chooseZone(api, { teamId, siteId }, label, choosing));
    if (timezone === null) leftOut.push({ siteId, name: label });
    else chosen.push({ name, label, siteId, timezone });
  }
  if (chosen.length > 0) return { teamId, sites: chosen, leftOut };
  throw new ExpectedError(
    4,
    "The time zone cannot be told from the dates of residents.",
    "Give --timezone, such as America/Denver, with the --site-id of the sites in it.",
  );
}

function unusedName(name: string, used: ReadonlySet<string>): string {
  for (let number = 2, candidate = name; ; number += 1) {
    if (!used.has(candidate)) return candidate;
    candidate = `${name}-${number}`;
  }
}

interface Item {
  readonly id: string;
  readonly name: string;
}

/** Zones by their names, as an answer is checked at once. */
function wrongZone(answer: string): string | null {
  if (isZone(answer)) return null;
  const meant = zoneMeant(answer);
  return `There is no time zone ${visibleText(answer, 100)}.${meant === null ? "" : ` Did you mean "${meant}"?`}`;
}

/** The item that an answer means: by its number in the list, its id, or its name, whatever the capitals. */
function itemOf(answer: string, items: readonly Item[]): Item | undefined {
  const named = items.filter(
    ({ name }) =>
      [name, siteSlug(name)].includes(answer.toLowerCase()) || name.toLowerCase() === answer.toLowerCase(),
  );
  const byNumber = /^\d{1,4}$/.test(answer) ? items[Number(answer) - 1] : undefined;
  return items.find(({ id }) => id === answer) ?? (named.length === 1 ? named[0] : byNumber);
}

/** What stands before a question: a line an item, with its number. */
function choiceText(title: string, items: readonly Item[]): string {
  const lines = items.map(
    ({ id, name }, index) => `  ${index + 1}. ${visibleText(name, 80)} (${visibleText(id, 80)})\n`,
  );
  return `${title}\n${lines.join("")}`;
}

function listText(items: readonly Item[]): string {
  const lines = items.map(({ id, name }) => `${visibleText(name, 80)} (${visibleText(id, 80)})`);
  return lines.length === 0 ? "none" : lines.join(", ");
}

async function chooseTeam(teams: readonly Item[], { flags, asker }: Choosing): Promise<string> {
  const there = `The account is on: ${listText(teams)}.`;
  const [only, ...others] = teams;
  if (only === undefined) throw new ExpectedError(1, "The account is on no team.", "Add it to one.");
  if (flags.teamId === undefined && others.length > 0 && asker === null) {
    throw new ExpectedError(4, "There are several teams.", `Give --team-id. ${there}`);
  }
  if (flags.teamId === undefined && others.length > 0 && asker !== null) {
    const wrong = (answer: string) =>
      itemOf(answer, teams) ? null : `There is no team ${visibleText(answer, 100)}.`;
    const answer = await asker.ask(
      `${choiceText("The account's teams:", teams)}Team, by number, name or TeamId`,
      "1",
      wrong,
    );
    return itemOf(answer, teams)?.id ?? only.id;
  }
  const wanted = flags.teamId ?? only.id;
  if (teams.every(({ id }) => id !== wanted)) {
    throw new ExpectedError(4, `There is no team ${visibleText(wanted, 100)}.`, there);
  }
  return wanted;
}

async function selectSites(
  listed: readonly SiteListing[],
  { flags, asker }: Choosing,
): Promise<readonly SiteListing[]> {
  const items = listed.map(({ siteId, name }) => ({ id: siteId, name }));
  const there = `Sites: ${listText(items)}.`;
  if (listed.length === 0) throw new ExpectedError(1, "The team has no sites.", null);
  if (flags.siteId.length === 0 && asker !== null && listed.length > 1)
    return askForSites(listed, items, asker);
  const wanted = flags.siteId;
  if (wanted.length === 0) return listed;
  const unknown = wanted.find((id) => listed.every(({ siteId }) => siteId !== id));
  if (unknown !== undefined) {
    throw new ExpectedError(4, `The team has no site ${visibleText(unknown, 100)}.`, there);
  }
  return listed.filter(({ siteId }) => wanted.includes(siteId));
}

async function askForSites(
  listed: readonly SiteListing[],
  items: readonly Item[],
  asker: Asker,
): Promise<readonly SiteListing[]> {
  // A whole answer may be one name with spaces in it.
  const partsOf = (answer: string) =>
    itemOf(answer, items) === undefined
      ? answer.split(/\s*,\s*|\s+/).filter((part) => part !== "")
      : [answer];
  const wrong = (answer: string): string | null => {
    const unknown = answer === "all" ? undefined : partsOf(answer).find((part) => !itemOf(part, items));
    return unknown === undefined ? null : `The team has no site ${visibleText(unknown, 100)}.`;
  };
  const question = `${choiceText("The team's sites:", items)}Sites, by number, name or SiteId, with spaces between`;
  const answer = await asker.ask(question, "all", wrong);
  if (answer === "all") return listed;
  const ids = new Set(partsOf(answer).map((part) => itemOf(part, items)?.id));
  return listed.filter(({ siteId }) => ids.has(siteId));
}

/** The zone in which the dates of the site's residents are right; asked for, with that as the proposal. */
async function chooseZone(
  api: ElevenOS,
  site: { readonly teamId: string; readonly siteId: string },
  label: string,
  { asker }: Choosing,
): Promise<string | null> {
  const [fitting] = zonesThatFit(datePairs(await api.listResidents(site)));
  if (asker === null) return fitting ?? null;
  return asker.ask(`Time zone of ${visibleText(label, 80)}`, fitting ?? null, wrongZone);
}
