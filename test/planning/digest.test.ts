import { describe, expect, it } from "vitest";
import { planDigest } from "../../src/planning/digest.ts";
import { declared, live, liveSite, mapping, planSite, planSites, site, tombstone } from "./build.ts";

const EMAIL = "cwilson@example.com";

const digest = (
  wanted: ReturnType<typeof site>,
  there: readonly ReturnType<typeof live>[] = [],
  now?: string,
) => planSites([{ declared: wanted, live: there }], now === undefined ? {} : { now }).digest;

describe("the digest of a plan", () => {
  const entry = declared(EMAIL, { accessStart: "2026-12-01", accessEnd: "2027-06-30" });
  const usual = digest(site([entry]));

  it("is the same at another time and place, and for another policy that decides the same", () => {
    expect(digest(site([entry]), [], "2026-11-24T01:00:00Z")).toBe(usual);
    expect(
      digest(
        site([{ ...entry, source: { file: "z.yaml", line: 1, column: 1 } }], { limits: { create: "7" } }),
      ),
    ).toBe(usual);
  });

  it.each([
    ["another field", site([{ ...entry, lastName: "Else" }])],
    ["another spelling of the e-mail", site([{ ...entry, email: "CWilson@example.com" }])],
    ["another zone, which makes other instants of the same dates", site([entry], { timezone: "UTC" })],
    ["another time of day for a start", site([entry], { times: { start: "09:00", end: "23:59" } })],
    ["another time of day for an end", site([entry], { times: { start: "00:00", end: "12:00" } })],
    ["nothing to do", site([])],
  ])("differs for %s", (_, wanted) => {
    expect(digest(wanted)).not.toBe(usual);
  });

  it("does not differ for a zone or time that no changed date depends on", () => {
    const ending = (times: { start: string; end: string }) =>
      digest(site([tombstone(EMAIL, "terminated")], { times }), [live(EMAIL)]);
    expect(ending({ start: "00:00", end: "23:59" })).toBe(ending({ start: "09:00", end: "12:00" }));
  });

  it("differs for another account of the same e-mail, and for another order", () => {
    const over = (residentId: string) =>
      digest(site([tombstone(EMAIL, "terminated")]), [live(EMAIL, { residentId })]);
    expect(over("1")).not.toBe(over("2"));
    const next = (unit: string) =>
      digest(site([tombstone(EMAIL, "terminated"), declared("n@example.com")]), [live(EMAIL, { unit })]);
    expect(next("105")).not.toBe(next("106"));
  });
});

it("of a live name that is not well-formed Unicode, as a server may send it, is a digest all the same", () => {
  const wanted = site([declared(EMAIL, { firstName: "Zoë" })]);
  const over = (firstName: string) => digest(wanted, [live(EMAIL, { firstName })]);
  expect(over("Zo\ud83d")).toMatch(/^[0-9a-f]{64}$/);
  expect(over("Zo\ud83d")).not.toBe(over("Zo\ud83e"));
});

it("is the same of a plan whose keys come in another order, as a file may have them", () => {
  const plan = planSites([{ declared: site([declared(EMAIL, { unit: "106" })]), live: [live(EMAIL)] }]);
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, turned(item)]),
    );
  };
  expect(planDigest(turned(plan.sites) as typeof plan.sites)).toBe(plan.digest);
});

describe("the digest of the live side", () => {
  const digestOf = (...parts: Parameters<typeof liveSite>) =>
    planSite(site([]), liveSite(...parts)).liveDigest;
  const two = [live(EMAIL), live("n@example.com", { unit: "106", status: "current pending" })];

  it("is the same in whatever order residents, words and units are listed", () => {
    const mappings = [mapping("105"), mapping("106")];
    const usual = digestOf(two, { mappings });
    expect(digestOf([...two].reverse(), { mappings: [...mappings].reverse() })).toBe(usual);
    const words = [live(EMAIL), live("n@example.com", { unit: "106", status: "pending current" })];
    expect(digestOf(words, { mappings })).toBe(usual);
  });

  it.each([
    ["a field", [live(EMAIL, { phone: "1" }), two[1]]],
    [
      "a field that moves into its neighbour",
      [live(EMAIL, { firstName: "cwilsonE", lastName: "xample" }), two[1]],
    ],
    ["an empty field for none", [live(EMAIL, { phone: "" }), two[1]]],
    ["a status", [live(EMAIL, { status: "current suspended" }), two[1]]],
    ["a resident less", [two[0]]],
    ["a date that is only site-local", [live(EMAIL, { activationDateUTC: null }), two[1]]],
  ])("differs for %s", (_, residents) => {
    expect(digestOf(residents.flatMap((resident) => resident ?? []))).not.toBe(digestOf(two));
  });
});
