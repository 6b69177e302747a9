import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JobEntry } from "../../src/elevenos/api.ts";
import { decodeJob, readJobResult } from "../../src/elevenos/job-reader.ts";

const asIs = (text: string) => text;
const read = (result: unknown) => readJobResult(result, asIs);
const A = { ResidentId: "r-a", Email: "a@example.com", result: "Success" };
const B = { ResidentId: "r-b", Email: "b@example.com", result: "Unit is occupied" };
const ENTRY_A = { residentId: "r-a", email: "a@example.com", message: "Success" };
const ENTRY_B = { residentId: "r-b", email: "b@example.com", message: "Unit is occupied" };

describe("a finished job's result is read however it is nested", () => {
  const both = { succeeded: [ENTRY_A], failed: [ENTRY_B] };
  test.each([
    ["an object of lists", { success: [A], failed: [B] }, both],
    ["a list of objects of lists", [{ success: [A] }, { failed: [B] }], both],
    ["a list of one object, with the action", [{ action: "suspend", failed: [B], success: [A] }], both],
    ["lists in lists", [[{ success: [[A]] }], [[{ failed: [[[B]]] }]]], both],
    ["below other names", { action: "terminate", residents: { Success: [A], FAILED: [B] } }, both],
    [
      "with counts of the same names beside it",
      { success: 1, failed: 1, result: { success: [A], failed: [B] } },
      both,
    ],
    ["one entry without a list", { success: A, failed: B }, both],
    ["no failed side", { success: [A] }, { succeeded: [ENTRY_A], failed: [] }],
    ["no success side", [{ failed: [B] }], { succeeded: [], failed: [ENTRY_B] }],
    ["empty and null sides", { success: [], failed: null }, { succeeded: [], failed: [] }],
    ["sides of nothing", { success: {}, failed: "" }, { succeeded: [], failed: [] }],
    ["neither side", { action: "suspend" }, null],
    ["counts only", { success: 1, failed: 0 }, null],
    ["a list of nothing", [], null],
    ["null", null, null],
    ["nothing", undefined, null],
    ["words", "all went well", null],
  ])("%s", (_name, result, entries) => {
    expect(read(result)).toEqual(entries);
  });

  test("the same entries are read from any nesting", () => {
    const names = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { maxLength: 12 });
    const spelling = fc.constantFrom("success", "Success", "SUCCESS");
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat(5)), spelling, (numbers, stream, success) => {
        const choice = () => stream.next().value ?? 0;
        const entry = (number: number): unknown =>
          [
            { ResidentId: `r${number}` },
            { email: `${number}@example.com`, residentid: `r${number}` },
            { resident: { resident_id: `r${number}` }, result: "x" },
            `r${number}`,
            { Resident: `r${number}` },
            { item: { Resident: { RESIDENTID: `r${number}`, Name: "x" } } },
          ][choice()];
        const nest = (value: unknown): unknown => (choice() < 2 ? nest([value]) : value);
        const split = numbers.findIndex((number) => number > 500);
        const [good, bad] = split < 0 ? [numbers, []] : [numbers.slice(0, split), numbers.slice(split)];
        const sides = {
          [success]: nest(good.map((one) => nest(entry(one)))),
          failed: nest(bad.map((one) => entry(one))),
        };
        const apart = Object.entries(sides).map(([name, side]) => ({ [name]: side }));
        const result = read(nest(choice() < 3 ? sides : apart));
        const ids = (entries: readonly JobEntry[] = []) => entries.map((one) => one.residentId);
        expect(ids(result?.succeeded)).toEqual(good.map((one) => `r${one}`));
        expect(ids(result?.failed)).toEqual(bad.map((one) => `r${one}`));
      }),
    );
  });
});

describe("an entry is matched by id or e-mail, and keeps the server's words", () => {
  test.each<[string, unknown, JobEntry]>([
    [
      "names in another case",
      { RESIDENT_ID: "r1", EMAIL: "a@example.com", Error: "no" },
      { residentId: "r1", email: "a@example.com", message: "no" },
    ],
    ["a number as id", { ResidentId: 17, reason: "no" }, { residentId: "17", email: null, message: "no" }],
    [
      "nested under resident",
      { Resident: { ResidentId: "r1", Email: "a@example.com" }, message: "no" },
      { residentId: "r1", email: "a@example.com", message: "no" },
    ],
    [
      "a resident by address",
      { resident: "a@example.com", detail: "no" },
      { residentId: null, email: "a@example.com", message: "no" },
    ],
    ["an address alone", "a@example.com", { residentId: null, email: "a@example.com", message: null }],
    ["an id alone", "94adae3b-11", { residentId: "94adae3b-11", email: null, message: null }],
    ["words alone", "row 3 is not valid", { residentId: null, email: null, message: "row 3 is not valid" }],
    [
      "an error that is an object",
      { ResidentId: "r1", error: { Unit: "unknown" } },
      { residentId: "r1", email: null, message: '{"Unit":"unknown"}' },
    ],
    [
      "errors in a list",
      { ResidentId: "r1", error: "", errors: ["a", "b"] },
      { residentId: "r1", email: null, message: '["a","b"]' },
    ],
    [
      "an error in line with the item: the raw entry is the detail",
      { Email: "a@example.com", Unit: "Unit 999 not found", Passphrase: "hunter2" },
      {
        residentId: null,
        email: "a@example.com",
        message: '{"Email":"a@example.com","Unit":"Unit 999 not found"}',
      },
    ],
    [
      "terminal escapes",
      { ResidentId: "r1", error: "\u001b[2Jgone" },
      { residentId: "r1", email: null, message: "\\u{1b}[2Jgone" },
    ],
  ])("%s", (_name, entry, expected) => {
    expect(read({ failed: [entry] })?.failed).toEqual([expected]);
  });

  test("a side that is keyed by address", () => {
    const failed = { "a@example.com": "Unit not found", "b@example.com": { ResidentId: "r2", error: "no" } };
    expect(read({ failed })?.failed).toEqual([
      { residentId: null, email: "a@example.com", message: "Unit not found" },
      { residentId: "r2", email: "b@example.com", message: "no" },
    ]);
  });

  test("a success without words has no message, so that no personal data is kept", () => {
    expect(read({ success: [{ Email: "a@example.com", FirstName: "Ann" }] })?.succeeded).toEqual([
      { residentId: null, email: "a@example.com", message: null },
    ]);
  });

  test("long words are cut", () => {
    const [entry] = read({ failed: [{ ResidentId: "r1", note: "x".repeat(1_000) }] })?.failed ?? [];
    expect(entry?.message).toHaveLength(300);
  });
});

describe("a job's status", () => {
  test("one that is not finished has no result, whatever it shows", () => {
    expect(
      decodeJob(
        { status: "started", progress: 40, total: 5, success: 2, failed: 0, result: { success: [A] } },
        asIs,
      ),
    ).toEqual({
      isFinished: false,
      status: "started",
      progress: 40,
      total: 5,
      success: 2,
      failed: 0,
      result: null,
    });
  });

  test("counts may be numeric text or missing, and finished is written in any case", () => {
    expect(
      decodeJob({ status: "Finished", progress: "100%", total: "5", success: " 4 ", failed: "one" }, asIs),
    ).toEqual({
      isFinished: true,
      status: "Finished",
      progress: 100,
      total: 5,
      success: 4,
      failed: null,
      result: null,
    });
  });

  test("one without a status is not of the shape relied on", () => {
    expect(() => decodeJob({ progress: 4 }, asIs)).toThrowError("status should be text and is missing");
  });
});
