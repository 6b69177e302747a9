import type { LiveResident } from "../domain/site.ts";
import type { Timing } from "../domain/timing.ts";
import type { ElevenOS, SiteAddress } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { createAuthorizedSend } from "./authorized.ts";
import { DEFAULT_RETRIES, type RetryPolicy } from "./backoff.ts";
import { type Call, type ClientLimits, createCaller, type RequestEvent, requestName } from "./caller.ts";
import type { Credentials } from "./credentials.ts";
import {
  decodeJobId,
  decodeMappings,
  decodeOneResident,
  decodeResidents,
  decodeSites,
  decodeTeams,
} from "./decode.ts";
import { encodeBulkAction, encodeImport, encodeResident } from "./encode.ts";
import { decodeJob } from "./job-reader.ts";
import { fillPath, notAllowed } from "./path.ts";
import { createScrubber } from "./scrub.ts";
import { createSession } from "./session.ts";
import { type JsonObject, ShapeError } from "./shape.ts";
import { createSignIn, tokenRejected } from "./sign-in.ts";
import { INFERRED, ROUTES, type Route, type WireStatusChange } from "./wire.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** What a client is made with. */
export interface ClientOptions {
  /** From `parseBaseUrl`. */
  readonly baseUrl: URL;
  readonly credentials: Credentials;
  readonly timing: Timing;
  readonly limits?: Partial<ClientLimits>;
  readonly retries?: Partial<RetryPolicy>;
  /** Told of every try, after it. */
  readonly onRequest?: (event: RequestEvent) => void;
  /** Told of every answer as it came, before it is read, without the secrets in it (`withoutSecrets`). */
  readonly onAnswer?: (route: Route, answer: JsonObject) => void;
}

const DEFAULT_LIMITS: ClientLimits = {
  concurrency: 8,
  connectTime: 10_000,
  requestTime: 30_000,
  responseBytes: 64 * 1024 * 1024,
  jsonDepth: 64,
};

/**
 * A client for one user at one origin; make one a process, because its limiter knows of its own requests only.
 * Nothing is sent before the first call.
 */
