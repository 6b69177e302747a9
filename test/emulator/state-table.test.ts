import { describe, expect, test } from "vitest";
import {
  entriesOf,
  type Fixture,
  HEIGHTS,
  objectOf,
  person,
  residentObject,
  seedOf,
  startSignedIn,
} from "./harness.ts";

const STATUSES = ["scheduled", "pending", "current", "suspended", "expired"] as const;
type Name = (typeof STATUSES)[number];

const WORDS: Readonly<Record<Name, string>> = {
  scheduled: "scheduled",
  pending: "current+pending",
  current: "current",
  suspended: "current+suspended",
  expired: "expired",
};

/** What a trigger answers (null: no error) and what the status is afterwards, for each status before. */
type Row = Readonly<Record<Name, readonly [error: RegExp | null, after: string]>>;

const unchanged = (name: Name) => [null, WORDS[name]] as const;
const fails = (name: Name, message = new RegExp(`Not possible for a resident in status ${name}`)) =>
  [message, WORDS[name]] as const;

const EXPIRED = /already in the Expired status/;

const SINGLE: Readonly<Record<string, { method: string; path: string; body?: unknown; row: Row }>> = {
  DELETE: {
    method: "DELETE",
    path: "",
    row: {
      scheduled: [null, "expired"],
      pending: [null, "expired"],
      current: [null, "expired"],
      suspended: [null, "expired"],
      expired: [EXPIRED, "expired"],
    },
  },
  purge: {
    method: "DELETE",
    path: "/purge",
    row: {
      scheduled: [null, "absent"],
      pending: [null, "absent"],
      current: [null, "absent"],
      suspended: [null, "absent"],
      expired: [EXPIRED, "expired"],
    },
  },
  "PATCH Disabled": {
    method: "PATCH",
    path: "/status",
    body: { Status: "Disabled" },
    row: {
      scheduled: unchanged("scheduled"),
      pending: unchanged("pending"),
      current: [null, "current+suspended"],
      suspended: unchanged("suspended"),
      expired: unchanged("expired"),
    },
  },
  "PATCH Active": {
    method: "PATCH",
    path: "/status",
    body: { Status: "Active" },
    row: {
      scheduled: unchanged("scheduled"),
      pending: unchanged("pending"),
      current: unchanged("current"),
      suspended: [null, "current"],
      expired: unchanged("expired"),
    },
  },
  "PATCH of another value": {
    method: "PATCH",
    path: "/status",
    body: { Status: "Suspended" },
    row: {
      scheduled: fails("scheduled", /must be Active or Disabled, not "Suspended"/),
      pending: fails("pending", /must be Active or Disabled/),
      current: fails("current", /must be Active or Disabled/),
      suspended: fails("suspended", /must be Active or Disabled/),
      expired: fails("expired", /must be Active or Disabled/),
    },
  },
  "PATCH of no object": {
    method: "PATCH",
    path: "/status",
    body: "Active",
    row: {
      scheduled: fails("scheduled", /not null/),
      pending: fails("pending", /not null/),
      current: fails("current", /not null/),
      suspended: fails("suspended", /not null/),
      expired: fails("expired", /not null/),
    },
  },
};

const BULK: Readonly<Record<string, Row>> = {
  suspend: {
    scheduled: unchanged("scheduled"),
    pending: unchanged("pending"),
    current: [null, "current+suspended"],
    suspended: unchanged("suspended"),
    expired: unchanged("expired"),
  },
  unsuspend: {
    scheduled: unchanged("scheduled"),
    pending: unchanged("pending"),
    current: unchanged("current"),
    suspended: [null, "current"],
    expired: unchanged("expired"),
  },
  terminate: {
    scheduled: [null, "expired"],
    pending: [null, "expired"],
    current: [null, "expired"],
    suspended: fails("suspended"),
    expired: fails("expired"),
  },
  "terminate-purge": {
    scheduled: [null, "absent"],
    pending: [null, "absent"],
    current: [null, "absent"],
    suspended: fails("suspended"),
    expired: fails("expired"),
  },
  "resend-invites": {
    scheduled: fails("scheduled"),
    pending: unchanged("pending"),
    current: unchanged("current"),
    suspended: unchanged("suspended"),
    expired: fails("expired"),
  },
  "onboard-now": {
    scheduled: [null, "current+pending"],
    pending: fails("pending"),
    current: fails("current"),
    suspended: fails("suspended"),
    expired: fails("expired"),
  },
};

