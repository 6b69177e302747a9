import { describe, expect, test } from "vitest";
import {
  type Body,
  entriesOf,
  HEIGHTS,
  imported,
  LOFTS,
  person,
  seedOf,
  startSignedIn,
  steadyTiming,
} from "./harness.ts";

const IMPORT = `${HEIGHTS}/import`;
const BULK = `${HEIGHTS}/bulkaction`;

const THREE = ["a", "b", "c"].map((name, index) =>
  imported({ Email: `${name}@example.com`, Unit: String(106 + index) }),
);

describe("Jobs", () => {
  test("«This endpoint only returns a Job ID and does not indicate whether the job has failed or succeeded»", async () => {
    const { call } = await startSignedIn();
    const { status, body } = await call("POST", IMPORT, { Residents: [imported({ Unit: "999" })] });
    expect([status, body]).toEqual([200, { job_id: expect.any(String) }]);
  });

  test("«An incomplete job will not display the result field»", async () => {
    const { call } = await startSignedIn();
    const { job_id } = (await call("POST", IMPORT, { Residents: THREE })).body;
    expect((await call("GET", `${IMPORT}/${String(job_id)}`)).body).toEqual({
      status: "started",
      progress: 50,
      total: 3,
      success: 3,
      failed: 0,
    });
    const finished = (await call("GET", `${IMPORT}/${String(job_id)}`)).body;
    expect(finished).toMatchObject({ status: "finished", progress: 100, total: 3, success: 3, failed: 0 });
    expect(entriesOf(finished.result).success.map(({ Email }) => Email)).toEqual(
      THREE.map(({ Email }) => Email),
    );
  });

  test("imports succeed and fail in part; failed entries are what was sent, with the error in line", async () => {
    const { call, job, list } = await startSignedIn();
    const wrong = imported({ Email: "d@example.com", Unit: "999" });
    const { result, ...counts } = await job(IMPORT, { Residents: [...THREE.slice(0, 2), wrong] });
    expect(counts).toEqual({ status: "finished", progress: 100, total: 3, success: 2, failed: 1 });
    expect(entriesOf(result).failed).toEqual([{ ...wrong, error: expect.stringContaining("Hudson/1/999") }]);
    const listed = await list();
    expect(entriesOf(result).success).toEqual([listed.get("a"), listed.get("b")]);
    expect((await call("GET", HEIGHTS)).body.Error).toBeNull();
  });

  test("an import takes PhoneNumber", async () => {
    const { job, list, emulator } = await startSignedIn();
    await job(IMPORT, { Residents: [imported({ Phone: "213-555-0199" })] });
    expect((await list()).get("new")?.Phone).toBe("213-555-0199");
    expect(emulator.violations()).toEqual([]);
  });

  test("«Site Manager sends an email to the account associated with the access token that made the call»", async () => {
    const { call, emulator, job } = await startSignedIn();
    await job(BULK, { Action: "resend-invites", Residents: ["id-pending", "id-current", "id-nobody"] });
    const { job_id } = (await call("POST", BULK, { Action: "suspend", Residents: ["id-current"] })).body;
    expect(emulator.outbox().map(({ kind, to }) => [kind, to])).toEqual([
      ["invitation", "pending@example.com"],
      ["wifi-details", "current@example.com"],
      ["operator-report", "operator@example.com"],
      ["operator-report", "operator@example.com"],
    ]);
    expect(emulator.outbox()[3]?.jobId).toBe(job_id);
  });

  test("«Each success or failed resident in the result array contains the result field»; action stands beside", async () => {
    const { job } = await startSignedIn({ jobs: { nesting: "object" } });
    const { result } = await job(BULK, {
      Action: "terminate",
      Residents: ["id-current", "id-suspended", "id-nobody"],
    });
    expect(result).toEqual({
      action: "terminate",
      success: [
        {
          ResidentId: "id-current",
          Email: "current@example.com",
          FirstName: "Ada",
          LastName: "Example",
          Building: "Hudson",
          Floor: "1",
          Unit: "103",
          SiteId: "heights",
          result: "Terminated",
        },
      ],
      failed: [
        expect.objectContaining({
          Email: "suspended@example.com",
          result: "Not possible for a resident in status suspended.",
        }),
        { ResidentId: "id-nobody", result: "Resident id-nobody was not found." },
      ],
    });
    const invites = await job(BULK, { Action: "resend-invites", Residents: ["id-pending"] });
    expect(invites.result).toMatchObject({ action: "action_invite" });
  });

  test("a resident that stays as they are is told so, among the successes", async () => {
    const { job } = await startSignedIn();
    const { result } = await job(BULK, { Action: "suspend", Residents: ["id-pending", "id-current"] });
    expect(entriesOf(result).success.map((entry) => entry.result)).toEqual(["Unchanged", "Suspended"]);
  });

  test.each([
    ["import", "object", ["failed", "success"]],
    ["import", "pair", [["success"], ["failed"]]],
    ["import", "single", [["failed", "success"]]],
    ["bulkaction", "object", ["action", "failed", "success"]],
    ["bulkaction", "pair", [["success"], ["failed"], ["action"]]],
    ["bulkaction", "single", [["action", "failed", "success"]]],
  ] as const)("the result of an %s can be nested as %s", async (kind, nesting, keys) => {
    const { job } = await startSignedIn({ jobs: { nesting } });
    const body: Body =
      kind === "import" ? { Residents: THREE } : { Action: "suspend", Residents: ["id-current"] };
    const { result } = await job(`${HEIGHTS}/${kind}`, body);
    const keysOf = (part: unknown) => Object.keys(part as Body).sort();
    expect(Array.isArray(result) ? result.map(keysOf) : keysOf(result)).toEqual(keys);
    expect(entriesOf(result).success).toHaveLength(kind === "import" ? 3 : 1);
  });

  test("a job is found at its own site, and under its own kind", async () => {
    const { call } = await startSignedIn();
    const { job_id } = (await call("POST", IMPORT, { Residents: THREE })).body;
    const statuses = [];
    for (const path of [BULK, `${LOFTS}/import`, IMPORT]) {
      statuses.push((await call("GET", `${path}/${String(job_id)}`)).status);
    }
    expect(statuses).toEqual([404, 404, 200]);
  });

  test.each([
    [IMPORT, {}, "Residents must be a list of at least one resident."],
    [IMPORT, { Residents: [] }, "Residents must be a list of at least one resident."],
    [IMPORT, [], "Residents must be a list of at least one resident."],
    [BULK, [], /^Action null is not one of suspend, unsuspend, terminate/],
    [BULK, { Action: "toString", Residents: ["id-current"] }, /^Action "toString" is not one of/],
    [BULK, { Action: "suspend", Residents: "id-current" }, "Residents must be a list of ResidentIds."],
    [BULK, { Action: "suspend", Residents: [1] }, "Residents must be a list of ResidentIds."],
  ])(
    "«If you attempt to send any other status […], this endpoint returns an error»: %s %j",
    async (path, body, message) => {
      const { call, emulator, statusOf } = await startSignedIn();
      const reply = await call("POST", path, body);
      expect(reply.status).toBe(200);
      expect(reply.body.Error).toMatch(message);
      expect([emulator.outbox(), await statusOf("current")]).toEqual([[], "current"]);
    },
  );
});

