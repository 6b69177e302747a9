import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { liveInstant } from "../../src/domain/live-date.ts";
import type { LiveResident, LiveSite } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import { makeCore } from "../../src/emulator/core.ts";
import { DEFAULT_ACCOUNT } from "../../src/emulator/seed.ts";
import { seedFromLive } from "../../src/emulator/seed-from-live.ts";
import {
  type Body,
  HEIGHTS,
  NOW,
  objectOf,
  passwordHeader,
  residentsOf,
  startSignedIn,
  steadyTiming,
  TEAM,
} from "./harness.ts";

const now = Date.parse(NOW);
const zone = "America/Los_Angeles";
const MAPPING = { building: "Hudson", floor: "1", unit: "101", ssid: "Hudson-A", vlan: "100" };

function live(changes: Partial<LiveResident> = {}): LiveResident {
  return {
    residentId: "r1",
    email: "Live@example.com",
    firstName: "Ada",
    lastName: "",
    phone: null,
    building: "Hudson",
    floor: "1",
    unit: "101",
    activationDate: "2026-01-05T00:00:00",
    activationDateUTC: "2026-01-05T08:00:00.123456+00:00",
    deactivationDate: null,
    deactivationDateUTC: null,
    status: parseStatus(["current"]),
    ...changes,
  };
}

function siteOf(residents: readonly LiveResident[], siteId = "heights"): LiveSite {
  return { siteId, teamId: TEAM, residents, mappings: [MAPPING] };
}

/** What a fresh emulator lists for live residents, without HTTP. */
function listed(residents: readonly LiveResident[]): readonly Body[] {
  const seed = seedFromLive([{ live: siteOf(residents), name: "Heights", timezone: zone }], now);
  const core = makeCore(seed, steadyTiming(), {
    pace: { clock: "real", milliseconds: 0, polls: 0, nesting: "object" },
    tokens: { lifetimeSeconds: null, requests: null },
  });
  const hints = { first: null, job: {} };
  const sign = { method: "POST", path: "/oauth/token", authorization: passwordHeader(), text: "" };
  const { access_token } = JSON.parse(core.answer(sign, hints).text) as Body;
  const call = { method: "GET", path: HEIGHTS, authorization: `Bearer ${String(access_token)}`, text: "" };
  expect(core.outbox()).toEqual([]);
  return residentsOf(JSON.parse(core.answer(call, hints).text) as Body);
}

const WORDS = [
  ["scheduled"],
  ["current", "pending"],
  ["current"],
  ["current", "suspended"],
  ["expired"],
  ["Pending", "CURRENT"],
  ["current", "on-hold"],
  [],
];