export function createClient(options: ClientOptions): ElevenOS {
  const scrubber = createScrubber();
  const { token, login } = options.credentials;
  for (const secret of [token, login?.email, login?.password])
    if (typeof secret === "string") scrubber.add(secret);
  const caller = createCaller({
    baseUrl: options.baseUrl,
    timing: options.timing,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    retries: { ...DEFAULT_RETRIES, ...options.retries },
    scrubber,
    onRequest: options.onRequest ?? (() => undefined),
  });
  const session = createSession(
    options.credentials,
    createSignIn(caller, scrubber),
    (error) => error instanceof ApiError && error.kind === "unauthorized",
    tokenRejected,
  );
  const send = createAuthorizedSend(caller, session);

  /** Sends one call and reads its answer with `decode`. */
  async function call<T>(
    route: Route,
    values: Readonly<Record<string, string>>,
    decode: (answer: JsonObject, request: string) => T,
    signal: AbortSignal | undefined,
    body?: unknown,
  ): Promise<T> {
    const path = fillPath(route, values);
    // A POST acts again each time; everything else has the same end however often it is sent.
    const request: Call = { method: route.method, path, body, isRepeatable: route.method !== "POST" };
    const answer = await send(request, signal);
    options.onAnswer?.(route, withoutSecrets(answer));
    try {
      return decode(answer, requestName(request));
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      throw malformed(requestName(request), error.message);
    }
  }

  return {
    listTeams: (signal) => call(ROUTES.teams, {}, decodeTeams, signal),
    listSites: (teamId, signal) => call(ROUTES.sites, { TeamId: teamId }, decodeSites, signal),
    listMappings: (site, signal) => call(ROUTES.mappings, at(site), decodeMappings, signal),
    listResidents: (site, signal) => call(ROUTES.residents, at(site), decodeResidents, signal),
    getResident: (site, id, signal) => call(ROUTES.resident, at(site, id), sameResident(id), signal),
    addResident: (site, fields, signal) =>
      call(ROUTES.add, at(site), newResident, signal, encodeResident(fields)),
    updateResident: (site, id, fields, signal) =>
      call(ROUTES.update, at(site, id), sameResident(id), signal, encodeResident(fields)),
    terminateResident: (site, id, signal) => call(ROUTES.terminate, at(site, id), nothing, signal),
    purgeResident: (site, id, signal) =>
      call(ROUTES.purge, at(site, id), nothing, signal).catch(forgiveGoneAfterLostAnswer),
    inviteResident: (site, id, signal) => call(ROUTES.invite, at(site, id), nothing, signal),
    resetPsk: (site, id, signal) => call(ROUTES.pskReset, at(site, id), nothing, signal),
    setStatus: (site, id, status, signal) => {
      const body: WireStatusChange = { Status: status };
      return call(ROUTES.setStatus, at(site, id), nothing, signal, body);
    },
    submitImport: async (site, residents, signal) => {
      if (residents.length === 0) throw notAllowed(ROUTES.submitImport, "it names no residents");
      return call(ROUTES.submitImport, at(site), decodeJobId, signal, encodeImport(residents));
    },
    importJob: (site, jobId, signal) =>
      call(ROUTES.importJob, { ...at(site), JobId: jobId }, (job) => decodeJob(job, scrubber.scrub), signal),
    submitBulkAction: async (site, action, ids, signal) => {
      // What the server makes of an empty list is not documented: it may be «all residents in …».
      if (ids.length === 0) throw notAllowed(ROUTES.submitBulkAction, "it names no residents");
      if (ids.includes("")) throw notAllowed(ROUTES.submitBulkAction, "a ResidentId is empty");
      return call(ROUTES.submitBulkAction, at(site), decodeJobId, signal, encodeBulkAction(action, ids));
    },
    bulkActionJob: (site, jobId, signal) =>
      call(
        ROUTES.bulkActionJob,
        { ...at(site), JobId: jobId },
        (job) => decodeJob(job, scrubber.scrub),
        signal,
      ),
    close: caller.close,
  };
}

function at(site: SiteAddress, residentId?: string): Readonly<Record<string, string>> {
  const values = { TeamId: site.teamId, SiteId: site.siteId };
  return residentId === undefined ? values : { ...values, ResidentId: residentId };
}

function nothing(): void {}

function newResident(answer: JsonObject): LiveResident {
  const resident = decodeOneResident(answer, INFERRED.addedResidents);
  if (resident === null) throw new ShapeError(INFERRED.addedResidents, "a list of one", []);
  return resident;
}

/** Reads one resident, who must be the one that was asked for. */
function sameResident(id: string): (answer: JsonObject, request: string) => LiveResident {
  return (answer, request) => {
    const resident = decodeOneResident(answer, "Residents");
    if (resident === null) {
      const facts = { kind: "not-found", outcome: "unknown", request, status: 200 } as const;
      throw new ApiError(facts, `${request}: the server's answer holds no resident`);
    }
    if (resident.residentId.toLowerCase() !== id.toLowerCase()) {
      throw malformed(request, "the answer holds another resident than the one asked for");
    }
    return resident;
  };
}

function malformed(request: string, words: string): ApiError {
  const facts = { kind: "malformed", outcome: "unknown", request, status: 200 } as const;
  return new ApiError(facts, `${request}: the answer is not of the shape relied on: ${words}`);
}

/**
 * Where the answer to an earlier try was lost, a 404 says that the purge was done. Only then does a 404 come with
 * the outcome `unknown`.
 */
function forgiveGoneAfterLostAnswer(error: unknown): void {
  const isGone = error instanceof ApiError && error.status === 404 && error.outcome === "unknown";
  if (!isGone) throw error;
}
