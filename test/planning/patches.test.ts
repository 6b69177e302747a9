import fastJsonPatch, { type Operation } from "fast-json-patch";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/planning/plan.ts";
import {
  actionOf,
  type declared,
  declared as entry,
  live,
  liveSite,
  mapping,
  planSite,
  site,
  unit,
} from "./build.ts";

const EMAIL = "cwilson@example.com";

function plan(wish: Parameters<typeof declared>[1], there: Parameters<typeof live>[1] | null) {
  return planSite(site([entry(EMAIL, wish)]), there === null ? [] : [live(EMAIL, there)]);
}

function patched(record: object, action: Action): unknown {
  const copy = structuredClone(record);
  return fastJsonPatch.applyPatch(copy, structuredClone(action.patch) as Operation[], true).newDocument;
}

/** The record a patch is about. */
const LIVE_RECORD = {
  firstName: "cwilson",
  lastName: "Example",
  phone: null,
  building: "Hudson",
  floor: "1",
  unit: "105",
  accessStart: "2025-01-01T08:00:00+00:00",
  accessEnd: null,
  state: "active",
};

describe("a patch", () => {
  it("tests every value that it replaces, just before it", () => {
    const { patch } = actionOf(
      plan(
        { firstName: "Chris", phone: "543-678-9012", unit: unit("2", "Hooch", "9"), accessEnd: "2027-01-31" },
        {},
      ),
      "update",
      EMAIL,
    );
    const pairs = patch
      .filter((_, index) => index % 2 === 1)
      .map((operation, index) => [patch[index * 2], operation]);
    expect(pairs).toHaveLength(6);
    for (const [test, replace] of pairs) {
      expect([test?.op, replace?.op, test?.path]).toEqual(["test", "replace", replace?.path]);
    }
    expect(patched(LIVE_RECORD, { patch } as Action)).toEqual({
      ...LIVE_RECORD,
      firstName: "Chris",
      phone: "543-678-9012",
      building: "Hooch",
      floor: "9",
      unit: "2",
      accessEnd: "2027-01-31",
    });
  });

  it("does not apply to a record that has changed in the meantime", () => {
    const action = actionOf(plan({ firstName: "Chris" }, {}), "update", EMAIL);
    expect(() => patched({ ...LIVE_RECORD, firstName: "Christina" }, action)).toThrow(
      "Test operation failed",
    );
  });

  it("adds the declared fields of a create to nothing", () => {
    const wish = { phone: "543-678-9012", accessStart: "2026-12-01", accessEnd: "2027-11-30T11:00" };
    expect(patched({}, actionOf(plan(wish, null), "create", EMAIL))).toEqual({
      email: EMAIL,
      firstName: "cwilson",
      lastName: "Example",
      phone: "543-678-9012",
      building: "Hudson",
      floor: "1",
      unit: "105",
      accessStart: "2026-12-01",
      accessEnd: "2027-11-30T11:00",
      state: "active",
    });
  });

  it("leaves out of a create what is not declared, or cleared", () => {
    const created = patched({}, actionOf(plan({ phone: null, accessEnd: null }, null), "create", EMAIL));
    expect(Object.keys(created as object)).toEqual([
      "email",
      "firstName",
      "lastName",
      "building",
      "floor",
      "unit",
      "state",
    ]);
  });

  it.each([
    ["suspend", { state: "suspended" }, "current", "active", "suspended"],
    ["unsuspend", {}, "current suspended", "suspended", "active"],
    ["terminate", { state: "terminated" }, "scheduled", "active", "terminated"],
    ["terminate", { state: "terminated" }, "current suspended", "suspended", "terminated"],
    ["purge", { state: "purged" }, "current", "active", "purged"],
  ] as const)("of a %s moves the state alone", (kind, wish, status, from, to) => {
    expect(actionOf(plan(wish, { status }), kind, EMAIL).patch).toEqual([
      { op: "test", path: "/state", value: from },
      { op: "replace", path: "/state", value: to },
    ]);
  });

  it("of a reinstatement sets the state, the differing fields and the end", () => {
    const ended = { status: "expired", end: "2026-11-09T23:59:59" };
    const record = { ...LIVE_RECORD, state: "terminated", accessEnd: "2026-11-10T07:59:59+00:00" };
    const open = actionOf(plan({ lastName: "Wilson" }, ended), "reinstate", EMAIL);
    expect(patched(record, open)).toEqual({ ...LIVE_RECORD, lastName: "Wilson", accessEnd: null });
    const dated = actionOf(plan({ accessEnd: "2027-06-30" }, ended), "reinstate", EMAIL);
    expect(patched(record, dated)).toEqual({ ...LIVE_RECORD, accessEnd: "2027-06-30" });
  });
});

