import { describe, expect, test } from "vitest";
import type { ElevenOS } from "../../src/elevenos/api.ts";
import { FIELDS, failure, SITE, startWorld, wireResident } from "./support.ts";

const LIVE = {
  residentId: "r1",
  email: "cwilson@example.com",
  firstName: "Chris",
  lastName: "Wilson",
  phone: "543-678-9012",
  building: "Hudson",
  floor: "1",
  unit: "105",
  activationDate: "2021-11-05T14:10:22",
  activationDateUTC: "2021-11-05T21:10:22.844348+00:00",
  deactivationDate: null,
  deactivationDateUTC: null,
  onboardedAt: null,
  status: { name: "pending", words: ["current", "pending"] },
};
const ONE = { Error: null, Residents: [wireResident()] };
const COMMON = {
  Email: "cwilson@example.com",
  FirstName: "Chris",
  LastName: "Wilson",
  ActivationDateUTC: "2026-12-01T08:00:00Z",
  DeactivationDateUTC: null,
  Building: "Hudson",
  Floor: "1",
  Unit: "0105",
};
const R = "/v2/team/t1/site/s1/resident";
const STARTED = { status: "started", progress: 0, total: 1, success: 0, failed: 0 };
const JOB = {
  isFinished: false,
  status: "started",
  progress: 0,
  total: 1,
  success: 0,
  failed: 0,
  result: null,
};

interface Case {
  readonly call: (api: ElevenOS) => Promise<unknown>;
  readonly request: string;
  readonly body?: unknown;
  readonly answer: unknown;
  readonly result: unknown;
}

const CALLS: readonly [string, Case][] = [
  [
    "listTeams",
    {
      call: (api) => api.listTeams(),
      request: "GET /v2/team",
      answer: { Error: null, Teams: [{ TeamId: "t1", Name: "North" }, { TeamId: "t2" }] },
      result: [
        { teamId: "t1", name: "North" },
        { teamId: "t2", name: "" },
      ],
    },
  ],
  [
    "listSites",
    {
      call: (api) => api.listSites("t1"),
      request: "GET /v2/team/t1/site",
      answer: { Error: null, Sites: [{ SiteId: "s1", Name: "Wraeclast Heights" }, { SiteId: "s2" }] },
      result: [
        { siteId: "s1", name: "Wraeclast Heights" },
        { siteId: "s2", name: "" },
      ],
    },
  ],
  [
    "listMappings",
    {
      call: (api) => api.listMappings(SITE),
      request: "GET /v2/team/t1/site/s1/mappings",
      answer: {
        Error: null,
        Mappings: [
          { Building: "Hudson", Floor: 1, Unit: "0105", SSID: null, Vlan: 17, Passphrase: "hunter2" },
        ],
      },
      result: [{ building: "Hudson", floor: "1", unit: "0105", ssid: null, vlan: "17" }],
    },
  ],
  [
    "listResidents",
    { call: (api) => api.listResidents(SITE), request: `GET ${R}`, answer: ONE, result: [LIVE] },
  ],
  [
    "getResident",
    { call: (api) => api.getResident(SITE, "r1"), request: `GET ${R}/r1`, answer: ONE, result: LIVE },
  ],
  [
    "addResident",
    {
      call: (api) => api.addResident(SITE, FIELDS),
      request: `POST ${R}`,
      body: { ...COMMON, Phone: null },
      answer: ONE,
      result: LIVE,
    },
  ],
  [
    "updateResident sends all fields",
    {
      call: (api) => api.updateResident(SITE, "r1", { ...FIELDS, phone: "555" }),
      request: `PUT ${R}/r1`,
      body: { ...COMMON, Phone: "555" },
      answer: ONE,
      result: LIVE,
    },
  ],
  [
    "terminateResident",
    {
      call: (api) => api.terminateResident(SITE, "r1"),
      request: `DELETE ${R}/r1`,
      answer: { Error: null, Result: "Terminated" },
      result: undefined,
    },
  ],
  [
    "purgeResident",
    {
      call: (api) => api.purgeResident(SITE, "r1"),
      request: `DELETE ${R}/r1/purge`,
      answer: { Error: null, Result: "Deleted" },
      result: undefined,
    },
  ],
  [
    "inviteResident",
    {
      call: (api) => api.inviteResident(SITE, "r1"),
      request: `POST ${R}/r1/invite`,
      answer: { Error: null, Result: "Sent" },
      result: undefined,
    },
  ],
  [
    "resetPsk",
    {
      call: (api) => api.resetPsk(SITE, "r1"),
      request: `POST ${R}/r1/pskreset`,
      answer: { Error: null },
      result: undefined,
    },
  ],
  [
    "setStatus",
    {
      call: (api) => api.setStatus(SITE, "r1", "Disabled"),
      request: `PATCH ${R}/r1/status`,
      body: { Status: "Disabled" },
      answer: { Error: null },
      result: undefined,
    },
  ],
  [
    "submitImport",
    {
      call: (api) => api.submitImport(SITE, [{ ...FIELDS, phone: "555" }]),
      request: `POST ${R}/import`,
      body: { Residents: [{ ...COMMON, PhoneNumber: "555" }] },
      answer: { job_id: "j1" },
      result: "j1",
    },
  ],
  [
    "importJob",
    { call: (api) => api.importJob(SITE, "j1"), request: `GET ${R}/import/j1`, answer: STARTED, result: JOB },
  ],
  [
    "submitBulkAction",
    {
      call: (api) => api.submitBulkAction(SITE, "terminate-purge", ["r1", "r2"]),
      request: `POST ${R}/bulkaction`,
      body: { Action: "terminate-purge", Residents: ["r1", "r2"] },
      answer: { job_id: 17 },
      result: "17",
    },
  ],
  [
    "bulkActionJob",
    {
      call: (api) => api.bulkActionJob(SITE, "j/1"),
      request: `GET ${R}/bulkaction/j%2F1`,
      answer: { ...STARTED, status: "finished", result: { success: ["r1"] } },
      result: {
        ...JOB,
        status: "finished",
        isFinished: true,
        result: { succeeded: [{ residentId: "r1", email: null, message: null }], failed: [] },
      },
    },
  ],
];