describe("A bulk action without targets", () => {
  test.each([
    ["terminate", ["scheduled", "pending", "current"]],
    ["terminate-purge", ["scheduled", "pending", "current"]],
    ["suspend", ["current"]],
    ["unsuspend", ["suspended"]],
    ["resend-invites", ["pending", "current", "suspended"]],
    ["onboard-now", ["scheduled"]],
  ])(
    "%s acts on everybody who qualifies («all residents in …»), and is a violation",
    async (Action, names) => {
      const { emulator, job } = await startSignedIn();
      const { result } = await job(BULK, { Action, Residents: [] });
      const { success, failed } = entriesOf(result);
      expect(success.map(({ ResidentId }) => ResidentId)).toEqual(names.map((name) => `id-${name}`));
      expect(failed).toEqual([]);
      expect(emulator.violations()).toMatchObject([
        { kind: "bulk-without-targets", detail: `bulk action ${Action} without targets` },
      ]);
    },
  );

  test("a list that is left out is empty; with nobody who qualifies the job has nothing to do", async () => {
    const { emulator, job } = await startSignedIn({ seed: seedOf([]) });
    const { result, ...counts } = await job(BULK, { Action: "terminate" });
    expect(counts).toEqual({ status: "finished", progress: 100, total: 0, success: 0, failed: 0 });
    expect(entriesOf(result)).toEqual({ success: [], failed: [] });
    expect(emulator.violations()).toHaveLength(1);
  });
});

