import { describe, expect, test } from "vitest";
import type { ElevenOS } from "../../src/elevenos/api.ts";
import type { ApiError } from "../../src/elevenos/api-error.ts";
import type { RequestEvent } from "../../src/elevenos/caller.ts";
import { describeApiError } from "../../src/elevenos/describe-error.ts";
import { FIELDS, failure, type Reply, SITE, startWorld, wireResident } from "./support.ts";

const CALLS: Record<string, (api: ElevenOS, signal?: AbortSignal) => Promise<unknown>> = {
  GET: (api, signal) => api.listResidents(SITE, signal),
  PUT: (api, signal) => api.updateResident(SITE, "r1", FIELDS, signal),
  DELETE: (api, signal) => api.terminateResident(SITE, "r1", signal),
  PATCH: (api, signal) => api.setStatus(SITE, "r1", "Active", signal),
  poll: (api, signal) => api.bulkActionJob(SITE, "j1", signal),
  add: (api, signal) => api.addResident(SITE, FIELDS, signal),
  import: (api, signal) => api.submitImport(SITE, [FIELDS], signal),
  bulkaction: (api, signal) => api.submitBulkAction(SITE, "suspend", ["r1"], signal),
  invite: (api, signal) => api.inviteResident(SITE, "r1", signal),
  pskreset: (api, signal) => api.resetPsk(SITE, "r1", signal),
};
const SUBMISSIONS = new Set(["add", "import", "bulkaction", "invite", "pskreset"]);

/** An answer that is right for every call. */
const GOOD: Reply = { json: { Error: null, Residents: [wireResident()], job_id: "j1", status: "started" } };
const LIMITS = { requestTime: 5_000, responseBytes: 2_000, jsonDepth: 20 };
const limitsFor = (fault: string) =>
  fault === "no answer in time" ? { ...LIMITS, requestTime: 150 } : LIMITS;
/** A token that is there already, so that a short time limit meets the call under test only. */
const WITH_TOKEN = { token: "token-0", login: null };
const page = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "text/html", ...headers },
  text: `<html>\n  <title>${status}</title> ${"x".repeat(100)}`,
});

interface Fault {
  readonly reply: Reply;
  readonly facts: Partial<ApiError>;
  readonly message: RegExp;
  /** `never`; `safe`: all but submissions; `always`: submissions too. */
  readonly repeated: "never" | "safe" | "always";
}