/** The other residents stay as they are, whatever is done to one. */
async function expectOthersUnchanged(fixture: Fixture, name: Name): Promise<void> {
  for (const other of STATUSES.filter((status) => status !== name)) {
    expect([other, await fixture.statusOf(other)]).toEqual([other, WORDS[other]]);
  }
}

describe("single calls", () => {
  for (const [title, { method, path, body, row }] of Object.entries(SINGLE)) {
    test.each(STATUSES)(`${title}: %s`, async (name) => {
      const fixture = await startSignedIn();
      const reply = await fixture.call(method, `${HEIGHTS}/id-${name}${path}`, body);
      const [error, after] = row[name];
      expect(reply.status).toBe(200);
      if (error === null) expect(reply.body.Error).toBeNull();
      else expect(reply.body.Error).toMatch(error);
      expect(await fixture.statusOf(name)).toBe(after);
      await expectOthersUnchanged(fixture, name);
    });
  }

  test.each([
    ["", "Terminated"],
    ["/purge", "Deleted"],
  ])("«A Result value of …» for DELETE%s is %s", async (path, Result) => {
    const { call } = await startSignedIn();
    const { body } = await call("DELETE", `${HEIGHTS}/id-current${path}`);
    expect(body).toEqual({ Error: null, Result });
  });
});

describe("bulk actions", () => {
  for (const [Action, row] of Object.entries(BULK)) {
    test.each(STATUSES)(`${Action}: %s`, async (name) => {
      const fixture = await startSignedIn();
      const { result, ...counts } = await fixture.job(`${HEIGHTS}/bulkaction`, {
        Action,
        Residents: [`id-${name}`],
      });
      const [error, after] = row[name];
      const { success, failed } = entriesOf(result);
      if (error === null) expect([success.length, failed.length]).toEqual([1, 0]);
      else expect(String(failed[0]?.result)).toMatch(error);
      expect(counts).toMatchObject({
        total: 1,
        success: error === null ? 1 : 0,
        failed: error === null ? 0 : 1,
      });
      expect(await fixture.statusOf(name)).toBe(after);
      await expectOthersUnchanged(fixture, name);
    });
  }
});

describe("Terminate", () => {
  test.each([
    ["2026-11-10T20:00:00Z", "2026-11-09T23:59:59"],
    ["2026-11-10T07:30:00Z", "2026-11-08T23:59:59"],
    ["2026-11-10T08:30:00Z", "2026-11-09T23:59:59"],
  ])(
    "«if you terminate a resident on Nov 10th, their Deactivation Date is set to Nov 9th», at the site: %s",
    async (now, expected) => {
      const seed = { ...seedOf([person({ email: "a@example.com", unit: "101" })]), now };
      const { call, list } = await startSignedIn({ seed });
      await call("DELETE", `${HEIGHTS}/id-a`);
      expect((await list()).get("a")?.DeactivationDate).toBe(expected);
    },
  );

  test("«the resident no longer occupies the unit, and you can add new residents to this unit», at once", async () => {
    const { call } = await startSignedIn();
    const sent = residentObject({ Unit: "103" });
    expect((await call("POST", HEIGHTS, sent)).body.Error).toMatch(/occupied/);
    await call("DELETE", `${HEIGHTS}/id-current`);
    expect((await call("POST", HEIGHTS, sent)).body.Error).toBeNull();
  });

  test("«a 31-day grace period before being automatically purged and completely removed»", async () => {
    const { call, emulator, statusOf } = await startSignedIn();
    await call("DELETE", `${HEIGHTS}/id-current`);
    emulator.moveClock({ advanceSeconds: 31 * 86_400 });
    expect(await statusOf("current")).toBe("expired");
    expect(
      (await call("POST", HEIGHTS, residentObject({ Email: "current@example.com" }))).body.Error,
    ).toMatch(/exists/);
    emulator.moveClock({ advanceSeconds: 1 });
    expect(await statusOf("current")).toBe("absent");
    expect((await call("GET", `${HEIGHTS}/id-current`)).status).toBe(404);
    expect(
      (await call("POST", HEIGHTS, residentObject({ Email: "current@example.com" }))).body.Error,
    ).toBeNull();
  });

  test("an account that expires by its date is expired that instant, and gone after 31 days", async () => {
    const leaving = person({ email: "a@example.com", unit: "101", deactivation: "2026-12-01T19:00:00Z" });
    const { emulator, statusOf } = await startSignedIn({ seed: seedOf([leaving]) });
    const seen = [];
    for (const now of [
      "2026-12-01T18:59:59Z",
      "2026-12-01T19:00:00Z",
      "2027-01-01T19:00:00Z",
      "2027-01-02T19:00:00Z",
    ]) {
      emulator.moveClock({ now });
      seen.push(await statusOf("a"));
    }
    expect(seen).toEqual(["current", "expired", "expired", "absent"]);
  });

  test("somebody scheduled who is terminated is never invited", async () => {
    const { call, emulator, statusOf, mails } = await startSignedIn();
    await call("DELETE", `${HEIGHTS}/id-scheduled`);
    emulator.moveClock({ now: "2026-12-02T08:00:00Z" });
    expect([await statusOf("scheduled"), mails()]).toEqual(["expired", []]);
  });
});

