import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadSeed } from "../../src/emulator/load-seed.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import {
  type Body,
  HEIGHTS,
  objectOf,
  person,
  residentObject,
  seedOf,
  start,
  startSignedIn,
  steadyTiming,
} from "./harness.ts";

async function control(emulator: Emulator, method: string, path: string, body?: unknown) {
  const response = await fetch(new URL(`/emulator${path}`, emulator.url), {
    method,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

describe("control calls", () => {
  test("read outbox, violations, requests, clock and state", async () => {
    const { emulator, call, list } = await startSignedIn();
    await call("POST", `${HEIGHTS}/id-pending/invite`);
    await call(
      "PUT",
      `${HEIGHTS}/id-current`,
      objectOf((await list()).get("current"), { Email: "x@example.com" }),
    );
    const read = async (path: string) => (await control(emulator, "GET", path)).body;
    expect(await read("/outbox")).toEqual({ outbox: emulator.outbox() });
    expect(emulator.outbox()).toHaveLength(1);
    expect(await read("/violations")).toEqual({ violations: emulator.violations() });
    expect(emulator.violations()).toHaveLength(1);
    expect(await read("/requests")).toEqual({ requests: emulator.requests() });
    expect(emulator.requests()).toHaveLength(4);
    expect(await read("/clock")).toEqual({ now: "2026-11-23T17:00:00+00:00" });
    expect(await read("/state")).toEqual(emulator.state());
  });

  test("move the clock, and complete an onboarding", async () => {
    const { emulator, statusOf } = await startSignedIn();
    expect((await control(emulator, "POST", "/clock", { advanceSeconds: 60 })).body).toEqual({
      now: "2026-11-23T17:01:00+00:00",
    });
    expect((await control(emulator, "POST", "/clock", { now: "2026-12-01T00:00:00-08:00" })).body).toEqual({
      now: "2026-12-01T08:00:00+00:00",
    });
    expect(await statusOf("scheduled")).toBe("current+pending");
    expect((await control(emulator, "POST", "/onboard", { email: "scheduled@example.com" })).body).toEqual({
      ok: true,
    });
    expect(await statusOf("scheduled")).toBe("current");
  });

  test("ask for faults, and end them", async () => {
    const { emulator, call } = await startSignedIn();
    const statusAfter = async (method: string, body?: unknown) => {
      expect((await control(emulator, method, "/faults", body)).body).toEqual({ ok: true });
      return (await call("GET", "/team")).status;
    };
    expect(
      await statusAfter("POST", { latencyMs: 0, faults: [{ kind: "status", status: 500, path: "/team" }] }),
    ).toBe(500);
    expect(await statusAfter("DELETE")).toBe(200);
    const everyKind = [
      { kind: "drop", acts: true, path: "/never" },
      { kind: "truncated", path: "/never" },
      { kind: "html", status: 502, path: "/never" },
      { kind: "hang", seconds: 1, path: "/never" },
      { kind: "slow", seconds: 0.1, path: "/never" },
      { kind: "list", first: 0, method: "GET", nth: 1, times: 2 },
      {
        kind: "job",
        stuckAfter: 0,
        failEmails: ["a@example.com"],
        counts: { total: 1 },
        nesting: "pair",
        entries: "without-ids",
      },
      { kind: "expire-tokens" },
    ];
    expect(await statusAfter("POST", { faults: everyKind })).toBe(401);
  });

  test.each([
    ["POST", "/clock", "{", "The body is not JSON."],
    ["POST", "/clock", {}, "/: must NOT have fewer than 1 properties"],
    ["POST", "/clock", { now: "tomorrow" }, /is set with an instant such as/],
    [
      "POST",
      "/clock",
      { now: "2026-11-23T16:59:59Z" },
      /only goes forward; it is 2026-11-23T17:00:00\+00:00/,
    ],
    ["POST", "/clock", { advanceSeconds: -1 }, "/advanceSeconds: must be >= 0"],
    ["POST", "/clock", { later: 1 }, '/: unknown key "later"'],
    ["POST", "/onboard", {}, "/: must have required property 'email'"],
    ["POST", "/onboard", { email: "current@example.com" }, /this one is current/],
    [
      "POST",
      "/faults",
      { faults: [{ kind: "flood" }] },
      /^\/faults\/0: value of tag "kind" must be in oneOf/,
    ],
    ["POST", "/faults", { faults: [{ kind: "status" }] }, "/faults/0: must have required property 'status'"],
    ["POST", "/faults", { faults: [{ kind: "drop", after: 1 }] }, '/faults/0: unknown key "after"'],
    ["POST", "/faults", { faults: [{ kind: "list", first: 0, nth: 0 }] }, "/faults/0/nth: must be >= 1"],
  ])("%s %s %j is a 400 that says why", async (method, path, body, message) => {
    const reply = await control(await start(), method, path, body);
    expect(reply.status).toBe(400);
    expect(reply.body.Error).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  test.each([
    ["GET", "/nothing"],
    ["DELETE", "/outbox"],
    ["GET", "/../toString"],
  ])("%s %s is a 404 that lists what there is", async (method, path) => {
    const { status, body } = await control(await start(), method, path);
    expect([status, body.Error]).toEqual([
      404,
      expect.stringMatching(/GET \/outbox, .*POST \/clock|no such path/),
    ]);
  });

  test("are not part of the API: no faults befall them, and they are not logged", async () => {
    const emulator = await start({ faults: { faults: [{ kind: "drop" }] } });
    expect((await control(emulator, "GET", "/requests")).body).toEqual({ requests: [] });
  });
});

describe("the clock", () => {
  test("runs with the machine's where the seed has no now, also after a move, and never back", async () => {
    const timing = steadyTiming();
    let real = Date.parse("2026-11-23T17:00:00Z");
    const { now: _, ...seed } = seedOf();
    const emulator = await start({ seed, timing: { ...timing, now: () => real } });
    real += 60_000;
    expect(emulator.moveClock({ advanceSeconds: 3600 })).toBe("2026-11-23T18:01:00+00:00");
    real += 60_000;
    expect(emulator.moveClock({ advanceSeconds: 0 })).toBe("2026-11-23T18:02:00+00:00");
    real -= 600_000;
    expect(emulator.moveClock({ advanceSeconds: 0 })).toBe("2026-11-23T18:02:00+00:00");
    expect(emulator.state().now).toBeUndefined();
  });

  test("gives the time of calls to the millisecond", async () => {
    const timing = { ...steadyTiming(), now: () => Date.parse("2026-11-23T17:00:00.844Z") };
    const { now: _, ...seed } = seedOf();
    const { call, list } = await startSignedIn({ seed, timing });
    await call("POST", HEIGHTS, residentObject());
    expect((await list()).get("new")).toMatchObject({
      ActivationDate: "2026-11-23T09:00:00",
      ActivationDateUTC: "2026-11-23T17:00:00.844000+00:00",
    });
  });
});

describe("the state", () => {
  test("is a seed: an emulator started from it answers the same, and goes on from there", async () => {
    const first = await startSignedIn();
    const { call, emulator, job } = first;
    await job(`${HEIGHTS}/bulkaction`, { Action: "onboard-now", Residents: ["id-scheduled"] });
    await call("DELETE", `${HEIGHTS}/id-current`);
    await call("PATCH", `${HEIGHTS}/id-suspended/status`, { Status: "Active" });
    await call("POST", HEIGHTS, residentObject({ ActivationDateUTC: "2026-12-01T00:00:00Z" }));
    const saved = emulator.state();
    const second = await startSignedIn({ seed: loadSeed(JSON.stringify(saved), "state.json") });
    expect(second.emulator.state()).toEqual(saved);
    expect(await second.list()).toEqual(await first.list());
    for (const one of [first, second]) one.emulator.moveClock({ now: "2027-01-15T00:00:00Z" });
    expect(second.emulator.outbox()).toEqual(emulator.outbox());
    expect(emulator.outbox().filter(({ to }) => to === "new@example.com")).toHaveLength(1);
    expect(await second.list()).toEqual(await first.list());
  });

  test("saved under a running clock, it catches up with what fell due meanwhile", async () => {
    const resident = person({
      email: "a@example.com",
      unit: "101",
      activation: "2026-12-01T08:00:00Z",
      onboardedAt: null,
    });
    const { now: _, ...seed } = seedOf([resident]);
    const saved = (await start({ seed })).state();
    const later = { ...steadyTiming(), now: () => Date.parse("2026-12-03T00:00:00Z") };
    const { emulator, statusOf } = await startSignedIn({ seed: saved, timing: later });
    expect(emulator.outbox()).toMatchObject([{ kind: "invitation", at: "2026-12-01T08:00:00+00:00" }]);
    expect(await statusOf("a")).toBe("current+pending");
  });

  test("keeps accounts and their teams", async () => {
    const seed = { ...seedOf([]), account: { email: "a@example.com", password: "x", teams: ["team-1"] } };
    expect((await start({ seed })).state().accounts).toEqual([seed.account]);
  });
});

describe("the seed", () => {
  test("of the example portfolio is one", async () => {
    const file = new URL("../../examples/portfolio/seed.json", import.meta.url);
    const seed = loadSeed(readFileSync(file, "utf8"), "seed.json");
    expect(seed.teams.flatMap(({ sites }) => sites)).toHaveLength(3);
    expect((await start({ seed })).outbox()).toEqual([]);
  });

  const withResident = (changes: Body) => ({
    ...seedOf([{ ...person({ email: "a@example.com", unit: "101" }), ...changes }]),
  });
  const R = "/teams/0/sites/0/residents/0";

  test.each<[string, unknown, string | RegExp]>([
    ["no JSON", "{", /not JSON: /],
    ["no object", "[]", "/: must be object"],
    ["no teams", {}, "/: must have required property 'teams'"],
    ["an unknown key", { ...seedOf(), team: [] }, '/: unknown key "team"'],
    ["an unknown key of a resident", withResident({ name: "x" }), `${R}: unknown key "name"`],
    ["a number for a unit", withResident({ unit: 101 }), `${R}/unit: must be string`],
    [
      "a date without an offset",
      withResident({ activation: "2026-01-05T08:00:00" }),
      `${R}/activation: not an instant such as`,
    ],
    [
      "a day that does not exist",
      withResident({ activation: "2026-02-30T08:00:00Z" }),
      `${R}/activation: not an instant`,
    ],
    ["no e-mail address", withResident({ email: "nobody" }), `${R}/email: not an e-mail address`],
    ["an unknown zone", zoned("America/Gotham"), "/teams/0/sites/0/timezone: not an IANA time zone"],
    ["an offset for a zone", zoned("+02:00"), "/teams/0/sites/0/timezone: not an IANA time zone"],
    [
      "a unit nobody mapped",
      withResident({ unit: "999" }),
      `${R}: Hudson/1/999 is not among the site's mappings`,
    ],
    [
      "suspended while pending",
      withResident({ suspended: true, onboardedAt: null }),
      `${R}: suspended needs onboardedAt`,
    ],
    [
      "an e-mail address twice",
      twice({ residentId: "other" }),
      "/teams/0/sites/1/residents/0: the same email as /teams/0/sites/0/residents/0",
    ],
    [
      "an id twice",
      twice({ email: "b@example.com" }),
      "/teams/0/sites/1/residents/0: the same residentId as",
    ],
    [
      "a team twice",
      { teams: [...seedOf([]).teams, ...seedOf([]).teams] },
      "/teams/1: the same teamId as /teams/0",
    ],
    [
      "a site twice",
      { teams: [...seedOf([]).teams, { ...seedOf([]).teams[0], teamId: "t2" }] },
      "/teams/1/sites/0: the same siteId as",
    ],
    ["a unit twice", doubled(), "/teams/0/sites/0/mappings/10: Hudson/1/101 is there twice"],
    [
      "account and accounts",
      { ...seedOf([]), account: account(), accounts: [account()] },
      "give either account or accounts",
    ],
    [
      "an unknown kind of e-mail",
      { ...seedOf([]), outbox: [mail("spam")] },
      "/outbox/0/kind: must be one of invitation, wifi-details",
    ],
    ["a control character", withResident({ "\u001b[31m": 1 }), `${R}: unknown key "\\u{1b}[31m"`],
  ])("with %s is refused", (_, seed, message) => {
    const text = typeof seed === "string" ? seed : JSON.stringify(seed);
    const found = errorOf(() => loadSeed(text, "my-seed.json"));
    expect(found).toMatchObject({ name: "ExpectedError", exitCode: 4 });
    expect(found.message).toMatch(/^my-seed\.json is not a seed for the emulator:\n/);
    if (typeof message === "string") expect(found.message).toContain(message);
    else expect(found.message).toMatch(message);
  });

  test("names all that is wrong, up to a point", () => {
    const residents = Array.from({ length: 25 }, () => ({}));
    const [team] = seedOf([]).teams;
    const sites = (team?.sites ?? []).map((site) => ({ ...site, residents }));
    const found = errorOf(() => loadSeed(JSON.stringify({ teams: [{ ...team, sites }] }), "s.json"));
    expect(found.message.split("\n")).toHaveLength(22);
    expect(found.message).toMatch(/… and 380 more$/);
  });

  test("without ids gets some", async () => {
    const { residentId: _, ...nameless } = person({ email: "a@example.com", unit: "101" });
    const { list } = await startSignedIn({ seed: seedOf([nameless]) });
    expect((await list()).get("a")?.ResidentId).toMatch(/^[\da-f-]{36}$/);
  });

  test("of a passphrase keeps it, also where it is null", async () => {
    const [team] = seedOf([]).teams;
    const mappings = ["secret-1", null].map((passphrase, index) => ({
      building: "B",
      floor: "1",
      unit: String(index),
      ssid: null,
      vlan: null,
      passphrase,
    }));
    const sites = (team?.sites ?? []).map((site) => ({ ...site, mappings }));
    const { call } = await startSignedIn({ seed: { teams: team === undefined ? [] : [{ ...team, sites }] } });
    const { body } = await call("GET", HEIGHTS.replace("/resident", "/mappings"));
    expect(body.Mappings).toMatchObject([
      { Passphrase: "secret-1", SSID: null, Vlan: null },
      { Passphrase: null },
    ]);
  });
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was refused");
}

function account() {
  return { email: "a@example.com", password: "x" };
}

function mail(kind: string) {
  return {
    number: 1,
    at: "2026-11-23T17:00:00Z",
    kind,
    to: "a@example.com",
    siteId: "s",
    residentId: null,
    jobId: null,
    link: null,
  };
}

function twice(changes: Body) {
  const one = person({ email: "a@example.com", unit: "101" });
  return seedOf([one], [{ ...one, ...changes }]);
}

function zoned(timezone: string) {
  const seed = seedOf([]);
  return {
    teams: seed.teams.map((team) => ({ ...team, sites: team.sites.map((site) => ({ ...site, timezone })) })),
  };
}

function doubled() {
  const seed = seedOf([]);
  const sites = (team: (typeof seed.teams)[number]) =>
    team.sites.map((site) => ({ ...site, mappings: [...site.mappings, ...site.mappings.slice(0, 1)] }));
  return { teams: seed.teams.map((team) => ({ ...team, sites: sites(team) })) };
}
