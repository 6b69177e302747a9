import { describe, expect, it } from "vitest";
import { instantOf, localDateOf, parseDeclaredDate } from "../../src/domain/declared-date.ts";

const LA = "America/Los_Angeles";

describe("a declared date", () => {
  it.each([
    ["2021-11-05", "date"],
    ["2022-11-06T11:00", "local"],
    ["2022-11-06T11:00:30", "local"],
    ["2022-11-06T11:00:00-08:00", "instant"],
    ["2022-11-06T19:00Z", "instant"],
  ])("%s is read as %s", (text, form) => {
    expect(parseDeclaredDate(text, LA)).toEqual({ form, text });
  });

  it.each([
    "2021-13-01",
    "2021-02-30",
    "05.11.2021",
    "2021-11-05 10:00",
    "2021-11-5",
    "2021-11-05T25:00",
    "",
    "null",
    "2021-11-05T10:00+25:00",
    "2021-11-05T11:00:60",
    "2021-11-05T11:00:60Z",
    "0000-01-01",
  ])("%j is not a date", (text) => {
    expect(parseDeclaredDate(text, LA)).toBe("not-a-date");
  });

  it("a local time that the zone skips does not exist", () => {
    expect(parseDeclaredDate("2026-03-08T02:30", LA)).toBe("does-not-exist");
  });

  it("a local time that the zone repeats exists twice, and an offset settles it", () => {
    expect(parseDeclaredDate("2026-11-01T01:30", LA)).toBe("exists-twice");
    expect(parseDeclaredDate("2026-11-01T01:30-07:00", LA)).toMatchObject({
      form: "instant",
    });
  });

  it("a date whose midnight is skipped starts with the first moment of that day", () => {
    const date = parseDeclaredDate("2026-03-29", "Asia/Beirut");
    expect(date).toEqual({ form: "date", text: "2026-03-29" });
    expect(instantOf({ form: "date", text: "2026-03-29" }, "Asia/Beirut", "00:00").toString()).toBe(
      "2026-03-28T22:00:00Z",
    );
  });

  it("stands for an instant in the site's zone", () => {
    const date = { form: "date", text: "2021-11-05" } as const;
    expect(instantOf(date, LA, "00:00").toString()).toBe("2021-11-05T07:00:00Z");
    expect(instantOf({ form: "local", text: "2022-11-06T11:00" }, LA, "00:00").toString()).toBe(
      "2022-11-06T19:00:00Z",
    );
  });

  it("has a site-local calendar date", () => {
    expect(localDateOf({ form: "instant", text: "2022-11-07T02:00:00Z" }, LA)).toBe("2022-11-06");
    expect(localDateOf({ form: "local", text: "2022-11-06T11:00" }, LA)).toBe("2022-11-06");
  });
});