describe("every call of the API: its request, and its answer read", () => {
  test.each(CALLS)("%s", async (_name, { call, request, body, answer, result }) => {
    const world = await startWorld(({ path }) =>
      path.endsWith("/oauth/token") ? undefined : { json: answer },
    );
    expect(await call(world.client())).toEqual(result);
    expect(world.calls()).toEqual([request]);
    const [token, sent] = world.seen;
    expect(token).toMatchObject({ method: "POST", path: "/v2/oauth/token", text: "" });
    expect(sent?.headers).toMatchObject({ authorization: "Bearer token-1", accept: "application/json" });
    expect(sent?.headers["content-type"]).toBe(body === undefined ? undefined : "application/json");
    expect(sent?.text).toBe(body === undefined ? "" : sent?.text);
    if (body !== undefined) expect(JSON.parse(sent?.text ?? "")).toEqual(body);
  });
});

describe("what must not be sent is refused without a request", () => {
  test.each<[string, (api: ElevenOS) => Promise<unknown>]>([
    ["a bulk action with no targets", (api) => api.submitBulkAction(SITE, "terminate", [])],
    ["a bulk action with an empty target", (api) => api.submitBulkAction(SITE, "terminate", ["r1", ""])],
    ["an import of nobody", (api) => api.submitImport(SITE, [])],
    ["a resident without an id", (api) => api.terminateResident(SITE, "")],
    ["a resident called .", (api) => api.purgeResident(SITE, ".")],
    ["a resident called ..", (api) => api.updateResident(SITE, "..", FIELDS)],
    ["an id that cannot be encoded", (api) => api.getResident(SITE, "r\ud800")],
    ["a site called ..", (api) => api.listResidents({ teamId: "t1", siteId: ".." })],
    ["a team without an id", (api) => api.listSites("")],
    ["a job without an id", (api) => api.importJob(SITE, "")],
  ])("%s", async (_name, call) => {
    const world = await startWorld(() => undefined);
    const error = await failure(call(world.client()));
    expect(error).toMatchObject({ kind: "not-allowed", outcome: "not-done" });
    expect(error.message).toMatch(/was not sent: /);
    expect(world.seen).toEqual([]);
  });

  test("an id with a slash stays one part of the path", async () => {
    const world = await startWorld(({ path }) =>
      path.endsWith("/token")
        ? undefined
        : { json: { Residents: [wireResident({ ResidentId: "a/../b?c" })] } },
    );
    await world.client().getResident(SITE, "a/../b?c");
    expect(world.calls()).toEqual([`GET ${R}/a%2F..%2Fb%3Fc`]);
  });
});

