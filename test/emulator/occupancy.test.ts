import { describe, expect, test } from "vitest";
import {
  entriesOf,
  HEIGHTS,
  imported,
  LOFTS,
  objectOf,
  person,
  residentObject,
  seedOf,
  startSignedIn,
} from "./harness.ts";

/** Unit 101 is held from 2027-02-01 to 2027-02-28, in Los Angeles. */
const TENANT = person({
  email: "tenant@example.com",
  unit: "101",
  activation: "2027-02-01T08:00:00Z",
  deactivation: "2027-02-28T19:00:00Z",
  onboardedAt: null,
});

const OPEN = person({
  email: "open@example.com",
  unit: "102",
  activation: "2028-01-01T08:00:00Z",
  onboardedAt: null,
});
const FOREVER = person({ email: "forever@example.com", unit: "103", activation: null, deactivation: null });
const MOVER = person({
  email: "mover@example.com",
  unit: "110",
  activation: "2026-01-01T08:00:00Z",
  deactivation: "2026-12-31T08:00:00Z",
});

const CASES: readonly (readonly [string, string, string, string | null, boolean])[] = [
  ["the day before, at its last second", "101", "2027-01-01T08:00:00Z", "2027-02-01T07:59:59Z", true],
  ["the first day, also before the hour", "101", "2027-01-01T08:00:00Z", "2027-02-01T08:00:00Z", false],
  ["the last day, also after the hour", "101", "2027-03-01T07:59:59Z", "2027-04-01T08:00:00Z", false],
  ["the day after, at its first second", "101", "2027-03-01T08:00:00Z", "2027-04-01T08:00:00Z", true],
  ["a day within", "101", "2027-02-10T08:00:00Z", "2027-02-11T08:00:00Z", false],
  ["all around", "101", "2027-01-01T08:00:00Z", "2027-04-01T08:00:00Z", false],
  ["open-ended from before", "101", "2027-01-01T08:00:00Z", null, false],
  ["open-ended from the day after", "101", "2027-03-01T08:00:00Z", null, true],
  ["after the start of an open-ended stay", "102", "2030-01-01T08:00:00Z", null, false],
  ["before the start of an open-ended stay", "102", "2027-01-01T08:00:00Z", "2027-12-31T08:00:00Z", true],
  ["at any time of a stay without dates", "103", "2030-01-01T08:00:00Z", "2030-12-31T08:00:00Z", false],
];

describe("«Only one resident can occupy a unit on any given date or date range»", () => {
  const seed = seedOf([TENANT, OPEN, FOREVER, MOVER]);

  test.each(CASES)("%s", async (_, Unit, ActivationDateUTC, DeactivationDateUTC, isFree) => {
    const dates = { Unit, ActivationDateUTC, DeactivationDateUTC };
    const expected = isFree ? null : expect.stringMatching(/only one resident can occupy a unit/);

    const adding = await startSignedIn({ seed });
    expect((await adding.call("POST", HEIGHTS, residentObject(dates))).body.Error).toEqual(expected);

    const importing = await startSignedIn({ seed });
    const { result } = await importing.job(`${HEIGHTS}/import`, { Residents: [imported(dates)] });
    expect(entriesOf(result).failed[0]?.error ?? null).toEqual(expected);

    const moving = await startSignedIn({ seed });
    const object = objectOf((await moving.list()).get("mover"), dates);
    expect((await moving.call("PUT", `${HEIGHTS}/id-mover`, object)).body.Error).toEqual(expected);
    expect((await moving.list()).get("mover")?.Unit).toBe(isFree ? Unit : "110");
  });

  test("the refusal names the unit and the days", async () => {
    const { call } = await startSignedIn({ seed });
    const sent = residentObject({ Unit: "101", ActivationDateUTC: "2027-02-10T08:00:00Z" });
    expect((await call("POST", HEIGHTS, sent)).body.Error).toMatch(
      /^Unit Hudson\/1\/101 is occupied \(2027-02-01 to 2027-02-28\)/,
    );
  });

  test("nobody is in their own way", async () => {
    const { call, list } = await startSignedIn({ seed });
    const object = objectOf((await list()).get("tenant"), { DeactivationDateUTC: "2027-02-20T08:00:00Z" });
    expect((await call("PUT", `${HEIGHTS}/id-tenant`, object)).body.Error).toBeNull();
  });

  test("an expired account occupies nothing, until it is reinstated", async () => {
    const expired = person({ email: "gone@example.com", unit: "101", deactivation: "2026-11-22T08:00:00Z" });
    const { call, list } = await startSignedIn({ seed: seedOf([expired]) });
    expect((await call("POST", HEIGHTS, residentObject({ Unit: "101" }))).body.Error).toBeNull();
    const gone = (await list()).get("gone");
    const renamed = objectOf(gone, { FirstName: "Eve" });
    expect((await call("PUT", `${HEIGHTS}/id-gone`, renamed)).body.Error).toBeNull();
    const reinstated = objectOf(gone, { DeactivationDateUTC: null });
    expect((await call("PUT", `${HEIGHTS}/id-gone`, reinstated)).body.Error).toMatch(/occupied/);
    expect((await list()).get("gone")?.Status).toEqual(["expired"]);
  });

  test("the days are those of the site", async () => {
    // 23:30 on 10 January in Los Angeles is 08:30 on 11 January in Berlin.
    const until = "2027-01-11T07:30:00Z";
    const from = "2027-01-11T08:00:00Z";
    const stay = (email: string) =>
      person({
        email,
        unit: "101",
        activation: "2026-12-01T00:00:00Z",
        deactivation: until,
        onboardedAt: null,
      });
    const two = seedOf([stay("a@example.com")], [stay("b@example.com")]);
    const { call } = await startSignedIn({ seed: two });
    const dates = { Unit: "101", ActivationDateUTC: from };
    expect(
      (await call("POST", HEIGHTS, residentObject({ ...dates, Email: "c@example.com" }))).body.Error,
    ).toBeNull();
    expect(
      (await call("POST", LOFTS, residentObject({ ...dates, Email: "d@example.com" }))).body.Error,
    ).toMatch(/occupied/);
  });

  test("two residents swap units only through a third, one request at a time", async () => {
    const two = [person({ email: "open@example.com", unit: "102" }), MOVER];
    const { call, list } = await startSignedIn({ seed: seedOf(two) });
    const put = async (name: string, Unit: string) =>
      (await call("PUT", `${HEIGHTS}/id-${name}`, objectOf((await list()).get(name), { Unit }))).body.Error;
    expect(await put("open", "110")).toMatch(/occupied/);
    expect(await put("mover", "102")).toMatch(/occupied/);
    expect(await put("open", "105")).toBeNull();
    expect(await put("mover", "102")).toBeNull();
    expect(await put("open", "110")).toBeNull();
  });

  test("two residents of one import do not get one unit, nor one e-mail address", async () => {
    const { job } = await startSignedIn({ seed: seedOf([]) });
    const Residents = [
      imported({ Email: "a@example.com" }),
      imported({ Email: "b@example.com" }),
      imported({ Email: "A@example.com", Unit: "109" }),
    ];
    const { result, ...counts } = await job(`${HEIGHTS}/import`, { Residents });
    expect(counts).toMatchObject({ total: 3, success: 1, failed: 2 });
    expect(entriesOf(result).failed.map(({ error }) => error)).toEqual([
      expect.stringMatching(/occupied/),
      expect.stringMatching(/already exists/),
    ]);
  });
});