const FAULTS: Record<string, Fault> = {
  "429": {
    reply: page(429),
    facts: { kind: "http", outcome: "not-done", status: 429 },
    message: /answered 429: "<html> <title>429<\/title> x+…"/,
    repeated: "always",
  },
  "429 with Retry-After": {
    reply: page(429, { "retry-after": "7" }),
    facts: { kind: "http", outcome: "not-done" },
    message: /answered 429/,
    repeated: "always",
  },
  "500": {
    reply: page(500),
    facts: { kind: "http", outcome: "unknown", status: 500 },
    message: /answered 500/,
    repeated: "safe",
  },
  "503 with Retry-After": {
    reply: page(503, { "retry-after": "7" }),
    facts: { kind: "http", outcome: "unknown", status: 503 },
    message: /answered 503/,
    repeated: "safe",
  },
  "a 500 with the server's words": {
    reply: { status: 500, json: { Error: "no \u001b[31mdatabase" } },
    facts: { kind: "http", detail: "no \\u{1b}[31mdatabase" },
    message: /answered 500: no \\u\{1b\}\[31mdatabase/,
    repeated: "safe",
  },
  "the connection dropped before the answer": {
    reply: "drop",
    facts: { kind: "network", outcome: "unknown", status: null },
    message: /connection was closed before the whole answer/,
    repeated: "safe",
  },
  "the connection dropped within the answer": {
    reply: "midway",
    facts: { kind: "network", outcome: "unknown" },
    message: /connection was closed/,
    repeated: "safe",
  },
  "no answer in time": {
    reply: "hang",
    facts: { kind: "timeout", outcome: "unknown" },
    message: /no whole answer within 150 ms/,
    repeated: "safe",
  },
  "truncated JSON": {
    reply: { text: '{"Error":null,"Mappings":[{"Passphrase":"hun' },
    facts: { kind: "malformed", outcome: "unknown", status: 200 },
    message: /not whole, or not valid JSON$/,
    repeated: "safe",
  },
  "HTML instead of JSON": {
    reply: page(200),
    facts: { kind: "malformed", outcome: "unknown" },
    message: /is not JSON: "<html> <title>200<\/title> x+…"$/,
    repeated: "safe",
  },
  "an empty answer": {
    reply: { text: "" },
    facts: { kind: "malformed", outcome: "unknown" },
    message: /is not JSON: it is empty/,
    repeated: "safe",
  },
  "400": {
    reply: { status: 400, json: { message: "bad date" } },
    facts: { kind: "http", outcome: "not-done", detail: "bad date" },
    message: /answered 400: bad date/,
    repeated: "never",
  },
  "403 without words": {
    reply: { status: 403 },
    facts: { kind: "http", outcome: "not-done", detail: null },
    message: /answered 403$/,
    repeated: "never",
  },
  "404 in broken JSON": {
    reply: { status: 404, text: "{" },
    facts: { kind: "not-found", outcome: "not-done", status: 404, detail: null },
    message: /answered 404$/,
    repeated: "never",
  },
  "409 in a JSON list": {
    reply: { status: 409, json: ["x"] },
    facts: { kind: "http", outcome: "not-done", detail: null },
    message: /answered 409$/,
    repeated: "never",
  },
  "422 in JSON without words": {
    reply: { status: 422, json: { a: 1 } },
    facts: { kind: "http", detail: null },
    message: /answered 422$/,
    repeated: "never",
  },
  "an OAuth error": {
    reply: { status: 400, json: { error: "invalid" } },
    facts: { kind: "http", detail: "invalid" },
    message: /answered 400: invalid$/,
    repeated: "never",
  },
  "201": {
    reply: { status: 201, json: { Error: null } },
    facts: { kind: "http", outcome: "unknown" },
    message: /answered 201/,
    repeated: "never",
  },
  "Error in a 200": {
    reply: { json: { Error: "The unit is occupied" } },
    facts: { kind: "refused", outcome: "not-done", status: 200, detail: "The unit is occupied" },
    message: /the server refused: The unit is occupied/,
    repeated: "never",
  },
  "an object as Error in a 200": {
    reply: { json: { Error: { Unit: ["unknown"], Passphrase: "hunter2" } } },
    facts: { kind: "refused", detail: '{"Unit":["unknown"]}' },
    message: /refused: \{"Unit":\["unknown"\]\}$/,
    repeated: "never",
  },
  "an empty Error in a 200: not null is failure": {
    reply: { json: { Error: "" } },
    facts: { kind: "refused" },
    message: /the server refused/,
    repeated: "never",
  },
  "a redirect": {
    reply: {
      status: 302,
      headers: { location: "https://u:hunter2@elsewhere.example.com/login?key=hunter2" },
    },
    facts: { kind: "http", outcome: "unknown", status: 302 },
    message: /302, a redirect to https:\/\/elsewhere.example.com\/login that is not followed$/,
    repeated: "never",
  },
  "a redirect to a path": {
    reply: { status: 307, headers: { location: "/v3" } },
    facts: { kind: "http", status: 307 },
    message: /a redirect to http:\/\/127.0.0.1:\d+\/v3 that/,
    repeated: "never",
  },
  "a redirect to nowhere": {
    reply: { status: 301, headers: { location: "http://" } },
    facts: { kind: "http" },
    message: /301, a redirect that is not followed/,
    repeated: "never",
  },
  "a redirect without a target": {
    reply: { status: 304 },
    facts: { kind: "http" },
    message: /answered 304$/,
    repeated: "never",
  },
  "an answer that is too large": {
    reply: { text: `{"a":"${"x".repeat(3_000)}"}` },
    facts: { kind: "too-large", outcome: "unknown" },
    message: /larger than 2000 bytes/,
    repeated: "never",
  },
  "an answer that is too deep": {
    reply: { text: `{"a":${"[".repeat(30)}` },
    facts: { kind: "too-large", outcome: "unknown" },
    message: /deeper than 20 levels/,
    repeated: "never",
  },
  "headers that are too large": {
    reply: { headers: { x: "x".repeat(20_000) } },
    facts: { kind: "too-large", outcome: "unknown" },
    message: /headers are too large/,
    repeated: "never",
  },
};

const CASES = Object.keys(CALLS).flatMap((call) =>
  Object.keys(FAULTS).map((fault) => [call, fault] as const),
);

describe("one fault, then a good answer", () => {
  test.each(CASES)("%s, %s", async (callName, faultName) => {
    const call = CALLS[callName];
    const fault = FAULTS[faultName];
    if (call === undefined || fault === undefined) throw new Error("no such case");
    const isRepeated =
      fault.repeated === "always" || (fault.repeated === "safe" && !SUBMISSIONS.has(callName));
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? fault.reply : GOOD,
    );
    const client = world.client({ limits: limitsFor(faultName), credentials: WITH_TOKEN });
    if (isRepeated) {
      await call(client);
      expect(world.calls()).toHaveLength(2);
      expect(world.slept.at(-1)).toBeCloseTo(faultName.includes("Retry-After") ? 7_150 : 150);
    } else {
      const error = await failure(call(client));
      expect(error).toMatchObject(fault.facts);
      expect(error.message).toMatch(fault.message);
      expect(error.message).not.toContain("hunter2");
      expect(world.calls()).toHaveLength(1);
      expect(world.slept).toEqual([]);
    }
  });

  test("the matrix is whole", () => {
    expect(CASES.length).toBe(Object.keys(CALLS).length * Object.keys(FAULTS).length);
    expect(CASES.length).toBeGreaterThan(250);
  });
});

