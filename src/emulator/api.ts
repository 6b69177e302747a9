import { ROUTES } from "../elevenos/wire.ts";
import { type Answer, type Call, ok, refused } from "./answer.ts";
import { handlers } from "./handlers.ts";
import type { JobPace } from "./job.ts";
import { type Moment, settle } from "./job-work.ts";
import type { Hints, Params } from "./request.ts";
import { accountOf, type TokenPolicy, useToken } from "./tokens.ts";
import type { World } from "./world.ts";

/** How the server is set. */
export interface Settings {
  readonly pace: JobPace;
  readonly tokens: TokenPolicy;
}

interface CompiledRoute {
  readonly name: keyof typeof ROUTES;
  readonly method: string;
  readonly pattern: RegExp;
}

const COMPILED: readonly CompiledRoute[] = Object.entries(ROUTES).map(([name, { method, path }]) => ({
  name: name as keyof typeof ROUTES,
  method,
  pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

/** One call of the API: brings the state up to the moment, signs in, finds the route, and asks its rule. */
export function answerCall(
  world: World,
  call: Call,
  moment: Moment,
  settings: Settings,
  hints: Hints,
): Answer {
  settle(world, moment);
  const here = COMPILED.filter(({ pattern }) => pattern.test(call.path));
  const route = here.find(({ method }) => method === call.method);
  if (route === undefined) {
    return here.length === 0 ? refused(404, "There is no such path.") : refused(405, "Method not allowed.");
  }
  if (route.name === "token") return signIn(world, call, moment, settings);
  const account = useToken(world.tokens, call.authorization, settings.tokens, moment.now);
  if (account === null) return refused(401, "The access token is missing, unknown or expired.");
  const params = paramsOf(route.pattern.exec(call.path)?.groups);
  return handlers[route.name]({
    world,
    moment,
    account,
    params,
    text: call.text,
    pace: settings.pace,
    hints,
  });
}

function signIn(world: World, call: Call, moment: Moment, { tokens }: Settings): Answer {
  const account = accountOf(world.accounts, call.authorization);
  if (account === null) return refused(401, "The e-mail address or the password is wrong.");
  const access_token = moment.newId();
  world.tokens.set(access_token, { account, issuedAt: moment.now, uses: 0 });
  const lifetime = tokens.lifetimeSeconds === null ? {} : { expires_in: tokens.lifetimeSeconds };
  return ok({ access_token, token_type: "bearer", ...lifetime });
}

function paramsOf(groups: Readonly<Record<string, string>> = {}): Params {
  const { TeamId = "", SiteId = "", ResidentId = "", JobId = "" } = groups;
  return {
    TeamId: decoded(TeamId),
    SiteId: decoded(SiteId),
    ResidentId: decoded(ResidentId),
    JobId: decoded(JobId),
  };
}

/** A path segment without its percent signs; one that is not encoded right names nothing, and stays. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