describe("Jobs that take time", () => {
  test("on the machine's clock: entries are through one after the other", async () => {
    const timing = steadyTiming();
    let real = timing.now();
    const jobs = { milliseconds: 3000, polls: 0 };
    const { call, list } = await startSignedIn({ jobs, timing: { ...timing, now: () => real } });
    const { job_id } = (await call("POST", IMPORT, { Residents: THREE })).body;
    const seen = [];
    for (let second = 0; second <= 3; second += 1) {
      const { status, progress, success } = (await call("GET", `${IMPORT}/${String(job_id)}`)).body;
      seen.push([status, progress, success, (await list()).size - 5]);
      real += 1000;
    }
    expect(seen).toEqual([
      ["started", 0, 0, 0],
      ["started", 33, 1, 1],
      ["started", 66, 2, 2],
      ["finished", 100, 3, 3],
    ]);
  });

  test("on the emulator's clock: entries fall between what else happens, each at its time", async () => {
    const jobs = { clock: "emulator", milliseconds: 20 * 86_400_000, polls: 0 } as const;
    const { call, emulator } = await startSignedIn({ jobs });
    // The scheduled resident is invited on 1 December; the two entries are through on 3 and 13 December.
    await call("POST", IMPORT, { Residents: THREE.slice(0, 2) });
    await call("POST", BULK, { Action: "suspend", Residents: ["id-current"] });
    expect(emulator.outbox()).toEqual([]);
    emulator.moveClock({ now: "2027-01-15T00:00:00Z" });
    expect(emulator.outbox().map(({ at, kind, to }) => `${at.slice(0, 10)} ${kind} ${to}`)).toEqual([
      "2026-12-01 invitation scheduled@example.com",
      "2026-12-03 invitation a@example.com",
      "2026-12-13 invitation b@example.com",
      "2026-12-13 operator-report operator@example.com",
      "2026-12-13 operator-report operator@example.com",
    ]);
  });

  test("how many polls say `started` can be set", async () => {
    const { call } = await startSignedIn({ jobs: { polls: 3 } });
    const { job_id } = (await call("POST", BULK, { Action: "suspend", Residents: ["id-current"] })).body;
    const progress = [];
    for (let poll = 0; poll < 4; poll += 1) {
      progress.push((await call("GET", `${BULK}/${String(job_id)}`)).body.progress);
    }
    expect(progress).toEqual([25, 50, 75, 100]);
  });
});

describe("Jobs that go wrong", () => {
  const faulty = (fault: object) => ({ faults: { faults: [{ kind: "job" as const, ...fault }] } });

  test("partial failure: the entries of these e-mail addresses fail without effect", async () => {
    const { job, list, statusOf } = await startSignedIn(
      faulty({ failEmails: ["B@example.com", "current@example.com"] }),
    );
    const imports = await job(IMPORT, { Residents: THREE });
    expect(imports).toMatchObject({ total: 3, success: 2, failed: 1 });
    expect(entriesOf(imports.result).failed).toMatchObject([
      { Email: "b@example.com", error: "The network controller did not answer." },
    ]);
    expect((await list()).has("b")).toBe(false);
    const bulk = await job(BULK, { Action: "suspend", Residents: ["id-current"] });
    expect(entriesOf(bulk.result).failed).toMatchObject([{ ResidentId: "id-current" }]);
    expect(await statusOf("current")).toBe("current");
  });

  test.each([0, 2, 99])("stuck after %s entries: never finished, and reported never", async (stuckAfter) => {
    const { call, emulator, list } = await startSignedIn({
      ...faulty({ stuckAfter }),
      jobs: { clock: "emulator" },
    });
    const { job_id } = (await call("POST", IMPORT, { Residents: THREE })).body;
    emulator.moveClock({ advanceSeconds: 86_400 });
    const statuses = new Set();
    for (let poll = 0; poll < 5; poll += 1) {
      statuses.add((await call("GET", `${IMPORT}/${String(job_id)}`)).body.status);
    }
    expect([...statuses]).toEqual(["started"]);
    expect((await list()).size).toBe(5 + Math.min(3, stuckAfter));
    expect(emulator.outbox().some(({ kind }) => kind === "operator-report")).toBe(false);
  });

  test("counts that are wrong, another nesting, entries without ids or e-mail addresses", async () => {
    const counts = { total: 7, failed: 4 };
    const wrong = await startSignedIn(faulty({ counts, nesting: "pair", entries: "without-ids" }));
    const first = await wrong.job(IMPORT, { Residents: THREE });
    expect(first).toMatchObject({ total: 7, success: 3, failed: 4 });
    expect(first.result).toHaveLength(2);
    const [entry] = entriesOf(first.result).success;
    expect([entry?.ResidentId, entry?.UUID, entry?.Email]).toEqual([undefined, undefined, "a@example.com"]);

    const nameless = await startSignedIn(faulty({ entries: "without-emails" }));
    const second = await nameless.job(BULK, { Action: "suspend", Residents: ["id-current"] });
    const [other] = entriesOf(second.result).success;
    expect([other?.ResidentId, other?.Email]).toEqual(["id-current", undefined]);
  });

  test("only the job that is meant goes wrong", async () => {
    const fault = { path: "/team/*/site/*/resident/bulkaction", nth: 2, failEmails: ["a@example.com"] };
    const residents = [person({ email: "a@example.com", unit: "101" })];
    const { job } = await startSignedIn({ seed: seedOf(residents), ...faulty(fault) });
    const counts = [];
    for (let n = 0; n < 3; n += 1)
      counts.push((await job(BULK, { Action: "suspend", Residents: ["id-a"] })).failed);
    expect(counts).toEqual([0, 1, 0]);
  });
});