describe("what a PUT sends", () => {
  const THERE = {
    phone: "(543) 678 9012",
    activationDateUTC: "2021-11-05T21:10:22.844348+00:00",
    deactivationDateUTC: "2027-11-06T19:00:00Z",
    floor: "1",
  };

  it("has the live text, to the character, of what does not differ or is not managed", () => {
    expect(actionOf(plan({ firstName: "Chris" }, THERE), "update", EMAIL).send).toEqual({
      email: EMAIL,
      firstName: "Chris",
      lastName: "Example",
      phone: "(543) 678 9012",
      building: "Hudson",
      floor: "1",
      unit: "105",
      activationDateUTC: "2021-11-05T21:10:22.844348+00:00",
      deactivationDateUTC: "2027-11-06T19:00:00Z",
    });
    const sameDates = { firstName: "Chris", accessStart: "2021-11-05", accessEnd: "2027-11-06T12:00" };
    expect(actionOf(plan(sameDates, THERE), "update", EMAIL).send).toMatchObject({
      activationDateUTC: "2021-11-05T21:10:22.844348+00:00",
      deactivationDateUTC: "2027-11-06T19:00:00Z",
    });
  });

  it("has declared dates in UTC, completed by the site's times", () => {
    const wish = { accessStart: "2026-12-01", accessEnd: "2027-07-31" };
    expect(actionOf(plan(wish, THERE), "update", EMAIL).send).toMatchObject({
      activationDateUTC: "2026-12-01T08:00:00+00:00",
      deactivationDateUTC: "2027-08-01T06:59:00+00:00",
    });
    const offset = { accessStart: "2026-12-01T10:00:00+01:00", accessEnd: "2027-07-31T11:30" };
    expect(actionOf(plan(offset, THERE), "update", EMAIL).send).toMatchObject({
      activationDateUTC: "2026-12-01T09:00:00+00:00",
      deactivationDateUTC: "2027-07-31T18:30:00+00:00",
    });
  });

  it("clears a phone and an end that are declared null, and keeps those that are left out", () => {
    const cleared = actionOf(plan({ phone: null, accessEnd: null }, THERE), "update", EMAIL);
    expect(cleared.send).toMatchObject({ phone: null, deactivationDateUTC: null });
    expect(cleared.reasons).toEqual(["phone, accessEnd differ"]);
  });

  it("takes a site-local date where the API gives none in UTC", () => {
    const local = { activationDateUTC: null, activationDate: "2021-11-05T14:10:22" };
    expect(actionOf(plan({ firstName: "Chris" }, local), "update", EMAIL).send?.activationDateUTC).toBe(
      "2021-11-05T21:10:22+00:00",
    );
    const localEnd = { deactivationDateUTC: null, deactivationDate: "2027-06-30T23:59:00" };
    expect(actionOf(plan({ firstName: "Chris" }, localEnd), "update", EMAIL).send?.deactivationDateUTC).toBe(
      "2027-07-01T06:59:00+00:00",
    );
    const none = { activationDateUTC: null, activationDate: null };
    expect(actionOf(plan({ firstName: "Chris" }, none), "update", EMAIL).send?.activationDateUTC).toBeNull();
  });

  it("always has the live spelling of the e-mail", () => {
    const there = live("CWilson@Example.com", { firstName: "Chris" });
    for (const status of ["current", "expired"]) {
      const again = planSite(site([entry(EMAIL)]), [
        { ...there, ...live("CWilson@Example.com", { status, firstName: "Chris" }) },
      ]);
      const [action] = again.actions;
      expect([action?.email, action?.send?.email]).toEqual(["CWilson@Example.com", "CWilson@Example.com"]);
      expect(action?.id).toBe(`${action?.kind}:a:${EMAIL}`);
      expect(action?.patch.map((operation) => operation.path)).not.toContain("/email");
    }
  });

  it("opens the end of a reinstated account that declares none, and keeps its start", () => {
    const ended = { status: "expired", start: "2026-11-10T00:00:00", end: "2026-11-09T23:59:59" };
    const { send } = actionOf(plan({}, ended), "reinstate", EMAIL);
    expect(send).toMatchObject({ activationDateUTC: "2026-11-10T08:00:00+00:00", deactivationDateUTC: null });
  });
});

