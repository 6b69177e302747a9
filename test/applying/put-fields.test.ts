import { describe, expect, test } from "vitest";
import { showsEffect } from "../../src/applying/effect.ts";
import {
  changedFields,
  changedSincePlanning,
  fieldsThatDiffer,
  importFields,
  putFields,
  sendOf,
} from "../../src/applying/put-fields.ts";
import type { LiveResident } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import { actionOf } from "./plans.ts";

const LIVE: LiveResident = {
  residentId: "id-a",
  email: "a@example.com",
  firstName: "Chris",
  lastName: "Wilson",
  phone: "1",
  building: "Hudson",
  floor: "1",
  unit: "105",
  activationDate: "2026-01-01T00:00:00",
  activationDateUTC: "2026-01-01T08:00:00.123456+00:00",
  deactivationDate: null,
  deactivationDateUTC: null,
  status: parseStatus(["current"]),
};
const EXPIRED: LiveResident = {
  ...LIVE,
  status: parseStatus(["expired"]),
  deactivationDateUTC: "2026-11-01T07:59:00+00:00",
};

const DATES = actionOf("update", "a", {
  patch: [
    { op: "test", path: "/accessStart", value: "2026-01-01T08:00:00+00:00" },
    { op: "replace", path: "/accessStart", value: "2026-02-01" },
    { op: "test", path: "/accessEnd", value: null },
    { op: "replace", path: "/accessEnd", value: "2026-12-31" },
  ],
});

describe("what a PUT sets on purpose", () => {
  test("the fields of its patch", () => {
    expect(changedFields(actionOf("update", "a"))).toEqual(["phone"]);
    expect(changedFields(DATES)).toEqual(["accessStart", "accessEnd"]);
  });

  test("and both dates, for a reinstatement", () => {
    const back = actionOf("reinstate", "a");
    expect(changedFields(back)).toEqual(["phone", "accessStart", "accessEnd"]);
    expect(putFields(back, EXPIRED)).toMatchObject({ deactivationDateUTC: null, phone: "2" });
  });

  test("a date that the API gives in local time only goes back as the plan's instant", () => {
    const local = { ...LIVE, activationDateUTC: null };
    expect(putFields(actionOf("update", "a"), local).activationDateUTC).toBe("2026-01-01T08:00:00+00:00");
  });

  test("a create without a start begins now, one with a start then", () => {
    const create = actionOf("create", "a");
    const send = sendOf(create);
    const open = { ...create, send: { ...send, activationDateUTC: null } };
    expect(importFields(open, "NOW").activationDateUTC).toBe("NOW");
    expect(importFields(create, "NOW").activationDateUTC).toBe(send.activationDateUTC);
  });

  test("a plan that does not say what to send is a bug, and says so", () => {
    expect(() => sendOf(actionOf("suspend", "a"))).toThrow("does not say what to send");
  });
});

describe("changed since planning", () => {
  test.each<[string, Parameters<typeof changedSincePlanning>[0], Partial<LiveResident>, string[]]>([
    ["nothing", DATES, {}, []],
    ["an end", DATES, { deactivationDateUTC: "2026-12-01T00:00:00+00:00" }, ["accessEnd"]],
    ["a start by a second", DATES, { activationDateUTC: "2026-01-01T08:00:01+00:00" }, ["accessStart"]],
    ["a start that cannot be read", DATES, { activationDateUTC: "soon" }, ["accessStart"]],
    ["a phone", actionOf("update", "a"), { phone: "9" }, ["phone"]],
    ["what the patch does not touch", actionOf("update", "a"), { lastName: "Smith" }, []],
    [
      "a missing phone is an empty one",
      actionOf("update", "a", { patch: [{ op: "test", path: "/phone", value: null }] }),
      { phone: "" },
      [],
    ],
    ["a phone that was there and is not", actionOf("update", "a"), { phone: null }, ["phone"]],
    [
      "a value that no live resident has",
      actionOf("update", "a", { patch: [{ op: "test", path: "/phone", value: 7 }] }),
      { phone: "7" },
      ["phone"],
    ],
    [
      "the end of somebody who is reinstated",
      { ...DATES, kind: "reinstate" },
      { deactivationDateUTC: "2026-11-01T07:59:00+00:00" },
      [],
    ],
  ])("%s", (_case, action, change, fields) => {
    expect(changedSincePlanning(action, { ...LIVE, ...change })).toEqual(fields);
  });

  test("dates are compared as instants, all else exactly", () => {
    const update = actionOf("update", "a");
    expect(fieldsThatDiffer(update, LIVE, ["accessStart", "accessEnd", "phone", "unit"])).toEqual(["phone"]);
    const silent = { ...update, send: { ...sendOf(update), phone: null } };
    expect(fieldsThatDiffer(silent, { ...LIVE, phone: "" }, ["phone"])).toEqual([]);
    expect(fieldsThatDiffer(silent, { ...LIVE, phone: null }, ["phone"])).toEqual([]);
    const open = { ...LIVE, deactivationDateUTC: "2026-11-01T07:59:00+00:00" };
    expect(fieldsThatDiffer(update, open, ["accessEnd"])).toEqual(["accessEnd"]);
  });
});

describe("what shows an effect", () => {
  const at = (...words: string[]): LiveResident => ({ ...LIVE, phone: "2", status: parseStatus(words) });

  test.each([
    ["create", undefined, false],
    ["create", at("scheduled"), true],
    ["create", at("current", "pending"), true],
    ["create", at("expired"), false],
    ["create", at("frozen"), false],
    ["update", undefined, false],
    ["update", at("current"), true],
    ["update", LIVE, false],
    ["update", at("expired"), false],
    ["update", at("frozen"), false],
    ["reinstate", at("current"), true],
    ["reinstate", at("expired"), false],
    ["suspend", at("current", "suspended"), true],
    ["suspend", at("current"), false],
    ["unsuspend", at("current"), true],
    ["unsuspend", at("current", "suspended"), false],
    ["terminate", at("expired"), true],
    // A list may be cut: that nobody is there is not the same as an end.
    ["terminate", undefined, false],
    ["purge", undefined, true],
    ["purge", at("expired"), false],
  ] as const)("%s: %o is %s", (kind, live, isShown) => {
    expect(showsEffect(actionOf(kind, "a"), live)).toBe(isShown);
  });
});