describe("Purge", () => {
  test("«you can add the resident as a brand new resident»", async () => {
    const { call, list } = await startSignedIn();
    await call("DELETE", `${HEIGHTS}/id-current/purge`);
    const { body } = await call(
      "POST",
      HEIGHTS,
      residentObject({ Email: "current@example.com", Unit: "103" }),
    );
    expect(body.Error).toBeNull();
    expect((await list()).get("current")?.ResidentId).not.toBe("id-current");
  });
});

describe("Reinstating: «you must use the endpoint for updating a resident»", () => {
  const gone = { deactivation: "2026-11-19T07:59:59Z", terminatedAt: "2026-11-20T00:00:00Z" };
  const never = { ...gone, activation: "2026-12-20T00:00:00Z", onboardedAt: null };

  test.each([
    ["onboarded, activation past", gone, {}, "current", []],
    ["onboarded, then suspended", { ...gone, suspended: true }, {}, "current", []],
    ["onboarded, activation ahead", gone, { ActivationDateUTC: "2026-12-01T00:00:00Z" }, "scheduled", []],
    [
      "never invited, activation past",
      never,
      { ActivationDateUTC: "2026-11-01T00:00:00Z" },
      "current+pending",
      ["invitation a"],
    ],
    [
      "never invited, activation ahead",
      never,
      { ActivationDateUTC: "2026-12-01T00:00:00Z" },
      "scheduled",
      [],
    ],
    ["an end ahead", gone, { DeactivationDateUTC: "2027-12-01T00:00:00Z" }, "current", []],
    ["an end that is past", gone, { DeactivationDateUTC: "2026-11-22T00:00:00Z" }, "expired", []],
    ["no new date", gone, { DeactivationDateUTC: "2026-11-19T07:59:59Z" }, "expired", []],
    ["without an end before, too", { ...gone, deactivation: null }, {}, "current", []],
  ])("%s", async (_, facts, changes, after, mailsAfter) => {
    const resident = person({ email: "a@example.com", unit: "101", ...facts });
    const { call, list, statusOf, mails } = await startSignedIn({ seed: seedOf([resident]) });
    const object = objectOf((await list()).get("a"), { DeactivationDateUTC: null, ...changes });
    const { body } = await call("PUT", `${HEIGHTS}/id-a`, object);
    expect(body.Error).toBeNull();
    expect([await statusOf("a"), mails()]).toEqual([after, mailsAfter]);
  });

  test("an account that stays expired keeps its 31 days from its termination", async () => {
    const resident = person({ email: "a@example.com", unit: "101", ...gone });
    const { call, emulator, list, statusOf } = await startSignedIn({ seed: seedOf([resident]) });
    await call("PUT", `${HEIGHTS}/id-a`, objectOf((await list()).get("a"), { FirstName: "Eve" }));
    emulator.moveClock({ now: "2026-12-21T00:00:00Z" });
    expect(await statusOf("a")).toBe("expired");
    emulator.moveClock({ now: "2026-12-22T00:00:00Z" });
    expect(await statusOf("a")).toBe("absent");
  });

  test("who is expired by new dates, or added so, is expired from now on", async () => {
    const { call, emulator, list, statusOf, mails } = await startSignedIn();
    const past = { ActivationDateUTC: "2025-01-01T00:00:00Z", DeactivationDateUTC: "2025-02-01T00:00:00Z" };
    await call("PUT", `${HEIGHTS}/id-current`, objectOf((await list()).get("current"), past));
    await call("PUT", `${HEIGHTS}/id-expired`, objectOf((await list()).get("expired"), past));
    await call("POST", HEIGHTS, residentObject(past));
    expect([await statusOf("current"), await statusOf("expired"), await statusOf("new")]).toEqual(
      Array(3).fill("expired"),
    );
    emulator.moveClock({ now: "2026-12-22T00:00:00Z" });
    expect([await statusOf("current"), await statusOf("expired")]).toEqual(["expired", "absent"]);
    emulator.moveClock({ now: "2026-12-24T18:00:00Z" });
    expect([await statusOf("current"), await statusOf("new"), mails()]).toEqual([
      "absent",
      "absent",
      ["invitation scheduled"],
    ]);
  });

  test("a date that is sent back without its fraction is the same date", async () => {
    const resident = person({
      email: "a@example.com",
      unit: "101",
      activation: "2026-12-01T08:00:00.123456Z",
      onboardedAt: null,
    });
    const { call, job, list, statusOf } = await startSignedIn({ seed: seedOf([resident]) });
    await job(`${HEIGHTS}/bulkaction`, { Action: "onboard-now", Residents: ["id-a"] });
    const same = objectOf((await list()).get("a"), { ActivationDateUTC: "2026-12-01T08:00:00+00:00" });
    await call("PUT", `${HEIGHTS}/id-a`, same);
    expect(await statusOf("a")).toBe("current+pending");
    await call("PUT", `${HEIGHTS}/id-a`, { ...same, ActivationDateUTC: "2026-12-02T08:00:00+00:00" });
    expect(await statusOf("a")).toBe("scheduled");
  });
});