describe("what an import sends", () => {
  it("has no start where none is declared: activation at apply", () => {
    expect(actionOf(plan({}, null), "create", EMAIL).send).toEqual({
      email: EMAIL,
      firstName: "cwilson",
      lastName: "Example",
      phone: null,
      building: "Hudson",
      floor: "1",
      unit: "105",
      activationDateUTC: null,
      deactivationDateUTC: null,
    });
  });

  it("has declared dates in UTC", () => {
    const wish = { accessStart: "2026-12-01", accessEnd: "2027-07-31", phone: "1" };
    expect(actionOf(plan(wish, null), "create", EMAIL).send).toMatchObject({
      phone: "1",
      activationDateUTC: "2026-12-01T08:00:00+00:00",
      deactivationDateUTC: "2027-08-01T06:59:00+00:00",
    });
  });
});

describe("fields are compared", () => {
  it.each([
    ["a name exactly", { firstName: "Cwilson" }, {}, ["firstName"]],
    ["a missing phone with an empty one", { phone: "" }, { phone: null }, []],
    ["a cleared phone with an empty one", { phone: null }, { phone: "" }, []],
    ["a phone exactly", { phone: "543 678 9012" }, { phone: "543-678-9012" }, ["phone"]],
    ["a phone that is left out never", {}, { phone: "1" }, []],
    ["units as text", { unit: unit("0105") }, {}, ["unit"]],
    ["a date as the site-local date", { accessStart: "2021-11-05" }, { start: "2021-11-05T23:59:59" }, []],
    ["a date that differs", { accessStart: "2021-11-05" }, { start: "2021-11-06T00:00:00" }, ["accessStart"]],
    ["a date-time to the second", { accessEnd: "2027-11-06T11:00:30" }, { end: "2027-11-06T11:00:30" }, []],
    [
      "a date-time that differs",
      { accessEnd: "2027-11-06T11:00:30" },
      { end: "2027-11-06T11:00:31" },
      ["accessEnd"],
    ],
    [
      "instants across offsets",
      { accessEnd: "2027-11-06T19:00:00+01:00" },
      { end: "2027-11-06T11:00:00" },
      [],
    ],
    [
      "a fraction of a second never",
      { accessStart: "2021-11-05T21:10:22Z" },
      { activationDateUTC: "2021-11-05T21:10:22.844348+00:00" },
      [],
    ],
    ["an end with none", { accessEnd: "2027-11-06" }, {}, ["accessEnd"]],
    ["no end with one", { accessEnd: null }, { end: "2027-11-06T11:00:00" }, ["accessEnd"]],
    ["no end with none", { accessEnd: null }, {}, []],
    ["an end that is left out never", {}, { end: "2027-11-06T11:00:00" }, []],
  ] as const)("%s", (_, wish, there, fields) => {
    const { actions } = plan(wish, there);
    const reason = `${fields.join(", ")} differs`;
    expect(actions.map((action) => action.reasons)).toEqual(fields.length === 0 ? [] : [[reason]]);
  });

  it("reads a lookalike of a unit as another one", () => {
    const there = liveSite([live(EMAIL, { unit: unit("a", "1/2", "3") })], {
      mappings: [mapping(unit("a", "1/2", "3")), mapping(unit("a", "1", "2/3"))],
    });
    const moved = planSite(site([entry(EMAIL, { unit: unit("a", "1", "2/3") })]), there);
    expect(moved.actions.map((action) => action.reasons)).toEqual([["building, floor differ"]]);
    expect(moved.refusals).toEqual([]);
  });
});