describe("faults that stay", () => {
  test.each(Object.keys(FAULTS).filter((name) => FAULTS[name]?.repeated !== "never"))(
    "%s: five tries, then the error",
    async (name) => {
      const fault = FAULTS[name];
      const world = await startWorld(({ path }) => (path.endsWith("/token") ? undefined : fault?.reply));
      const error = await failure(
        world.client({ limits: limitsFor(name), credentials: WITH_TOKEN }).listResidents(SITE),
      );
      expect(error).toMatchObject(fault?.facts ?? {});
      expect(error.message).toMatch(/ \(try 5\)$/);
      expect(world.calls()).toHaveLength(5);
    },
  );

  test.each(Object.keys(CALLS))(
    "%s to a server that is not there is tried again: nothing was sent",
    async (name) => {
      const world = await startWorld(() => undefined);
      const client = world.client({ credentials: { token: "token-0", login: null } });
      await world.stop();
      const error = await failure(CALLS[name]?.(client) ?? Promise.resolve());
      expect(error).toMatchObject({ kind: "network", outcome: "not-done", status: null });
      expect(error.message).toMatch(/the connection was refused \(try 5\)$/);
      expect(world.slept).toEqual([150, 300, 600, 1_200]);
    },
  );

  test("a name that does not resolve", async () => {
    const world = await startWorld(() => undefined);
    const client = world.client({
      baseUrl: new URL("https://no-such-host.invalid"),
      retries: { attempts: 1 },
    });
    const error = await failure(client.listTeams());
    expect(error).toMatchObject({ kind: "network", outcome: "not-done" });
    expect(error.message).toMatch(/POST \/oauth\/token: the server's name cannot be resolved$/);
  });

  test("a server that does not speak TLS", async () => {
    const world = await startWorld(() => undefined);
    const baseUrl = new URL(world.url.href.replace("http:", "https:"));
    const error = await failure(world.client({ baseUrl, retries: { attempts: 2 } }).listTeams());
    expect(error).toMatchObject({ kind: "network", outcome: "not-done" });
    expect(world.seen).toEqual([]);
  });
});

describe("what an earlier try may have done is not forgotten", () => {
  const afterLost = async (last: Reply, call: string) => {
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? "drop" : last,
    );
    return failure(CALLS[call]?.(world.client()) ?? Promise.resolve());
  };

  test("a refusal after a lost answer leaves the outcome unknown", async () => {
    const error = await afterLost({ json: { Error: "already expired" } }, "DELETE");
    expect(error).toMatchObject({ kind: "refused", outcome: "unknown", detail: "already expired" });
  });

  test("a 404 after a lost answer leaves the outcome of a termination unknown", async () => {
    expect(await afterLost({ status: 404 }, "DELETE")).toMatchObject({
      kind: "not-found",
      outcome: "unknown",
    });
  });

  test("a refusal after a 429 is sure: the server did not act on the first", async () => {
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? page(429) : { json: { Error: "no" } },
    );
    const error = await failure(world.client().terminateResident(SITE, "r1"));
    expect(error).toMatchObject({ kind: "refused", outcome: "not-done" });
    expect(error.message).toMatch(/\(try 2\)$/);
  });

  test("a purge whose answer was lost is done when the next try finds nobody", async () => {
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? "drop" : { status: 404 },
    );
    await world.client().purgeResident(SITE, "r1");
    expect(world.calls()).toHaveLength(2);
  });

  test.each<[string, Reply]>([
    ["first try", { status: 404 }],
    ["429", page(429)],
  ])("a purge that finds nobody after a %s is not", async (_name, first) => {
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? first : { status: 404 },
    );
    const error = await failure(world.client().purgeResident(SITE, "r1"));
    expect(error).toMatchObject({ kind: "not-found", outcome: "not-done" });
  });
});

