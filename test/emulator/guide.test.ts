import { describe, expect, test } from "vitest";
import {
  EVERY_STATUS,
  entriesOf,
  HEIGHTS,
  imported,
  LOFTS,
  objectOf,
  passwordHeader,
  person,
  residentObject,
  residentsOf,
  seedOf,
  signIn,
  start,
  startSignedIn,
  TEAM,
} from "./harness.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("Authorization", () => {
  test("«This endpoint returns a JSON object containing the access token you must use in all subsequent requests»", async () => {
    const emulator = await start();
    const { status, body } = await signIn(emulator);
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.stringMatching(UUID), token_type: "bearer" });
  });

  test.each([
    ["a wrong password", passwordHeader("operator@example.com", "wrong")],
    ["an unknown account", passwordHeader("somebody@example.com")],
    ["another scheme", passwordHeader().replace("Password", "Basic")],
    ["no colon", `Password ${Buffer.from("operator").toString("base64")}`],
    ["nothing", ""],
  ])("%s is a 401", async (_, authorization) => {
    const { status, body } = await signIn(await start(), authorization);
    expect([status, body.Error]).toEqual([401, "The e-mail address or the password is wrong."]);
  });

  test("no Authorization at all is a 401", async () => {
    const emulator = await start();
    expect((await fetch(`${emulator.url}/oauth/token`, { method: "POST" })).status).toBe(401);
  });

  test.each([
    ["no header", undefined],
    ["an unknown token", "Bearer nothing"],
    ["the password again", passwordHeader()],
  ])("%s instead of a token is a 401", async (_, authorization) => {
    const emulator = await start();
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${emulator.url}/team`, { headers });
    expect(response.status).toBe(401);
  });

  test("a token can expire by the clock, and a new one works", async () => {
    const { emulator, call } = await startSignedIn({ tokens: { lifetimeSeconds: 600 } });
    emulator.moveClock({ advanceSeconds: 599 });
    expect((await call("GET", "/team")).status).toBe(200);
    emulator.moveClock({ advanceSeconds: 1 });
    expect((await call("GET", "/team")).status).toBe(401);
    const renewed = await signIn(emulator);
    expect(renewed.body.expires_in).toBe(600);
    const headers = { authorization: `Bearer ${String(renewed.body.access_token)}` };
    expect((await fetch(`${emulator.url}/team`, { headers })).status).toBe(200);
  });

  test("a token can be used up", async () => {
    const { call } = await startSignedIn({ tokens: { requests: 2 } });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await call("GET", "/team")).status);
    expect(statuses).toEqual([200, 200, 401]);
  });
});

describe("Teams, sites and mappings", () => {
  test("«This endpoint returns all of the teams that the account used to make the request is a member of»", async () => {
    const [team] = seedOf().teams;
    const other = { teamId: "team-2", name: "Other Homes", sites: [] };
    const seed = {
      now: "2026-11-23T17:00:00Z",
      accounts: [
        { email: "operator@example.com", password: "emulator", teams: [TEAM] },
        { email: "chief@example.com", password: "Example: 2" },
      ],
      teams: team === undefined ? [] : [team, other],
    };
    const { emulator, call } = await startSignedIn({ seed });
    expect((await call("GET", "/team")).body).toEqual({
      Error: null,
      Teams: [{ TeamId: TEAM, Name: "Example Homes" }],
    });
    expect((await call("GET", "/team/team-2/site")).status).toBe(404);
    expect((await call("GET", "/team/team-2/site/heights/resident")).status).toBe(404);
    const chief = await signIn(emulator, passwordHeader("Chief@example.com", "Example: 2"));
    const headers = { authorization: `Bearer ${String(chief.body.access_token)}` };
    const teams = await fetch(`${emulator.url}/team`, { headers });
    expect(await teams.json()).toMatchObject({ Teams: [{ TeamId: TEAM }, { TeamId: "team-2" }] });
  });

  test("«This endpoint returns a list of all sites on the specified team that the account has access to»", async () => {
    const { call } = await startSignedIn();
    expect((await call("GET", `/team/${TEAM}/site`)).body).toEqual({
      Error: null,
      Sites: [
        { SiteId: "heights", Name: "Heights" },
        { SiteId: "lofts", Name: "Lofts" },
      ],
    });
  });

  test("«Use the returned values from the Mappings array to fill out the Building, Floor, and Unit values»", async () => {
    const { call } = await startSignedIn();
    const { body } = await call("GET", `/team/${TEAM}/site/heights/mappings`);
    expect(body.Mappings).toHaveLength(10);
    expect(Array.isArray(body.Mappings) ? body.Mappings[0] : null).toEqual({
      Building: "Hudson",
      Floor: "1",
      Unit: "101",
      SSID: "Hudson-A",
      Vlan: "100",
      Passphrase: "not-a-real-passphrase",
    });
  });

  test.each([
    ["GET", "/team/nobody/site"],
    ["GET", `/team/nobody/site/heights/resident`],
    ["GET", `/team/${TEAM}/site/nowhere/resident`],
    ["GET", `${HEIGHTS}/id-nobody`],
    ["DELETE", `${LOFTS}/id-current`],
    ["GET", `${HEIGHTS}/import/no-job`],
    ["GET", `${HEIGHTS}/bulkaction/no-job`],
    ["GET", `${HEIGHTS}/%zz`],
    ["GET", "/nothing"],
  ])("%s %s is a 404", async (method, path) => {
    const { call } = await startSignedIn();
    const { status, body } = await call(method, path);
    expect([status, typeof body.Error]).toEqual([404, "string"]);
  });

  test("a method that a path does not have is a 405", async () => {
    const { call } = await startSignedIn();
    expect((await call("PUT", "/team")).status).toBe(405);
  });

  test("ids are taken with and without percent signs", async () => {
    const residents = [person({ email: "a@example.com", unit: "101", residentId: "id:1" })];
    const { call } = await startSignedIn({ seed: seedOf(residents) });
    const found = await call("GET", `${HEIGHTS}/${encodeURIComponent("id:1")}`);
    expect(residentsOf(found.body)[0]).toMatchObject({ ResidentId: "id:1" });
  });
});

describe("Residents as they are listed", () => {
  test("«A JSON object is returned with all of the residents at a site»: every field, in the server's own forms", async () => {
    const resident = person({
      email: "Chris@example.com",
      unit: "105",
      activation: "2021-11-05T21:10:22.844348Z",
      deactivation: "2027-11-06T19:00:00Z",
      onboardedAt: "2021-11-06T01:00:00Z",
      uuid: "uuid-1",
    });
    const { call } = await startSignedIn({ seed: seedOf([resident]) });
    const listed = {
      ActivationDate: "2021-11-05T14:10:22",
      ActivationDateUTC: "2021-11-05T21:10:22.844348+00:00",
      Building: "Hudson",
      DeactivationDate: "2027-11-06T12:00:00",
      DeactivationDateUTC: "2027-11-06T19:00:00+00:00",
      Email: "Chris@example.com",
      FirstName: "Ada",
      Floor: "1",
      LastName: "Example",
      Mobile: null,
      OnboardedAt: "2021-11-06T01:00:00+00:00",
      Phone: "213-555-0100",
      ResidentId: "id-Chris",
      SSID: "Hudson-A",
      ServiceAreaNumber: "1004",
      Status: ["current"],
      UUID: "uuid-1",
      Unit: "105",
    };
    expect((await call("GET", HEIGHTS)).body).toEqual({ Error: null, Residents: [listed] });
    expect((await call("GET", `${HEIGHTS}/id-Chris`)).body).toEqual({ Error: null, Residents: [listed] });
  });

  test("dates may be null", async () => {
    const resident = person({ email: "a@example.com", unit: "101", activation: null });
    const { list } = await startSignedIn({ seed: seedOf([resident]) });
    expect((await list()).get("a")).toMatchObject({
      ActivationDate: null,
      ActivationDateUTC: null,
      DeactivationDate: null,
      DeactivationDateUTC: null,
      Status: ["current"],
    });
  });

  test("the order stays the same over changes, and new residents come last", async () => {
    const { call, list } = await startSignedIn();
    const before = [...(await list()).keys()];
    await call("PUT", `${HEIGHTS}/id-pending`, objectOf((await list()).get("pending"), { FirstName: "Z" }));
    await call("POST", HEIGHTS, residentObject());
    expect([...(await list()).keys()]).toEqual([...before, "new"]);
  });
});

describe("Add a resident", () => {
  test("«A JSON object is returned with the new resident's status»; without an activation, access begins now", async () => {
    const { call, emulator, mails } = await startSignedIn();
    const { status, body } = await call("POST", HEIGHTS, residentObject({ Phone: "1" }));
    expect(status).toBe(200);
    expect(body.Error).toBeNull();
    expect(residentsOf(body)).toHaveLength(1);
    expect(residentsOf(body)[0]).toMatchObject({
      ActivationDate: "2026-11-23T09:00:00",
      ActivationDateUTC: "2026-11-23T17:00:00+00:00",
      Phone: "1",
      ResidentId: expect.stringMatching(UUID),
      SSID: "Hudson-B",
      Status: ["current", "pending"],
    });
    expect(mails()).toEqual(["invitation new"]);
    expect(emulator.violations()).toEqual([]);
  });

  test("activation in the future: scheduled, and the invitation comes on the activation date, once", async () => {
    const { call, emulator, list, mails } = await startSignedIn({ seed: seedOf([]) });
    await call("POST", HEIGHTS, residentObject({ ActivationDateUTC: "2026-12-01T00:00:00-08:00" }));
    expect((await list()).get("new")?.Status).toEqual(["scheduled"]);
    emulator.moveClock({ now: "2026-12-01T07:59:59Z" });
    expect(mails()).toEqual([]);
    emulator.moveClock({ now: "2026-12-05T00:00:00Z" });
    emulator.moveClock({ advanceSeconds: 86_400 });
    expect((await list()).get("new")?.Status).toEqual(["current", "pending"]);
    expect(emulator.outbox()).toEqual([
      {
        number: 1,
        at: "2026-12-01T08:00:00+00:00",
        kind: "invitation",
        to: "new@example.com",
        siteId: "heights",
        residentId: (await list()).get("new")?.ResidentId,
        jobId: null,
        link: "https://portal.example.com/invitation/1",
      },
    ]);
  });

  test("invitations of one long move come in the order of their dates", async () => {
    const residents = ["2027-01-03", "2027-01-01", "2027-01-02"].map((date, index) =>
      person({
        email: `r${index}@example.com`,
        unit: `10${index + 1}`,
        activation: `${date}T00:00:00Z`,
        onboardedAt: null,
      }),
    );
    const { emulator, mails } = await startSignedIn({ seed: seedOf(residents) });
    emulator.moveClock({ now: "2027-06-01T00:00:00Z" });
    expect(mails()).toEqual(["invitation r1", "invitation r2", "invitation r0"]);
  });

  const everywhere = [
    ...EVERY_STATUS.map(({ email }) => [email, "the same site"]),
    ["CURRENT@Example.com", "other case"],
    ["away@example.com", "another site"],
    ["other@example.com", "another team"],
  ];
  test.each(everywhere)(
    "«You cannot add a resident if their email already exists in Site Manager»: %s (%s)",
    async (Email) => {
      const seed = seedOf(EVERY_STATUS, [person({ email: "away@example.com", unit: "101" })]);
      const [team] = seedOf([person({ email: "other@example.com", unit: "101" })]).teams;
      const sites = (team?.sites ?? []).map((site) => ({ ...site, siteId: `${site.siteId}-2` }));
      const teams = [...seed.teams, { teamId: "team-2", name: "Other Homes", sites }];
      const { call, job, list } = await startSignedIn({ seed: { ...seed, teams } });
      const { status, body } = await call("POST", HEIGHTS, residentObject({ Email }));
      expect(status).toBe(200);
      expect(body.Error).toMatch(/already exists in Site Manager/);
      const { result } = await job(`${HEIGHTS}/import`, { Residents: [imported({ Email })] });
      expect(entriesOf(result).failed[0]?.error).toBe(body.Error);
      expect((await list()).size).toBe(5);
    },
  );

  test("«the Building, Floor, and Unit values sent in the POST request must match available values»", async () => {
    const { call, job, list } = await startSignedIn();
    const wrong = { Unit: "0110" };
    const message = "Building/Floor/Unit Hudson/1/0110 is not in the PAN mappings of this site.";
    expect((await call("POST", HEIGHTS, residentObject(wrong))).body.Error).toBe(message);
    const { result } = await job(`${HEIGHTS}/import`, { Residents: [imported(wrong)] });
    expect(entriesOf(result).failed).toEqual([{ ...imported(wrong), error: message }]);
    for (const name of ["current", "expired"]) {
      const listed = (await list()).get(name);
      const put = await call("PUT", `${HEIGHTS}/id-${name}`, objectOf(listed, wrong));
      expect([name, put.body.Error]).toEqual([name, message]);
    }
  });

  test.each([
    [{ Email: "nobody" }, /^Email "nobody" is not valid/],
    [{ Email: 7 }, /^Email is required and must be text, not 7/],
    [{ FirstName: " " }, /^FirstName is required and must be text, not " "/],
    [{ LastName: undefined }, /^LastName is required and must be text, not null/],
    [{ Floor: 1 }, /^Floor is required and must be text, not 1/],
    [{ Phone: 5 }, /^Phone must be text, not 5/],
    [{ ActivationDateUTC: "11/05/2021" }, /^ActivationDateUTC "11\/05\/2021" is not a date and time/],
    [{ DeactivationDateUTC: "2021-02-30T00:00:00Z" }, /^DeactivationDateUTC "2021-02-30T00:00:00Z" is not/],
    [{ DeactivationDateUTC: 5 }, /^DeactivationDateUTC 5 is not a date/],
    [
      { ActivationDateUTC: "2027-01-02T00:00:00Z", DeactivationDateUTC: "2027-01-01T00:00:00Z" },
      /is before ActivationDateUTC/,
    ],
  ])("%j is refused with the value where the error occurred", async (changes, message) => {
    const { call, list } = await startSignedIn();
    const { status, body } = await call("POST", HEIGHTS, residentObject(changes));
    expect(status).toBe(200);
    expect(body.Error).toMatch(message);
    expect((await list()).has("new")).toBe(false);
  });

  test("what is no object is refused; what is no JSON is a 400; what no such object has is a violation", async () => {
    const { call, emulator, job } = await startSignedIn();
    expect((await call("POST", HEIGHTS, [1])).body.Error).toBe("A resident must be a JSON object.");
    const { body } = await call("POST", HEIGHTS, undefined);
    expect(body.Error).toBe("The body is not JSON.");
    await call("POST", HEIGHTS, residentObject({ Mobile: null }));
    const { result } = await job(`${HEIGHTS}/import`, { Residents: ["x", residentObject()] });
    expect(entriesOf(result).failed[0]).toEqual({ value: "x", error: "A resident must be a JSON object." });
    expect(emulator.violations()).toEqual([
      {
        at: "2026-11-23T17:00:00+00:00",
        siteId: "heights",
        kind: "unknown-field",
        detail: "Mobile is not a field of this object",
      },
      {
        at: "2026-11-23T17:00:00+00:00",
        siteId: "heights",
        kind: "unknown-field",
        detail: "Phone is not a field of this object",
      },
    ]);
  });

  test("ActivationDateUTC without an offset is UTC", async () => {
    const { call } = await startSignedIn();
    const sent = residentObject({ ActivationDateUTC: "2027-01-01 08:00" });
    const { body } = await call("POST", HEIGHTS, sent);
    expect(residentsOf(body)[0]).toMatchObject({
      ActivationDate: "2027-01-01T00:00:00",
      ActivationDateUTC: "2027-01-01T08:00:00+00:00",
    });
  });
});

describe("Update a resident", () => {
  test("«A successful response includes the same information as the GET response but with the updated information»", async () => {
    const { call, list } = await startSignedIn();
    const before = (await list()).get("current");
    const changes = { FirstName: "Eve", LastName: "Sample", Phone: null, Unit: "106" };
    const { body } = await call("PUT", `${HEIGHTS}/id-current`, objectOf(before, changes));
    expect(body).toEqual({
      Error: null,
      Residents: [{ ...before, ...changes, SSID: "Hudson-B", ServiceAreaNumber: "1005" }],
    });
    expect(residentsOf((await call("GET", `${HEIGHTS}/id-current`)).body)).toEqual(body.Residents);
  });

  test.each(["somebody@example.com", "Current@example.com"])(
    "«you will encounter unforeseen errors, and the email will not change»: %s",
    async (Email) => {
      const { call, emulator, list } = await startSignedIn();
      const before = await list();
      const changes = { Email, FirstName: "Eve" };
      const { status, body } = await call(
        "PUT",
        `${HEIGHTS}/id-current`,
        objectOf(before.get("current"), changes),
      );
      expect([status, body.Error]).toEqual([200, "An unforeseen error occurred."]);
      expect(await list()).toEqual(before);
      expect(emulator.violations()).toMatchObject([{ kind: "email-change", siteId: "heights" }]);
    },
  );

  test("a field that is left out of phone and dates is cleared", async () => {
    const residents = [person({ email: "a@example.com", unit: "101", deactivation: "2027-01-01T00:00:00Z" })];
    const { call, list } = await startSignedIn({ seed: seedOf(residents) });
    const { Phone, DeactivationDateUTC, ...rest } = objectOf((await list()).get("a"));
    expect([Phone, DeactivationDateUTC]).toEqual(["213-555-0100", "2027-01-01T00:00:00+00:00"]);
    await call("PUT", `${HEIGHTS}/id-a`, rest);
    expect((await list()).get("a")).toMatchObject({ Phone: null, DeactivationDateUTC: null });
  });

  test("what is wrong with the body changes nothing", async () => {
    const { call, list } = await startSignedIn();
    const before = await list();
    const put = await call("PUT", `${HEIGHTS}/id-current`, objectOf(before.get("current"), { Unit: "" }));
    expect(put.body.Error).toMatch(/^Unit is required/);
    expect(await list()).toEqual(before);
  });
});

describe("Invitations, Wi-Fi details and keys", () => {
  test("«subsequent invitation emails contain a new link different from the link sent in the first»", async () => {
    const { call, emulator } = await startSignedIn();
    await call("POST", `${HEIGHTS}/id-pending/invite`);
    const { body } = await call("POST", `${HEIGHTS}/id-pending/invite`);
    expect(body).toEqual({ Error: null, Result: "Sent" });
    const links = emulator.outbox().map(({ kind, link }) => [kind, link]);
    expect(links).toEqual([
      ["invitation", "https://portal.example.com/invitation/1"],
      ["invitation", "https://portal.example.com/invitation/2"],
    ]);
  });

  test.each([
    ["pending", ["invitation pending"]],
    ["current", ["wifi-details current"]],
    ["suspended", ["wifi-details suspended"]],
    ["scheduled", []],
    ["expired", []],
  ])(
    "«Pending Residents - Resend the invitation email», «Non-Pending Residents - Send the WiFi details»: %s",
    async (name, expected) => {
      const { call, mails } = await startSignedIn();
      const { body } = await call("POST", `${HEIGHTS}/id-${name}/invite`);
      expect([body.Error, mails()]).toEqual([null, expected]);
    },
  );

  test.each([
    ["current", ["psk-reset current"]],
    ["suspended", ["psk-reset suspended"]],
    ["pending", []],
    ["scheduled", []],
    ["expired", []],
  ])("«This endpoint sends an email to the resident containing a link»: %s", async (name, expected) => {
    const { call, mails } = await startSignedIn();
    expect((await call("POST", `${HEIGHTS}/id-${name}/pskreset`)).body.Error).toBeNull();
    expect(mails()).toEqual(expected);
  });

  test("«You can only use this endpoint on MDU sites with the Site Type of PPK-C and PPK-D»", async () => {
    const away = person({ email: "away@example.com", unit: "101" });
    const { call, mails } = await startSignedIn({ seed: seedOf([], [away]) });
    const { body } = await call("POST", `${LOFTS}/id-away/pskreset`);
    expect(body.Error).toBe("A pre-shared key can only be reset at sites of type PPK-C and PPK-D, not PSK.");
    expect(mails()).toEqual([]);
  });
});
