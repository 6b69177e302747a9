import { INFERRED, type ROUTES, type WireResult, type WireSites, type WireTeams } from "../elevenos/wire.ts";
import { type Answer, ok, refused } from "./answer.ts";
import { commit } from "./commit.ts";
import { purge, terminate } from "./ending.ts";
import { resendInvite, resetPsk } from "./inviting.ts";
import { pollJob, submitBulkAction, submitImport } from "./job-calls.ts";
import { parseJson } from "./json.ts";
import { listOf, mappingList, residentList } from "./listing.ts";
import { type Account, type Decision, type ResidentRecord, refuse } from "./records.ts";
import type { Request } from "./request.ts";
import { isObject, readResidentObject, SINGLE_PHONE } from "./resident-object.ts";
import { addResident, updateResident } from "./saving.ts";
import type { Scene } from "./scene.ts";
import { suspend, unsuspend } from "./suspending.ts";
import type { TeamStore } from "./world.ts";

type Handler = (request: Request) => Answer;

/** The calls of a signed-in account. */
export const handlers: Readonly<Record<Exclude<keyof typeof ROUTES, "token">, Handler>> = {
  teams: ({ world, account }) => {
    const teams = [...world.teams.values()].filter((team) => isMember(account, team));
    return ok({
      Error: null,
      Teams: teams.map((team) => ({ TeamId: team.teamId, [INFERRED.teamName]: team.name })),
    } satisfies WireTeams);
  },
  sites: (request) => {
    const team = request.world.teams.get(request.params.TeamId);
    if (team === undefined || !isMember(request.account, team)) return refused(404, "There is no such team.");
    const sites = team.siteIds
      .map((siteId) => request.world.sites.get(siteId))
      .filter((site) => site !== undefined);
    return ok({
      Error: null,
      Sites: sites.map(({ facts }) => ({ SiteId: facts.siteId, [INFERRED.siteName]: facts.name })),
    } satisfies WireSites);
  },
  mappings: (request) => atSite(request, ({ site }) => mappingList(site)),
  residents: (request) =>
    atSite(request, ({ site, now }) => {
      const { first } = request.hints;
      return first === null
        ? residentList(site, now)
        : listOf(site, [...site.residents.values()].slice(0, first), now);
    }),
  resident: (request) => ofResident(request, (scene, resident) => listed(scene, resident.residentId)),
  add: (request) =>
    atSite(request, (scene) =>
      withBody(request, (body) => {
        const ids = { residentId: request.moment.newId(), uuid: request.moment.newId() };
        const decision = withFields(body, (fields) => addResident(scene, fields, ids));
        return settled(scene, decision, () => listed(scene, ids.residentId));
      }),
    ),
  update: (request) =>
    ofResident(request, (scene, resident) =>
      withBody(request, (body) => {
        const decision = withFields(body, (fields) => updateResident(scene, resident, fields));
        return settled(scene, decision, () => listed(scene, resident.residentId));
      }),
    ),
  terminate: (request) => acted(request, terminate, "Terminated"),
  purge: (request) => acted(request, purge, "Deleted"),
  invite: (request) => acted(request, resendInvite, "Sent"),
  pskReset: (request) => acted(request, resetPsk, "Sent"),
  setStatus: (request) =>
    ofResident(request, (scene, resident) =>
      withBody(request, (body) =>
        settled(scene, changeStatus(scene, resident, body), () => result("Updated")),
      ),
    ),
  submitImport: (request) =>
    atSite(request, (scene) => withBody(request, (body) => submitImport(request, scene, body))),
  importJob: (request) => atSite(request, () => pollJob(request, "import")),
  submitBulkAction: (request) =>
    atSite(request, (scene) => withBody(request, (body) => submitBulkAction(request, scene, body))),
  bulkActionJob: (request) => atSite(request, () => pollJob(request, "bulkaction")),
};

function isMember(account: Account, team: TeamStore): boolean {
  return account.teams === null || account.teams.includes(team.teamId);
}

function atSite(request: Request, answer: (scene: Scene) => Answer): Answer {
  const { world, account, params, moment } = request;
  const team = world.teams.get(params.TeamId);
  if (team === undefined || !isMember(account, team)) return refused(404, "There is no such team.");
  const site = world.sites.get(params.SiteId);
  if (site === undefined || site.facts.teamId !== team.teamId) return refused(404, "There is no such site.");
  return answer({ world, site, now: moment.now });
}

function ofResident(request: Request, answer: (scene: Scene, resident: ResidentRecord) => Answer): Answer {
  return atSite(request, (scene) => {
    const resident = scene.site.residents.get(request.params.ResidentId);
    return resident === undefined ? refused(404, "There is no such resident.") : answer(scene, resident);
  });
}

function withBody(request: Request, answer: (body: unknown) => Answer): Answer {
  const parsed = parseJson(request.text);
  return "problem" in parsed ? refused(400, "The body is not JSON.") : answer(parsed.value);
}

function withFields(
  body: unknown,
  decide: (fields: Parameters<typeof addResident>[1]) => Decision,
): Decision {
  const read = readResidentObject(body, SINGLE_PHONE);
  if ("refusal" in read) return refuse(read.refusal, read.violations);
  const decision = decide(read.fields);
  return { ...decision, violations: [...read.violations, ...decision.violations] };
}

/** The guide: «If you attempt to send any other status in `ResidentStatus` object, this endpoint returns an error». */
function changeStatus(scene: Scene, resident: ResidentRecord, body: unknown): Decision {
  const status = isObject(body) ? body.Status : undefined;
  if (status === "Active") return unsuspend(scene, resident);
  if (status === "Disabled") return suspend(scene, resident);
  return refuse(`Status must be Active or Disabled, not ${JSON.stringify(status ?? null)}.`);
}

/** Makes a decision true, and answers: the refusal, or what `answer` says afterwards. */
function settled(scene: Scene, decision: Decision, answer: () => Answer): Answer {
  commit(scene.world, scene.site, decision, scene.now);
  return decision.refusal === null ? answer() : refused(200, decision.refusal);
}

function acted(
  request: Request,
  act: (scene: Scene, resident: ResidentRecord) => Decision,
  word: string,
): Answer {
  return ofResident(request, (scene, resident) => settled(scene, act(scene, resident), () => result(word)));
}

function result(word: string): Answer {
  return ok({ Error: null, Result: word } satisfies WireResult);
}

function listed({ site, now }: Scene, residentId: string): Answer {
  const resident = site.residents.get(residentId);
  return listOf(site, resident === undefined ? [] : [resident], now);
}