describe("a submission is on the wire once", () => {
  test("a kept-alive connection that drops under a POST is an error, not a second POST", async () => {
    const world = await startWorld(({ path, method }) =>
      path.endsWith("/token") ? undefined : method === "POST" ? "drop" : GOOD,
    );
    const client = world.client({ limits: { concurrency: 1 } });
    await client.listResidents(SITE);
    const error = await failure(client.submitImport(SITE, [FIELDS]));
    expect(error).toMatchObject({ kind: "network", outcome: "unknown" });
    expect(world.calls().filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  test("many at once over connections that drop: each arrives at most once", async () => {
    const world = await startWorld(({ path, method }, nth) =>
      path.endsWith("/token") ? undefined : method === "POST" && nth % 3 === 0 ? "drop" : GOOD,
    );
    const client = world.client({ limits: { concurrency: 4 } });
    const ids = Array.from({ length: 40 }, (_one, index) => `r${index}`);
    await Promise.allSettled(ids.map((id) => client.inviteResident(SITE, id)));
    expect(new Set(world.calls()).size).toBe(world.calls().length);
    expect(world.calls()).toHaveLength(40);
  });
});

describe("giving up", () => {
  test("an abort ends a call with the signal's reason, at once", async () => {
    const world = await startWorld(({ path }) => (path.endsWith("/token") ? undefined : "hang"));
    const abort = new AbortController();
    const client = world.client();
    const calls = Object.values(CALLS).map((call) => call(client, abort.signal));
    await expect.poll(() => world.calls().length).toBe(8);
    abort.abort(new Error("Ctrl-C"));
    for (const call of calls) await expect(call).rejects.toThrowError("Ctrl-C");
  });

  test("an abort during a wait between tries", async () => {
    const world = await startWorld(({ path }) => (path.endsWith("/token") ? undefined : page(503)));
    const abort = new AbortController();
    const onRequest = ({ status }: RequestEvent) => status === 503 && abort.abort(new Error("Ctrl-C"));
    const call = world.client({ onRequest }).listResidents(SITE, abort.signal);
    await expect(call).rejects.toThrowError("Ctrl-C");
    expect(world.calls()).toHaveLength(1);
  });

  test.each(["before", "while"])("an abort %s the token is got", async (when) => {
    const abort = new AbortController();
    const world = await startWorld(({ path }) => (path.endsWith("/token") ? "hang" : GOOD));
    const client = world.client({ limits: { requestTime: 200 } });
    if (when === "before") abort.abort(new Error("Ctrl-C"));
    const call = client.listResidents(SITE, abort.signal);
    if (when === "while") setImmediate(() => abort.abort(new Error("Ctrl-C")));
    await expect(call).rejects.toThrowError("Ctrl-C");
    expect(world.calls()).toEqual([]);
  });
});

describe("429 slows the whole client down", () => {
  test("a wait that nobody would sit through is not begun, and said", async () => {
    const world = await startWorld(({ path }) =>
      path.endsWith("/token") ? undefined : page(429, { "retry-after": "3600" }),
    );
    const client = world.client({ limits: { concurrency: 1 } });
    const [residents, mappings] = await Promise.all([
      failure(client.listResidents(SITE)),
      failure(client.listMappings(SITE)),
    ]);
    expect(residents.message).toContain("the server asks to wait 3600 s");
    expect(mappings.message).toContain("the server asks to wait 3600 s");
    expect(world.slept).toEqual([]);
  });

  test("a pause holds for the calls that wait, too", async () => {
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? page(429, { "retry-after": "30" }) : GOOD,
    );
    const starts: number[] = [];
    const client = world.client({
      limits: { concurrency: 1 },
      onRequest: () => starts.push(world.timing.now()),
    });
    await Promise.all([client.listResidents(SITE), client.listMappings(SITE).catch(() => undefined)]);
    const [token, throttled, ...later] = starts;
    expect(token).toBe(throttled);
    for (const start of later) expect(start).toBeGreaterThanOrEqual((throttled ?? 0) + 30_000);
  });
});

describe("what an operator is told", () => {
  test.each([
    ["403 without words", "PUT", /answered 403\.$/, /permissions/],
    ["500", "import", /may have been made all the same/, /Try again later/],
    ["500", "GET", /500: "<html> .*" \(try 5\)\.$/, /Try again later/],
    ["404 in broken JSON", "GET", /answered 404\.$/, /doctor/],
    ["Error in a 200", "PUT", /The unit is occupied\.$/, /plan again/],
    ["HTML instead of JSON", "add", /may have been made/, /doctor/],
    ["no answer in time", "add", /may have been made/, /Check the network/],
    ["the connection dropped before the answer", "add", /may have been made/, /Check the network/],
    ["an answer that is too large", "GET", /2000 bytes\.$/, /base URL/],
  ])("%s, %s", async (faultName, callName, message, remedy) => {
    const world = await startWorld(({ path }) =>
      path.endsWith("/token") ? undefined : FAULTS[faultName]?.reply,
    );
    const error = await failure(
      CALLS[callName]?.(world.client({ limits: limitsFor(faultName), credentials: WITH_TOKEN })) ??
        Promise.resolve(),
    );
    const told = describeApiError(error);
    expect(told.message).toMatch(message);
    expect(told.remedy).toMatch(remedy);
  });

  test.each([
    [204, /^Check the base URL: something else answers there\.$/],
    [302, /^Check the base URL: something else answers there\.$/],
    [404, /^Check the base URL: it has no such call\.$/],
  ])("a sign-in that is answered %i", async (status, remedy) => {
    const world = await startWorld(() => ({ status }));
    expect(describeApiError(await failure(world.client().listTeams())).remedy).toMatch(remedy);
  });

  test("what was not allowed and what was not authorized", async () => {
    const world = await startWorld(() => ({ status: 401 }));
    const client = world.client();
    expect(describeApiError(await failure(client.submitImport(SITE, []))).remedy).toMatch(/Nothing was sent/);
    expect(describeApiError(await failure(client.listTeams())).remedy).toMatch(/ELEVENOS_PASSWORD/);
  });

  test("-v shows every try, without token and body", async () => {
    const events: RequestEvent[] = [];
    const world = await startWorld(({ path }, nth) =>
      path.endsWith("/token") ? undefined : nth === 1 ? "drop" : nth === 2 ? page(503) : GOOD,
    );
    await world.client({ onRequest: (event) => events.push(event) }).updateResident(SITE, "r1", FIELDS);
    const path = "/team/t1/site/s1/resident/r1";
    expect(events).toEqual([
      { method: "POST", path: "/oauth/token", status: 200, error: null, milliseconds: 0, attempt: 1 },
      { method: "PUT", path, status: null, error: "network", milliseconds: 0, attempt: 1 },
      { method: "PUT", path, status: 503, error: "http", milliseconds: 0, attempt: 2 },
      { method: "PUT", path, status: 200, error: null, milliseconds: 0, attempt: 3 },
    ]);
  });
});
