import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { Timing } from "../../src/domain/timing.ts";
import type { ElevenOS, ResidentFields } from "../../src/elevenos/api.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";
import { type ClientOptions, createClient } from "../../src/elevenos/client.ts";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What the server does with it. */
export type Reply =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string | Buffer;
      readonly headers?: Record<string, string>;
    }
  /** Closes the connection; after some of the answer, with `midway`. */
  | "drop"
  | "midway"
  | "hang";

/** A server on loopback, what it has seen, and a clock that moves only when somebody sleeps. */
export interface World {
  readonly url: URL;
  readonly seen: Seen[];
  readonly slept: number[];
  readonly timing: Timing;
  /** What was seen, but for the token calls: `POST /v2/team/…`. */
  readonly calls: () => string[];
  readonly tokenCalls: () => number;
  readonly client: (options?: Partial<ClientOptions>) => ElevenOS;
  readonly stop: () => Promise<void>;
}

export const SITE = { teamId: "t1", siteId: "s1" };
export const LOGIN = { email: "operator@example.com", password: "Pa:ss wörd-7Q" };
const T0 = Date.parse("2026-11-23T10:00:00Z");

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** `respond` is asked for everything but tokens, unless it answers those too; tokens are `token-1`, `token-2`, … */
export async function startWorld(
  respond: (request: Seen, nth: number) => Reply | undefined | Promise<Reply | undefined>,
): Promise<World> {
  const seen: Seen[] = [];
  const slept: number[] = [];
  let now = T0;
  let tokens = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, text: Buffer.concat(parts).toString("utf8") };
      seen.push(one);
      const isToken = path.endsWith("/oauth/token");
      const nth = seen.filter((other) => other.path.endsWith("/oauth/token") === isToken).length;
      const reply = await respond(one, nth);
      if (reply === "hang") return;
      if (reply === "drop") {
        request.socket.destroy();
      } else if (reply === "midway") {
        response.writeHead(200, { "content-length": "1000" });
        response.write('{"Error":null,"Resid', () => request.socket.destroy());
      } else if (reply === undefined) {
        tokens += isToken ? 1 : 0;
        response.end(JSON.stringify(isToken ? { access_token: `token-${tokens}` } : { Error: null }));
      } else {
        response.writeHead(reply.status ?? 200, reply.headers);
        response.end(reply.text ?? (reply.json === undefined ? "" : JSON.stringify(reply.json)));
      }
    });
  });
  const port = await listen(server);
  const url = new URL(`http://127.0.0.1:${port}/v2`);
  const timing: Timing = {
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  cleanUps.push(stop);
  return {
    url,
    seen,
    slept,
    timing,
    calls: () =>
      seen.filter((one) => !one.path.endsWith("/oauth/token")).map(({ method, path }) => `${method} ${path}`),
    tokenCalls: () => seen.filter((one) => one.path.endsWith("/oauth/token")).length,
    client: (options) => {
      const client = createClient({
        baseUrl: url,
        credentials: { token: null, login: LOGIN },
        timing,
        ...options,
      });
      cleanUps.unshift(() => client.close());
      return client;
    },
    stop,
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** The ApiError that a call rejects with. */
export async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const outcome = await promise.then(
    (value) => new Error(`no failure, but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof ApiError) return outcome;
  throw outcome;
}

/** A resident on the wire, with what the guide's example has. */
export function wireResident(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ActivationDate: "2021-11-05T14:10:22",
    ActivationDateUTC: "2021-11-05T21:10:22.844348+00:00",
    Building: "Hudson",
    DeactivationDate: null,
    DeactivationDateUTC: null,
    Email: "cwilson@example.com",
    FirstName: "Chris",
    Floor: "1",
    LastName: "Wilson",
    Mobile: null,
    OnboardedAt: null,
    Phone: "543-678-9012",
    ResidentId: "r1",
    SSID: "Hudson-105",
    ServiceAreaNumber: null,
    Status: ["current", "pending"],
    UUID: "u1",
    Unit: "105",
    ...changes,
  };
}

export const FIELDS: ResidentFields = {
  email: "cwilson@example.com",
  firstName: "Chris",
  lastName: "Wilson",
  phone: null,
  building: "Hudson",
  floor: "1",
  unit: "0105",
  activationDateUTC: "2026-12-01T08:00:00Z",
  deactivationDateUTC: null,
};