describe("Time", () => {
  test("scheduled, then pending, onboarded, suspended, unsuspended, expired, gone", async () => {
    const resident = person({
      email: "a@example.com",
      unit: "101",
      activation: "2026-12-01T08:00:00Z",
      deactivation: "2026-12-31T08:00:00Z",
      onboardedAt: null,
    });
    const { call, emulator, statusOf, mails } = await startSignedIn({ seed: seedOf([resident]) });
    const seen = [await statusOf("a")];
    emulator.moveClock({ now: "2026-12-01T08:00:00Z" });
    seen.push(await statusOf("a"));
    emulator.onboard("A@example.com");
    seen.push(await statusOf("a"));
    await call("PATCH", `${HEIGHTS}/id-a/status`, { Status: "Disabled" });
    seen.push(await statusOf("a"));
    emulator.moveClock({ now: "2026-12-31T08:00:00Z" });
    seen.push(await statusOf("a"));
    emulator.moveClock({ advanceSeconds: 40 * 86_400 });
    seen.push(await statusOf("a"));
    expect(seen).toEqual([
      "scheduled",
      "current+pending",
      "current",
      "current+suspended",
      "expired",
      "absent",
    ]);
    expect(mails()).toEqual(["invitation a"]);
  });

  test("onboarding that is started early sends the only first invitation; the dates stay", async () => {
    const { emulator, job, list, mails } = await startSignedIn();
    const before = (await list()).get("scheduled");
    await job(`${HEIGHTS}/bulkaction`, { Action: "onboard-now", Residents: ["id-scheduled"] });
    emulator.moveClock({ now: "2026-12-02T08:00:00Z" });
    expect((await list()).get("scheduled")).toEqual({ ...before, Status: ["current", "pending"] });
    expect(mails()).toEqual(["invitation scheduled", "operator-report operator"]);
  });

  test("moving an activation into the past invites at once, and never again", async () => {
    const { call, emulator, list, mails } = await startSignedIn();
    const object = objectOf((await list()).get("scheduled"), { ActivationDateUTC: "2026-11-01T08:00:00Z" });
    await call("PUT", `${HEIGHTS}/id-scheduled`, object);
    await call("PUT", `${HEIGHTS}/id-scheduled`, { ...object, ActivationDateUTC: "2026-12-10T08:00:00Z" });
    emulator.moveClock({ now: "2026-12-11T08:00:00Z" });
    expect(mails()).toEqual(["invitation scheduled"]);
    expect(emulator.outbox()[0]?.at).toBe("2026-11-23T17:00:00+00:00");
  });

  test("only a pending resident completes onboarding", async () => {
    const { emulator } = await startSignedIn();
    expect(() => emulator.onboard("nobody@example.com")).toThrow('no resident "nobody@example.com"');
    expect(() => emulator.onboard("scheduled@example.com")).toThrow("this one is scheduled");
  });
});