const someInstant = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`);

const someResident = fc
  .record({
    activationDateUTC: fc.option(someInstant),
    deactivationDateUTC: fc.option(someInstant),
    status: fc.constantFrom(...WORDS).map(parseStatus),
    firstName: fc.string(),
    phone: fc.option(fc.string()),
    unit: fc.constantFrom("101", "102"),
  })
  .map((changes) => live(changes));

describe("an emulator seeded with the live state", () => {
  test("lists whoever is live, with the same ids, fields, dates and status words", () => {
    fc.assert(
      fc.property(fc.array(someResident, { maxLength: 20 }), (drawn) => {
        const residents = drawn.map((one, index) => ({
          ...one,
          residentId: `r${index}`,
          email: `R${index}@example.com`,
        }));
        const seen = listed(residents);
        expect(
          seen.map((one) => [one.ResidentId, one.Email, one.FirstName, one.LastName, one.Phone, one.Unit]),
        ).toEqual(
          residents.map((one) => [
            one.residentId,
            one.email,
            one.firstName,
            one.lastName,
            one.phone,
            one.unit,
          ]),
        );
        expect(seen.map((one) => one.Status)).toEqual(residents.map((one) => one.status.words));
        expect(seen.map((one) => one.DeactivationDateUTC)).toEqual(
          residents.map((one) => one.deactivationDateUTC),
        );
        const activations = residents.map((one) =>
          liveInstant(one.activationDateUTC, one.activationDate, zone),
        );
        expect(seen.map((one) => instantOf(one.ActivationDateUTC))).toEqual(activations);
      }),
    );
  });

  test.each([
    ["2021-11-05T21:10:22.844348+00:00", "2021-11-05T14:10:22", "2021-11-05T21:10:22.844348+00:00"],
    ["2021-11-05T14:10:22-07:00", null, "2021-11-05T21:10:22+00:00"],
    ["2021-11-05T21:10:22", null, "2021-11-05T21:10:22+00:00"],
    [null, "2021-11-05T14:10:22", "2021-11-05T21:10:22+00:00"],
    ["2021-11-05", null, "2021-11-05T00:00:00+00:00"],
    ["soon", null, null],
    [null, null, null],
  ])("reads the live dates %s and %s", (activationDateUTC, activationDate, expected) => {
    const [seen] = listed([live({ activationDateUTC, activationDate })]);
    expect(seen?.ActivationDateUTC).toBe(expected);
  });

  test("keeps teams and sites apart, and signs in with the account of the emulator", async () => {
    const two = {
      ...siteOf([live({ residentId: "r2", email: "b@example.com" })], "lofts"),
      teamId: "team-2",
    };
    const three = siteOf([], "third");
    const seed = seedFromLive(
      [
        { live: siteOf([live()]), name: "Heights", timezone: zone },
        { live: two, name: "Lofts", timezone: "Europe/Berlin" },
        { live: three, name: "Third", timezone: zone },
      ],
      now,
    );
    expect(DEFAULT_ACCOUNT).toEqual({ email: "operator@example.com", password: "emulator" });
    const { call } = await startSignedIn({ seed });
    expect((await call("GET", "/team")).body.Teams).toEqual([
      { TeamId: TEAM, Name: TEAM },
      { TeamId: "team-2", Name: "team-2" },
    ]);
    expect((await call("GET", `/team/${TEAM}/site`)).body.Sites).toEqual([
      { SiteId: "heights", Name: "Heights" },
      { SiteId: "third", Name: "Third" },
    ]);
    const { body } = await call("GET", HEIGHTS.replace("/resident", "/mappings"));
    expect(body.Mappings).toMatchObject([{ SSID: "Hudson-A", Vlan: "100" }]);
  });

  const START = { live: siteOf([]), name: "Heights", timezone: zone };
  const seedWith = (changes: Partial<LiveResident>) =>
    seedFromLive([{ ...START, live: siteOf([live(changes)]) }], now);

  test.each([
    ["current", ["current"], "DELETE", "", undefined, "expired", []],
    [
      "listed in other words",
      ["CURRENT"],
      "PATCH",
      "/status",
      { Status: "Disabled" },
      "current+suspended",
      [],
    ],
    ["unknown", ["current", "on-hold"], "PATCH", "/status", { Status: "Disabled" }, "current+on-hold", []],
    ["unknown", ["current", "on-hold"], "POST", "/invite", undefined, "current+on-hold", []],
    ["unknown", ["current", "on-hold"], "DELETE", "", undefined, "expired", []],
    ["pending", ["Current", "pending"], "POST", "/invite", undefined, "Current+pending", ["invitation Live"]],
  ])("goes on from there: %s %j, %s%s", async (_, words, method, path, body, after, mailsAfter) => {
    const { call, list, mails } = await startSignedIn({ seed: seedWith({ status: parseStatus(words) }) });
    expect((await call(method, `${HEIGHTS}/r1${path}`, body)).body.Error).toBeNull();
    const status = (await list()).get("Live")?.Status;
    expect(Array.isArray(status) ? status.join("+") : status).toBe(after);
    expect(mails()).toEqual(mailsAfter);
  });

  test("listed words stay over a change of the name, and go with a change of the dates", async () => {
    const seed = seedWith({ status: parseStatus(["current", "on-hold"]) });
    const { call, emulator, list } = await startSignedIn({ seed });
    const renamed = objectOf((await list()).get("Live"), { LastName: "Example" });
    await call("PUT", `${HEIGHTS}/r1`, renamed);
    emulator.moveClock({ now: "2030-01-01T00:00:00Z" });
    expect((await list()).get("Live")?.Status).toEqual(["current", "on-hold"]);
    await call("PUT", `${HEIGHTS}/r1`, { ...renamed, DeactivationDateUTC: "2031-01-01T00:00:00Z" });
    expect((await list()).get("Live")?.Status).toEqual(["current", "pending"]);
  });

  test("a terminated account is gone when its 31 days are over, counted from the day after its deactivation", async () => {
    const seed = seedWith({
      deactivationDateUTC: "2026-11-10T07:59:59+00:00",
      status: parseStatus(["expired"]),
    });
    const { emulator, list } = await startSignedIn({ seed });
    emulator.moveClock({ now: "2026-12-12T07:59:59Z" });
    expect((await list()).get("Live")?.Status).toEqual(["expired"]);
    emulator.moveClock({ advanceSeconds: 1 });
    expect((await list()).size).toBe(0);
  });
});

function instantOf(text: unknown): number | null {
  return typeof text === "string" ? Math.floor(Date.parse(text) / 1000) * 1000 : null;
}
