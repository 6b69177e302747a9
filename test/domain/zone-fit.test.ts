import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LiveResident } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import { zoneOf } from "../../src/domain/zone.ts";
import { countMisfits, datePairs, zonesThatFit } from "../../src/domain/zone-fit.ts";

type Dates = Pick<
  LiveResident,
  "activationDate" | "activationDateUTC" | "deactivationDate" | "deactivationDateUTC"
>;

const NONE: Dates = {
  activationDate: null,
  activationDateUTC: null,
  deactivationDate: null,
  deactivationDateUTC: null,
};

function resident(dates: Partial<Dates>): LiveResident {
  const who = {
    residentId: "1",
    email: "ada@example.com",
    firstName: "Ada",
    lastName: "Tenant",
    phone: null,
  };
  const unit = { building: "Hudson", floor: "1", unit: "105" };
  return { ...who, ...unit, ...NONE, ...dates, status: parseStatus(["current"]) };
}

describe("pairs of dates", () => {
  test.each<[string, Partial<Dates>, number]>([
    [
      "the guide's example",
      { activationDate: "2021-11-05T14:10:22", activationDateUTC: "2021-11-05T21:10:22.844348+00:00" },
      1,
    ],
    [
      "a space for the T",
      { activationDate: "2021-11-05 14:10:22.8", activationDateUTC: "2021-11-05T21:10:22Z" },
      1,
    ],
    ["only the local one", { activationDate: "2021-11-05T14:10:22" }, 0],
    ["only the UTC one", { deactivationDateUTC: "2021-11-05T21:10:22Z" }, 0],
    [
      "a local one without a time",
      { activationDate: "2021-11-05", activationDateUTC: "2021-11-05T21:10:22Z" },
      0,
    ],
    ["no dates", {}, 0],
  ])("%s", (_name, dates, expected) => {
    expect(datePairs([resident(dates)])).toHaveLength(expected);
  });

  test("the same pair counts once", () => {
    const one = resident({
      deactivationDate: "2021-11-05T14:10:22",
      deactivationDateUTC: "2021-11-05T21:10:22Z",
    });
    expect(datePairs([one, one])).toEqual([
      { local: "2021-11-05T14:10:22", epoch: Date.UTC(2021, 10, 5, 21, 10, 22) },
    ]);
  });
});

describe("zones", () => {
  const summer = { local: "2026-07-01T12:00:00", epoch: Date.UTC(2026, 6, 1, 19) };
  const winter = { local: "2026-12-01T12:00:00", epoch: Date.UTC(2026, 11, 1, 20) };

  test("a zone without summer time fits half of the dates of one that has it", () => {
    expect(countMisfits([summer, winter], "America/Los_Angeles")).toBe(0);
    expect(countMisfits([summer, winter], "America/Phoenix")).toBe(1);
    expect(countMisfits([summer, winter], "Europe/Berlin")).toBe(2);
  });

  test("those that fit have all dates right, the common ones first", () => {
    const fitting = zonesThatFit([summer, winter]);
    expect(fitting[0]).toBe("America/Los_Angeles");
    expect(fitting).not.toContain("America/Phoenix");
    expect(zonesThatFit([summer])[0]).toBe("America/Phoenix");
  });

  test("nothing fits dates that no zone has, and without dates nothing is known", () => {
    expect(zonesThatFit([{ local: "2026-07-01T12:00:01", epoch: Date.UTC(2026, 6, 1, 19) }])).toEqual([]);
    expect(zonesThatFit([])).toEqual([]);
  });

  test("dates made in a zone fit it", () => {
    const zones = fc.constantFrom("America/Denver", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe");
    const epochs = fc.array(fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(zones, epochs, (name, seconds) => {
        const pairs = seconds.map((second) => ({
          local: zoneOf(name).localDateTime(second * 1000),
          epoch: second * 1000,
        }));
        expect(countMisfits(pairs, name)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
