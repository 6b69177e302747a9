import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { loadDeclarations } from "../../../src/declarations/load.ts";
import type { DeclaredSite, LiveResident, LiveSite } from "../../../src/domain/site.ts";
import { parseStatus } from "../../../src/domain/status.ts";
import { unitKey } from "../../../src/domain/unit.ts";
import { makePlan } from "../../../src/planning/make-plan.ts";
import type { Plan } from "../../../src/planning/plan.ts";
import { memoryTree } from "../memory-tree.ts";

/** The instant of all tests here. */
export const NOW = Temporal.Instant.from("2026-11-23T17:00:00Z").epochMilliseconds;

/** A current resident in H/1/UNIT without dates. */
export function live(email: string, more: Partial<LiveResident> = {}, words = ["current"]): LiveResident {
  return {
    residentId: `id-of-${email}`,
    email,
    firstName: "Ann",
    lastName: "Lee",
    phone: null,
    building: "H",
    floor: "1",
    unit: "101",
    activationDate: null,
    activationDateUTC: null,
    deactivationDate: null,
    deactivationDateUTC: null,
    status: parseStatus(words),
    ...more,
  };
}

/** The live side of site `a`. */
export function liveSite(residents: readonly LiveResident[]): LiveSite {
  return { siteId: "id-a", teamId: "t1", residents, mappings: [] };
}

/** The sites of files in memory; fails with the problems where there are any. */
export function declaredSites(files: ReadonlyMap<string, string>): readonly DeclaredSite[] {
  const { sites, problems } = loadDeclarations(memoryTree(Object.fromEntries(files)));
  if (problems.length > 0) {
    throw new Error(`${JSON.stringify(problems, null, 1)}\n${[...files.values()].join("\n")}`);
  }
  return sites;
}

/** What a plan of these files against this live state says. */
export function planOf(files: ReadonlyMap<string, string>, site: LiveSite, now = NOW): Plan {
  const declared = declaredSites(files);
  return makePlan({
    now: Temporal.Instant.fromEpochMilliseconds(now),
    declared,
    live: new Map(declared.map(({ name }) => [name, site])),
    base: null,
    source: { commit: null, dirty: null, digest: "" },
    toolVersion: "0",
  });
}

const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("Ann", "O'Neil", "Łukasz", "van der Berg", "李") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ..."NO|no|null|~|true|0105|1_05|12E3|1.0|0x1F|.5|: #|a: b|a #b|- x|-|?|*a|&a|!t|%x|@x|`x|{a}|[a]|a, b|'q'|\"q\"|=cmd|<<|---|...|2021-11-05|😀|a\\nb|é|x:|#x".split(
        "|",
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "x".repeat(200),
      "x".repeat(201),
      " a",
      "a ",
      "",
      "a\u0000b",
      "e\u0301",
      "a\tb",
      "\u200b",
      "a\nb",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }) },
);

const stamp = fc.oneof(
  fc.constantFrom(
    "2021-11-05T07:00:00+00:00",
    "2027-11-06T07:59:00+00:00",
    "2026-11-01T08:30:00+00:00",
    "2026-11-01T09:30:00+00:00",
    "2027-03-14T10:30:00+00:00",
    "2021-11-05T21:10:22.844348+00:00",
    "2026-11-24T07:59:00+00:00",
    "nonsense",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59+00:00",
    "1883-11-18T12:00:00+00:00",
  ),
  fc
    .integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
    .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`),
);

const words = fc.constantFrom(
  ["current"],
  ["current"],
  ["Current", "Pending"],
  ["scheduled"],
  ["current", "suspended"],
  ["expired"],
  ["current", "hibernating"],
  [],
);

/** Anybody the API could list, and some whom it could not. */
export const anyLive: fc.Arbitrary<LiveResident> = fc
  .record({
    local: fc.constantFrom("ann", "Bo", "c.d", "e+f", "o'neil", "0105", "null", "g", "h", "i", "j", "ü"),
    firstName: oddText,
    lastName: oddText,
    phone: fc.option(fc.oneof(fc.constantFrom("+1 555", "543-678-9012", "", "null", "0612"), oddText)),
    building: fc.constantFrom("H", "North: 1", "007", "H"),
    floor: fc.constantFrom("1", "2", "G"),
    unit: fc.oneof(fc.constantFrom("101", "0105", "1_05", "12E3", "NO"), oddText),
    activationDateUTC: fc.option(stamp),
    deactivationDateUTC: fc.option(stamp),
    words,
  })
  .map(({ local, words: status, ...fields }) => live(`${local}@example.com`, { ...fields }, [...status]));

/** Any residents, also two in a unit on one day. */
export const anyLiveSite: fc.Arbitrary<LiveSite> = fc
  .uniqueArray(anyLive, { selector: ({ email }) => email.toLowerCase(), maxLength: 10 })
  .map(liveSite);

/** Any residents, each in a unit of their own, as the API keeps them. */
export const orderlyLiveSite: fc.Arbitrary<LiveSite> = anyLiveSite.map(({ residents }) => {
  const units = new Map(residents.map((resident) => [unitKey(resident), resident]));
  return liveSite([...units.values()]);
});
