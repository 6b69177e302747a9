import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { comparison } from "../../bench/compare.ts";
import { isMet, type Results, type Row } from "../../bench/result.ts";
import { parseResults } from "../../bench/results-file.ts";
import { table } from "../../bench/table.ts";

const SCHEMA: object = JSON.parse(
  readFileSync(new URL("../../bench/results.schema.json", import.meta.url), "utf8"),
);

const PLAN: Row = {
  name: "plan, 100,000 residents",
  runs: 5,
  unit: "seconds",
  program: 3,
  floor: 2,
  ratio: 1.5,
  programUsage: { seconds: 3, cpuSeconds: 3.25, peakMegabytes: 400.4 },
  floorUsage: { seconds: 2, cpuSeconds: 2.1, peakMegabytes: 200 },
  budget: { of: "ratio", most: 1.5 },
};

const GROWTH: Row = {
  name: "plan, growth of time",
  runs: 5,
  unit: "exponent",
  program: 1.2,
  floor: 0.9,
  ratio: null,
  programUsage: null,
  floorUsage: null,
  budget: { of: "exponent", most: 1.1 },
};

const RESULTS: Results = {
  formatVersion: "1.0",
  takenAt: "2026-11-25T12:00:00.000Z",
  commit: "0123456789ab",
  isQuick: false,
  machine: { node: "v20.19.0", cpu: "A CPU", cores: 2 },
  rows: [PLAN, GROWTH],
};

describe("a budget", () => {
  test.each([
    { row: PLAN, met: true },
    { row: { ...PLAN, ratio: 1.51 }, met: false },
    { row: { ...PLAN, budget: { of: "seconds", most: 2.9 } } satisfies Row, met: false },
    { row: GROWTH, met: false },
    { row: { ...GROWTH, program: 1 }, met: true },
    { row: { ...PLAN, budget: null }, met: null },
  ])("$row.budget against $row.program and $row.ratio: $met", ({ row, met }) => {
    expect(isMet(row)).toBe(met);
  });
});

test("the table says what was measured, and in words whether the budget is met", () => {
  expect(table(RESULTS.rows).split("\n")).toEqual([
    "                         residentctl    floor  ratio     CPU  floor's  peak memory  floor's     budget",
    "plan, 100,000 residents      3.000 s  2.000 s   1.50  3.25 s   2.10 s       400 MB   200 MB  ratio 1.5     met",
    "plan, growth of time          n^1.20   n^0.90                                                    n^1.1  MISSED",
  ]);
});

describe("a file of results", () => {
  const parse = (value: unknown) => parseResults(JSON.stringify(value), "before.json", SCHEMA);

  test("is read back as it was written", () => {
    expect(parse(RESULTS)).toEqual(RESULTS);
  });

  test.each([
    { what: "another version", value: { ...RESULTS, formatVersion: "2.0" }, says: 'formatVersion is "2.0"' },
    { what: "no version", value: {}, says: 'formatVersion is undefined, not "1.0"' },
    { what: "no object", value: null, says: "formatVersion is undefined" },
    { what: "an unknown key", value: { ...RESULTS, speed: 9 }, says: '"speed"' },
    {
      what: "an unknown key in a row",
      value: { ...RESULTS, rows: [{ ...PLAN, fast: true }] },
      says: '"fast"',
    },
    { what: "a missing key", value: { ...RESULTS, machine: { node: "v20" } }, says: "'cores'" },
  ])("with $what is refused, and the message says so", ({ value, says }) => {
    expect(() => parse(value)).toThrow("before.json does not hold results of this bench");
    expect(() => parse(value)).toThrow(says);
  });

  test("that is no JSON is refused by name", () => {
    expect(() => parseResults("{", "before.json", SCHEMA)).toThrow("before.json is not JSON");
  });
});

describe("a comparison", () => {
  const faster: Row = { ...PLAN, program: 2.25, ratio: 1.2 };

  test("has every row of both, with what changed", () => {
    const after = { ...RESULTS, rows: [faster, { ...PLAN, name: "validate" }] };
    expect(comparison(RESULTS, after).split("\n")).toEqual([
      "against 2026-11-25T12:00:00.000Z            before    now         ratio before   now",
      "plan, 100,000 residents                      3.000  2.250  -25 %          1.50  1.20  -20 %",
      "validate                                       new",
      "plan, growth of time              not measured now",
    ]);
  });

  test("between two machines says that only ratios compare", () => {
    const elsewhere = { ...RESULTS, machine: { ...RESULTS.machine, cores: 8 } };
    expect(comparison(RESULTS, elsewhere)).toContain("only the ratios compare");
    expect(comparison(RESULTS, RESULTS)).not.toContain("only the ratios compare");
  });
});