describe("answers are read with tolerance", () => {
  const residents = async (...wire: unknown[]) => {
    const world = await startWorld(({ path }) =>
      path.endsWith("/token") ? undefined : { json: { Error: null, Residents: wire } },
    );
    return world.client().listResidents(SITE);
  };

  test.each([
    ["fields that are not known", { Extra: { deep: [1] } }, {}],
    [
      "numbers for floor, unit and phone",
      { Floor: 1, Unit: 105, Phone: 5436789012 },
      { floor: "1", unit: "105", phone: "5436789012" },
    ],
    [
      "null texts",
      { FirstName: null, LastName: null, Phone: null, Floor: null },
      { firstName: "", lastName: "", phone: null, floor: "" },
    ],
    [
      "missing dates",
      { ActivationDate: undefined, ActivationDateUTC: undefined },
      { activationDate: null, activationDateUTC: null },
    ],
    ["a status of one word", { Status: "Current" }, { status: { name: "current", words: ["Current"] } }],
    ["no status", { Status: null }, { status: { name: "unknown", words: [] } }],
  ])("%s", async (_name, wire, changes) => {
    expect(await residents(wireResident(wire))).toEqual([{ ...LIVE, ...changes }]);
  });

  test.each([
    ["no ResidentId", { ResidentId: undefined }, "Residents[1].ResidentId should be text and is missing"],
    ["an empty ResidentId", { ResidentId: "" }, "Residents[1].ResidentId should be text and is empty"],
    ["a numeric ResidentId", { ResidentId: 5 }, "Residents[1].ResidentId should be text and is a number"],
    ["no Email", { Email: null }, "Residents[1].Email should be text and is null"],
    ["no Unit", { Unit: undefined }, "Residents[1].Unit should be text and is missing"],
    ["no FirstName", { FirstName: undefined }, "Residents[1].FirstName should be text and is missing"],
    ["a Phone that is a list", { Phone: [] }, "Residents[1].Phone should be text and is a list"],
    [
      "a date that is a number",
      { ActivationDateUTC: 5 },
      "Residents[1].ActivationDateUTC should be text and is a number",
    ],
    [
      "a status that is an object",
      { Status: { a: 1 } },
      "Residents[1].Status should be a list of words and is an object",
    ],
    ["no Status", { Status: undefined }, "Residents[1].Status should be a list of words"],
  ])("%s is not of the shape relied on", async (_name, wire, message) => {
    const error = await failure(residents(wireResident(), wireResident(wire)));
    expect(error).toMatchObject({ kind: "malformed", outcome: "unknown", status: 200 });
    expect(error.message).toContain(message);
  });

  test("a resident that is none", async () => {
    expect((await failure(residents("r1"))).message).toContain(
      "Residents[0] should be an object and is a string",
    );
  });

  test.each<[string, unknown, (api: ElevenOS) => Promise<unknown>, object, string]>([
    [
      "no list",
      { Error: null },
      (api) => api.listResidents(SITE),
      { kind: "malformed" },
      "Residents should be a list and is missing",
    ],
    [
      "a list at the top",
      [],
      (api) => api.listTeams(),
      { kind: "malformed" },
      "is a list and should be an object",
    ],
    [
      "no job id",
      { job_id: "" },
      (api) => api.submitImport(SITE, [FIELDS]),
      { kind: "malformed", outcome: "unknown" },
      "job_id should be text and is empty",
    ],
    [
      "nobody for one",
      { Residents: [] },
      (api) => api.getResident(SITE, "r1"),
      { kind: "not-found" },
      "holds no resident",
    ],
    [
      "two for one",
      { Residents: [wireResident(), wireResident()] },
      (api) => api.getResident(SITE, "r1"),
      { kind: "malformed" },
      "a list of one",
    ],
    [
      "somebody else",
      { Residents: [wireResident({ ResidentId: "r2" })] },
      (api) => api.updateResident(SITE, "r1", FIELDS),
      { kind: "malformed", outcome: "unknown" },
      "another resident",
    ],
    [
      "nobody new",
      { Residents: [] },
      (api) => api.addResident(SITE, FIELDS),
      { kind: "malformed", outcome: "unknown" },
      "a list of one",
    ],
    [
      "no resident at all",
      { Error: null },
      (api) => api.addResident(SITE, FIELDS),
      { kind: "malformed", outcome: "unknown" },
      "Residents should be a list",
    ],
    [
      "a job without a status",
      {},
      (api) => api.importJob(SITE, "j1"),
      { kind: "malformed" },
      "status should be text",
    ],
  ])("%s is not an answer", async (_name, json, call, facts, message) => {
    const world = await startWorld(({ path }) => (path.endsWith("/token") ? undefined : { json }));
    const error = await failure(call(world.client()));
    expect(error).toMatchObject(facts);
    expect(error.message).toContain(message);
    expect(world.calls()).toHaveLength(1);
  });

  test.each([
    ["a bare object", { Residents: wireResident({ ResidentId: "R1" }) }],
    ["the resident itself", wireResident({ ResidentId: "R1" })],
  ])("%s is read as one resident", async (_name, json) => {
    const world = await startWorld(({ path }) => (path.endsWith("/token") ? undefined : { json }));
    expect(await world.client().getResident(SITE, "r1")).toEqual({ ...LIVE, residentId: "R1" });
  });
});

describe("the base path", () => {
  test("may be empty", async () => {
    const world = await startWorld(() => undefined);
    await world.client({ baseUrl: new URL(world.url.origin) }).inviteResident(SITE, "r1");
    expect(world.seen.map((one) => one.path)).toEqual([
      "/oauth/token",
      "/team/t1/site/s1/resident/r1/invite",
    ]);
  });
});
