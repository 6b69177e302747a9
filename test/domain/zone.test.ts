import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { formatRange, isEmptyRange, rangesOverlap, sharedDays } from "../../src/domain/date-range.ts";
import { formatUtc, liveInstant } from "../../src/domain/live-date.ts";
import { addDays, daysBetween, zoneOf } from "../../src/domain/zone.ts";

const ZONES = [
  "America/Los_Angeles",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "UTC",
  "Asia/Beirut",
];

describe("a zone", () => {
  it("gives the same local date as Temporal for any instant", () => {
    const instants = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2090, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (name, epoch) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(name).toPlainDate();
        expect(zoneOf(name).localDate(epoch)).toBe(expected.toString());
      }),
      { numRuns: 500 },
    );
  });

  it("changes its date exactly where the offset changes", () => {
    const apia = zoneOf("Pacific/Apia");
    // Samoa skipped the whole of 2011-12-30.
    const change = Date.UTC(2011, 11, 30, 10);
    expect([apia.localDate(change - 1), apia.localDate(change)]).toEqual(["2011-12-29", "2011-12-31"]);
  });

  it("gives the local time over a change of the offset", () => {
    const berlin = zoneOf("Europe/Berlin");
    const change = Date.UTC(2026, 9, 25, 1);
    expect([berlin.localDateTime(change - 1000), berlin.localDateTime(change)]).toEqual([
      "2026-10-25T02:59:59",
      "2026-10-25T02:00:00",
    ]);
  });

  it("keeps apart what a date means at different times of day", () => {
    const date = { form: "date", text: "2026-12-01" } as const;
    const at = (time: string) => formatUtc(zoneOf("UTC").instantOf(date, time));
    expect([at("00:00"), at("23:59"), at("00:00")]).toEqual([
      "2026-12-01T00:00:00+00:00",
      "2026-12-01T23:59:00+00:00",
      "2026-12-01T00:00:00+00:00",
    ]);
  });

  it("refuses a name that is no zone", () => {
    expect(() => zoneOf("America/Gotham")).toThrow(RangeError);
  });

  it("counts days over months", () => {
    expect(addDays("2026-11-23", 31)).toBe("2026-12-24");
    expect(addDays("9999-12-31", 31)).toBe("+010000-01-31");
    fc.assert(
      fc.property(
        fc.integer({ min: -600_000, max: 2_900_000 }),
        fc.integer({ min: -400, max: 400 }),
        (day, days) => {
          const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
          expect(addDays(date.toString(), days)).toBe(date.add({ days }).toString());
        },
      ),
    );
    expect(daysBetween("2026-02-27", "2026-03-02")).toBe(3);
  });
});

describe("a live date", () => {
  it.each([
    ["2021-11-05T21:10:22.844348+00:00", null, "2021-11-05T21:10:22+00:00"],
    ["2021-11-05T21:10:22", null, "2021-11-05T21:10:22+00:00"],
    ["2021-13-05T21:10:22+00:00", null, "2022-01-05T21:10:22+00:00"],
    ["2021-11-05T21:10:22Z", null, "2021-11-05T21:10:22+00:00"],
    ["2021-11-05 14:10:22-0700", null, "2021-11-05T21:10:22+00:00"],
    ["2021-11-05T23:10:22+02:00", "1999-01-01T00:00:00", "2021-11-05T21:10:22+00:00"],
    [null, "2021-11-05T14:10:22", "2021-11-05T21:10:22+00:00"],
    ["soon", "2021-11-05T14:10:22", "2021-11-05T21:10:22+00:00"],
    [null, "2021-11-05", "2021-11-05T07:00:00+00:00"],
  ])("%j and %j are read as %j", (utc, local, expected) => {
    const epoch = liveInstant(utc, local, "America/Los_Angeles");
    expect(epoch === null ? null : formatUtc(epoch)).toBe(expected);
  });

  it.each([
    [null, null],
    ["soon", null],
    [null, "later"],
  ])("%j and %j are no date", (utc, local) => {
    expect(liveInstant(utc, local, "UTC")).toBeNull();
  });
});

describe("a date range", () => {
  const range = (from: string | null, to: string | null) => ({ from, to });
  it.each([
    [range("2026-01-01", "2026-01-31"), range("2026-01-31", null), true, "both end dates count"],
    [range("2026-01-01", "2026-01-31"), range("2026-02-01", null), false, "the next day is free"],
    [range(null, null), range("2026-02-01", "2026-02-01"), true, "open at both ends"],
    [range(null, "2026-01-31"), range("2026-02-01", null), false, "open to the past"],
    [range("2026-02-02", "2026-02-01"), range(null, null), false, "an empty range holds no day"],
  ])("%j and %j overlap: %s (%s)", (a, b, expected) => {
    expect([rangesOverlap(a, b), rangesOverlap(b, a)]).toEqual([expected, expected]);
  });

  it("says which days two ranges share", () => {
    expect(sharedDays(range("2026-01-01", "2026-01-31"), range("2026-01-15", null))).toEqual(
      range("2026-01-15", "2026-01-31"),
    );
    expect(sharedDays(range(null, "2026-01-31"), range("2026-01-15", "2026-01-20"))).toEqual(
      range("2026-01-15", "2026-01-20"),
    );
    expect(sharedDays(range("2026-01-16", null), range("2026-01-15", null))).toEqual(
      range("2026-01-16", null),
    );
  });

  it("is written as people read it", () => {
    expect(
      [range("2026-01-01", "2026-01-02"), range("2026-01-01", "2026-01-01"), range("2026-01-01", null)].map(
        formatRange,
      ),
    ).toEqual(["2026-01-01 to 2026-01-02", "2026-01-01", "from 2026-01-01"]);
    expect([range(null, "2026-01-02"), range(null, null)].map(formatRange)).toEqual([
      "until 2026-01-02",
      "always",
    ]);
    expect(isEmptyRange(range("2026-01-02", "2026-01-01"))).toBe(true);
  });
});
