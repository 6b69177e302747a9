import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/applying/settings.ts";
import { ExpectedError } from "../../src/domain/exit.ts";
import { parseStatus } from "../../src/domain/status.ts";
import type { JobStatus } from "../../src/elevenos/api.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";
import { type CallName, lost, notDone } from "./fake-server.ts";
import { apply, declare, declareSite, endings, planNow, type Scene, scene } from "./scene.ts";

const SUSPENDED = parseStatus(["current", "suspended"]);

/** One live resident of unit 301, and what is declared of them. */
function one(
  declared: Parameters<typeof declare>[2],
  live: Parameters<Scene["server"]["add"]>[1] | null,
): Scene {
  const keep = declare("keep@example.com", "399");
  const at = scene([declareSite("one", [declare("a@example.com", "301", declared), keep])]);
  at.server.add("site-one", { email: "keep@example.com", unit: "399" });
  if (live !== null) at.server.add("site-one", { unit: "301", ...live });
  return at;
}

/** Makes the first `times` calls of a name fail. */
function failing(at: Scene, name: CallName, phase: "before" | "after", error: () => Error, times = 1): void {
  let left = times;
  at.server.hook = (called, when) => {
    if (called !== name || when !== phase || left === 0) return;
    left -= 1;
    throw error();
  };
}

function accepted(at: Scene, name: CallName): number {
  return at.server.accepted.filter((called) => called === name).length;
}

describe("just before a PUT the live resident is read and compared", () => {
  const NAMED = { firstName: "Chrissy" };

  async function putAfter(change: (at: Scene, id: string) => void, declared = NAMED, live = {}) {
    const at = one(declared, { email: "a@example.com", ...live });
    const plan = await planNow(at.server, at.declared);
    const id = plan.sites[0]?.actions[0]?.residentId ?? "";
    change(at, id);
    const report = await apply(at, { plan });
    return { report, puts: at.server.calls.filter((call) => call.name === "updateResident").length, at };
  }
  const edit = (more: object) => (at: Scene, id: string) => {
    const held = at.server.residents.get(id);
    if (held !== undefined) at.server.residents.set(id, { ...held, live: { ...held.live, ...more } });
  };

  test.each<[string, object, string]>([
    [
      "another spelling of the e-mail",
      { email: "A@example.com" },
      "the e-mail to send is not, byte for byte, the live one; nothing was sent",
    ],
    [
      "a planned field that somebody else has changed",
      { firstName: "Christine" },
      "firstName changed since planning; nothing was sent",
    ],
    [
      "a status with an unknown word",
      { status: parseStatus(["frozen"]) },
      "its status has a word that is not known; nothing was sent",
    ],
    [
      "an account that has expired, which a PUT would bring back",
      { status: parseStatus(["expired"]) },
      "it expired since planning, and a PUT would bring the account back; nothing was sent",
    ],
  ])("%s: nothing is sent", async (_case, change, message) => {
    const { report, puts } = await putAfter(edit(change));
    expect(puts).toBe(0);
    expect(report).toMatchObject({ exitCode: 1, outcomes: [{ ending: "failed", message }] });
  });

  test("the account is gone", async () => {
    const { report, puts } = await putAfter((at, id) => void at.server.residents.delete(id));
    expect(puts).toBe(0);
    expect(report.outcomes).toMatchObject([
      { ending: "failed", message: "the account is not there any more; nothing was sent" },
    ]);
    // The last re-read says what is so now: nobody to update, and somebody to create.
    expect(report.problems[0]?.message).toContain("a new plan holds 1 more action");
    expect(report.exitCode).toBe(1);
  });

  test("cannot be read", async () => {
    const { report, puts } = await putAfter((at) =>
      failing(at, "getResident", "before", () => lost("GET /r"), 9),
    );
    expect(puts).toBe(0);
    expect(report.outcomes).toMatchObject([
      {
        ending: "failed",
        message: "the resident could not be read; nothing was sent",
        detail: expect.stringContaining("GET /r"),
      },
    ]);
  });

  test("already so: nothing is sent", async () => {
    const { report, puts } = await putAfter(edit(NAMED));
    expect(puts).toBe(0);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "already" }] });
  });

  test("a field that nobody manages goes back as it is now, not as it was when planned", async () => {
    const { report, at } = await putAfter(edit({ phone: "543-678-9012" }));
    expect(report.exitCode).toBe(0);
    expect([...at.server.residents.values()].map(({ live }) => live.phone)).toContain("543-678-9012");
  });

  test("a reinstatement of somebody who is not expired any more is not sent", async () => {
    const { report, puts } = await putAfter(edit({ status: parseStatus(["current"]) }), NAMED, {
      status: parseStatus(["expired"]),
    });
    expect(puts).toBe(0);
    expect(report.outcomes).toMatchObject([
      {
        kind: "reinstate",
        ending: "failed",
        message: "it is current and not expired any more; nothing was sent",
      },
    ]);
  });
});

describe("an answer that was lost", () => {
  const CREATE = () => one({}, null);
  const SUSPEND = () => one({ state: "suspended" }, { email: "a@example.com" });
  const END = () => one({ state: "terminated" }, { email: "a@example.com" });
  const PURGE = () => one({ state: "purged" }, { email: "a@example.com" });
  const RESUME = () => one({}, { email: "a@example.com", status: SUSPENDED });

  test.each<[string, () => Scene, CallName]>([
    ["create", CREATE, "submitImport"],
    ["suspend", SUSPEND, "submitBulkAction"],
    ["unsuspend", RESUME, "submitBulkAction"],
    ["terminate", END, "submitBulkAction"],
    ["purge", PURGE, "submitBulkAction"],
  ])("%s: the server had acted, and nothing is sent again", async (_kind, make, name) => {
    const at = make();
    failing(at, name, "after", lost);
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "applied" }] });
    expect(accepted(at, name)).toBe(1);
    expect(at.server.invitations.length).toBeLessThanOrEqual(1);
  });

  test.each<[string, () => Scene, CallName]>([
    ["create", CREATE, "submitImport"],
    ["terminate", END, "submitBulkAction"],
  ])("%s: the server had not acted; it is sent once more after the patience", async (_kind, make, name) => {
    const at = make();
    failing(at, name, "before", lost);
    const began = at.server.timing.now();
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "applied" }] });
    expect(accepted(at, name)).toBe(1);
    expect(at.server.timing.now() - began).toBeGreaterThan(DEFAULT_SETTINGS.patience);
    expect(at.events.filter((event) => event.type === "notice")).toHaveLength(2);
  });

  test("a job that wakes up after the second submission invites nobody twice", async () => {
    const at = CREATE();
    at.server.jobDuration = DEFAULT_SETTINGS.patience + 20_000;
    failing(at, "submitImport", "after", lost);
    const report = await apply(at);
    expect(accepted(at, "submitImport")).toBe(2);
    expect(at.server.invitations).toEqual(["a@example.com"]);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "applied" }] });
  });

  test("an end that the same plan takes back is not sent again: waking up late, it would undo the reinstatement", async () => {
    const swap = (accept: readonly string[]) =>
      declareSite("one", [declare("a@example.com", "302"), declare("b@example.com", "301")], {
        accept: accept.map((token) => ({ token, source: { file: "sites/one.yaml", line: 1, column: 1 } })),
      });
    const before = scene([swap([])]);
    before.server.add("site-one", { email: "a@example.com", unit: "301" });
    before.server.add("site-one", { email: "b@example.com", unit: "302" });
    const refused = await planNow(before.server, before.declared);
    const token = refused.sites[0]?.refusals.find(({ rule }) => rule === "unit-cycle")?.consent ?? "";
    const at: Scene = { ...before, declared: [swap([token])] };
    at.server.jobDuration = DEFAULT_SETTINGS.patience + 20_000;
    failing(at, "submitBulkAction", "after", lost);
    const report = await apply(at);
    expect(accepted(at, "submitBulkAction")).toBe(1);
    expect(endings(report).map((line) => line.replace(/ \(.*/, ""))).toEqual([
      "terminate a@example.com: applied",
      "update b@example.com: not-attempted",
      "reinstate a@example.com: not-attempted",
    ]);
    expect(report.exitCode).toBe(1);
    at.server.advance(60_000);
    expect(endings(await apply(at))).toEqual([
      "update b@example.com: applied",
      "reinstate a@example.com: applied",
    ]);
  });

  test("the second one is refused: failed, in the server's words", async () => {
    const at = CREATE();
    let submissions = 0;
    at.server.hook = (name, phase) => {
      if (name !== "submitImport" || phase !== "before") return;
      submissions += 1;
      throw submissions === 1 ? lost() : notDone("No permission");
    };
    const report = await apply(at);
    expect(report.outcomes).toMatchObject([{ ending: "failed", detail: "POST /x: No permission" }]);
    expect(report.exitCode).toBe(1);
  });

  test("two answers in a row: unknown, and no third try; the journal stays open", async () => {
    const at = CREATE();
    failing(at, "submitImport", "before", lost, 9);
    const report = await apply(at);
    expect(at.server.calls.filter((call) => call.name === "submitImport")).toHaveLength(2);
    expect(report.outcomes).toMatchObject([
      { ending: "unknown", message: "the answer was lost (network), and so far live state is unchanged" },
    ]);
    expect(report.journalFile).toMatch(/\.open\.jsonl$/);
    expect(report.exitCode).toBe(1);
  });

  test("two answers in a row, of a server that had acted late: applied", async () => {
    const at = CREATE();
    at.server.jobDuration = DEFAULT_SETTINGS.patience + 5_000;
    failing(at, "submitImport", "after", lost, 2);
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "applied" }] });
    expect(at.server.invitations).toEqual(["a@example.com"]);
  });

  test("while it is watched for, a reading that fails is not the end", async () => {
    const at = CREATE();
    let reads = 0;
    at.server.hook = (name, phase) => {
      if (name === "submitImport" && phase === "after") throw lost();
      if (name === "listResidents" && phase === "before" && at.server.accepted.includes("submitImport")) {
        reads += 1;
        if (reads < 3) throw lost("GET /resident");
      }
    };
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode: 0, outcomes: [{ ending: "applied" }] });
    expect(accepted(at, "submitImport")).toBe(1);
  });

  test.each<[string, "before" | "after", string, number]>([
    ["had acted", "after", "applied", 0],
    ["had not acted", "before", "unknown", 1],
  ])("of a PUT: the server %s", async (_case, phase, ending, exitCode) => {
    const at = one({ firstName: "Chrissy" }, { email: "a@example.com" });
    failing(at, "updateResident", phase, () => lost("PUT /r"));
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode, outcomes: [{ ending }] });
  });

  test("of a PUT, and then it cannot be read either: the last re-read decides", async () => {
    const at = one({ firstName: "Chrissy" }, { email: "a@example.com" });
    at.server.hook = (name, phase) => {
      if (name === "updateResident" && phase === "after") throw lost("PUT /r");
      if (name === "getResident" && at.server.accepted.includes("updateResident")) throw lost("GET /r");
    };
    const report = await apply(at);
    expect(report.outcomes).toMatchObject([
      { ending: "applied", message: "the answer was lost (network); live state shows it" },
    ]);
  });

  test.each<[string, "terminated" | "purged", CallName, "before" | "after", string]>([
    ["a single termination had worked", "terminated", "terminateResident", "after", "applied"],
    ["a single termination had not worked", "terminated", "terminateResident", "before", "unknown"],
    ["a single purge had worked", "purged", "purgeResident", "after", "applied"],
    ["a single purge had not worked", "purged", "purgeResident", "before", "unknown"],
  ])("%s", async (_case, state, name, phase, ending) => {
    const at = one({ state }, { email: "a@example.com", status: SUSPENDED });
    failing(at, name, phase, () => lost("DELETE /r"));
    expect((await apply(at)).outcomes).toMatchObject([{ ending }]);
  });

  test("a DELETE that was refused is failed, in the server's words", async () => {
    const at = one({ state: "purged" }, { email: "a@example.com", status: SUSPENDED });
    at.server.refuses = () => "No permission to purge";
    expect((await apply(at)).outcomes).toMatchObject([
      { ending: "failed", detail: "DELETE: No permission to purge" },
    ]);
  });

  test("a DELETE and the look after it, both lost: unknown", async () => {
    const at = one({ state: "terminated" }, { email: "a@example.com", status: SUSPENDED });
    at.server.hook = (name) => {
      if (name === "terminateResident" || name === "getResident") throw lost("DELETE /r");
    };
    expect((await apply(at)).outcomes).toMatchObject([{ ending: "unknown" }]);
  });

  test("a PUT that was refused is failed, in the server's words", async () => {
    const at = one({ firstName: "Chrissy" }, { email: "a@example.com" });
    at.server.refuses = () => "Name too long";
    expect((await apply(at)).outcomes).toMatchObject([{ ending: "failed", detail: "PUT: Name too long" }]);
  });
});

describe("jobs", () => {
  function two(): Scene {
    const at = scene([
      declareSite("one", [declare("a@example.com", "301"), declare("b@example.com", "302")]),
    ]);
    return at;
  }

  test("partial success: each resident ends as the server says, and the report names the job", async () => {
    const at = two();
    at.server.refuses = (email) => (email.startsWith("b") ? "Unit 302 is occupied" : null);
    const report = await apply(at);
    expect(report.outcomes).toMatchObject([
      { email: "a@example.com", ending: "applied" },
      { email: "b@example.com", ending: "failed", detail: "Unit 302 is occupied" },
    ]);
    expect(report.jobs).toEqual([
      { site: "one", jobId: "job-1", action: "create", submitted: 2, end: "finished", success: 1, failed: 1 },
    ]);
    expect(report.exitCode).toBe(1);
  });

  test("a silent no-op shows at the end", async () => {
    const at = two();
    at.server.ignores = (email) => email.startsWith("b");
    expect(endings(await apply(at))).toEqual([
      "create a@example.com: applied",
      "create b@example.com: failed (the server reported success, but live state is unchanged)",
    ]);
  });

  test("counts that do not add up are reported, and the re-read decides", async () => {
    const at = two();
    at.server.distort = (status) => (status.isFinished ? { ...status, total: 5 } : status);
    const report = await apply(at);
    expect(report.problems).toEqual([
      { site: "one", message: "the job counts 5 residents, and 2 were submitted", detail: null },
    ]);
    expect(report.exitCode).toBe(0);
  });

  test("residents without an entry are looked up", async () => {
    const at = two();
    at.server.ignores = (email) => email.startsWith("b");
    at.server.distort = (status) =>
      status.isFinished ? { ...status, result: { succeeded: [], failed: [] } } : status;
    const report = await apply(at);
    expect(endings(report)).toEqual([
      "create a@example.com: applied",
      "create b@example.com: failed (the job is finished and says nothing of this resident, and live state is unchanged)",
    ]);
  });

  test("a job that never finishes: the time limit, then the re-read; what may still come is unknown", async () => {
    const at = two();
    at.server.jobDuration = Number.POSITIVE_INFINITY;
    const began = at.server.timing.now();
    const report = await apply(at);
    expect(at.server.timing.now() - began).toBeGreaterThanOrEqual(DEFAULT_SETTINGS.jobTime);
    expect(endings(report)[0]).toBe(
      "create a@example.com: unknown (job job-1 is not finished after the time limit, and so far live state is unchanged)",
    );
    expect(report.jobs).toMatchObject([{ end: "time-limit" }]);
  });

  test("a job that is stuck after it has done its work", async () => {
    const at = two();
    at.server.distort = (status) => ({ ...status, isFinished: false, status: "started", result: null });
    const report = await apply(at);
    expect(endings(report)).toEqual(["create a@example.com: applied", "create b@example.com: applied"]);
    expect(report.exitCode).toBe(0);
    const progress = at.events.find((event) => event.type === "job-progress");
    expect(progress).toMatchObject({ jobId: "job-1", total: 2 });
  });

  test.each<[string, Partial<JobStatus>, number]>([
    ["by its counts", { progress: null, success: 1, failed: 0 }, 1],
    ["by its per cents", { progress: 50, success: null, failed: null }, 1],
    ["by nothing", { progress: null, success: null, failed: null }, 0],
    ["by more than there are", { progress: 900, success: 7, failed: 7 }, 2],
  ])("progress is told %s", async (_case, status, done) => {
    const at = two();
    at.server.distort = (true_) => (true_.isFinished ? true_ : { ...true_, ...status });
    await apply(at);
    const progress = at.events.filter((event) => event.type === "job-progress");
    expect(progress[0]).toMatchObject({ done, total: 2 });
    expect(progress.at(-1)).toMatchObject({ done: 2, total: 2 });
  });

  test("polls grow, are early at first, and are jittered", async () => {
    const at = two();
    at.server.jobDuration = 60_000;
    const times: number[] = [];
    at.server.hook = (name, phase) => {
      if (name === "importJob" && phase === "before") times.push(at.server.timing.now());
    };
    await apply(at);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps[0]).toBeLessThan(400);
    expect(Math.max(...gaps)).toBeGreaterThan(5000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12_501);
    expect(new Set(gaps).size).toBeGreaterThan(gaps.length / 2);
  });

  test("a job that tells how far it is is asked again when it should be done, and seldom before", async () => {
    const at = two();
    at.server.jobDuration = 60_000;
    let begun = 0;
    let polls = 0;
    let end = 0;
    at.server.hook = (name, phase) => {
      const now = at.server.timing.now();
      if (name === "submitImport") begun = now;
      if (name === "importJob" && phase === "after") [polls, end] = [polls + 1, now];
    };
    at.server.distort = (status) => {
      const share = (at.server.timing.now() - begun) / at.server.jobDuration;
      return status.isFinished ? status : { ...status, progress: Math.floor(100 * share) };
    };
    await apply(at);
    expect(end - begun).toBeLessThan(64_000);
    expect(polls).toBeLessThan(25);
  });

  test("a poll or two may fail", async () => {
    const at = two();
    failing(at, "importJob", "before", () => lost("GET job"), 3);
    expect((await apply(at)).exitCode).toBe(0);
  });

  test.each<[string, () => ApiError, number]>([
    ["that nobody answers for", () => lost("GET job"), 4],
    [
      "that may not be asked for",
      () => new ApiError({ kind: "unauthorized", outcome: "not-done", request: "GET job" }, "401"),
      1,
    ],
  ])("a job %s is judged by live state", async (_case, error, polls) => {
    const at = two();
    at.server.ignores = (email) => email.startsWith("b");
    failing(at, "importJob", "before", error, 99);
    at.server.jobDuration = 0;
    const report = await apply(at);
    expect(at.server.calls.filter((call) => call.name === "importJob")).toHaveLength(polls);
    expect(report.outcomes).toMatchObject([{ ending: "applied" }, { ending: "unknown" }]);
    expect(report.jobs).toMatchObject([{ end: "lost", success: null }]);
  });

  test("a submission that is refused fails all its residents", async () => {
    const at = two();
    failing(at, "submitImport", "before", () => notDone("No permission"), 9);
    const report = await apply(at);
    expect(report.outcomes.map(({ ending, detail }) => [ending, detail])).toEqual([
      ["failed", "POST /x: No permission"],
      ["failed", "POST /x: No permission"],
    ]);
    expect(report.journalFile).not.toContain("open");
  });
});

describe("what waits for what", () => {
  /** b ends, and a moves into their unit; c is on their own. */
  function chain(): Scene {
    const at = scene([
      declareSite("one", [
        declare("a@example.com", "302"),
        declare("b@example.com", "302", { state: "terminated" }),
        declare("c@example.com", "303", { firstName: "Cleo" }),
      ]),
    ]);
    at.server.add("site-one", { email: "a@example.com", unit: "301" });
    at.server.add("site-one", { email: "b@example.com", unit: "302" });
    at.server.add("site-one", { email: "c@example.com", unit: "303" });
    return at;
  }

  test("waves run in order", async () => {
    const report = await apply(chain());
    expect(report.exitCode).toBe(0);
  });

  test("what waits for a failure is not attempted; everything else goes on", async () => {
    const at = chain();
    at.server.refuses = (email) => (email.startsWith("b") ? "No permission" : null);
    const report = await apply(at);
    expect(endings(report)).toEqual([
      "update c@example.com: applied",
      "terminate b@example.com: failed (the server did not do it)",
      "update a@example.com: not-attempted (waits for the terminate of the resident of Hudson/1/302, which ended as failed)",
    ]);
    expect(report.exitCode).toBe(1);
  });

  test("what waits for something that has not run, through a fault of the plan, is not attempted", async () => {
    const at = chain();
    const plan = await planNow(at.server, at.declared);
    const sites = plan.sites.map((site) => ({
      ...site,
      actions: site.actions.map((action) => ({
        ...action,
        wave: 1,
        after: action.kind === "terminate" ? ["update:one:a@example.com"] : [],
      })),
    }));
    const report = await apply(at, { plan: { ...plan, sites } });
    expect(report.outcomes.find(({ kind }) => kind === "terminate")).toMatchObject({
      ending: "not-attempted",
      message: "waits for the update of the resident of Hudson/1/302, which ended as not-attempted",
    });
  });

  function transfer(): Scene {
    const at = scene([
      declareSite("new", [declare("a@example.com", "301", { transferFrom: "old" })]),
      declareSite("old", [declare("z@example.com", "309")]),
    ]);
    at.server.add("site-old", { email: "a@example.com", unit: "305" });
    at.server.add("site-old", { email: "z@example.com", unit: "309" });
    return at;
  }

  test("a transfer: purged there, then created here", async () => {
    const at = transfer();
    const report = await apply(at);
    expect(endings(report)).toEqual(["create a@example.com: applied", "purge a@example.com: applied"]);
    expect(at.server.accepted.filter((name) => name.startsWith("submit"))).toEqual([
      "submitBulkAction",
      "submitImport",
    ]);
  });

  test("a transfer whose purge fails creates nothing", async () => {
    const at = transfer();
    at.server.refuses = () => "No permission";
    const report = await apply(at);
    expect(report.outcomes.map(({ kind, ending }) => `${kind} ${ending}`)).toEqual([
      "create not-attempted",
      "purge failed",
    ]);
  });
});

describe("sites", () => {
  function sites(count: number): Scene {
    const at = scene(
      Array.from({ length: count }, (_, index) =>
        declareSite(`s${index}`, [declare(`a${index}@example.com`, "301")]),
      ),
    );
    return at;
  }

  test("one that fails does not stop the others", async () => {
    const at = sites(3);
    at.server.hook = (name, phase, [site]) => {
      const isSecond =
        typeof site === "object" && site !== null && "siteId" in site && site.siteId === "site-s1";
      if (isSecond && name === "submitImport" && phase === "before") throw notDone("Site is locked");
    };
    const report = await apply(at);
    expect(report.outcomes.map(({ ending }) => ending)).toEqual(["applied", "failed", "applied"]);
    expect(report.sites.map(({ remaining }) => remaining)).toEqual([0, 1, 0]);
    expect(report.exitCode).toBe(1);
  });

  test("side by side, as many as allowed", async () => {
    const at = sites(6);
    let now = 0;
    let most = 0;
    at.server.hook = async (name, phase) => {
      if (name !== "submitImport") return;
      now += phase === "before" ? 1 : -1;
      most = Math.max(most, now);
      // Long enough for another site's journal to be on the disk.
      if (phase === "before") await new Promise((resolve) => setTimeout(resolve, 25));
    };
    await apply(at, { settings: { ...DEFAULT_SETTINGS, sites: 2 } });
    expect(most).toBe(2);
  });

  test("a refused site gets nothing written, and the exit code says 3", async () => {
    const at = sites(2);
    const plan = await planNow(at.server, at.declared);
    const refused = {
      ...plan,
      sites: plan.sites.map((site, index) =>
        index === 0
          ? {
              ...site,
              refusals: [
                {
                  rule: "protected" as const,
                  message: "no",
                  emails: [],
                  sources: [],
                  remedy: "",
                  consent: null,
                },
              ],
            }
          : site,
      ),
    };
    const report = await apply(at, { plan: refused });
    expect(report.outcomes.map(({ ending }) => ending)).toEqual(["not-attempted", "applied"]);
    expect(report.sites[0]?.refusedBy).toEqual(["protected"]);
    expect(report.exitCode).toBe(3);
    expect(at.server.invitations).toEqual(["a1@example.com"]);
  });

  test("a site that is held back gets nothing written, and the apply is incomplete", async () => {
    const at = sites(2);
    const report = await apply(at, { heldSites: new Map([["s0", "an earlier apply is not settled"]]) });
    expect(report.outcomes).toMatchObject([
      { ending: "not-attempted", message: "an earlier apply is not settled" },
      { ending: "applied" },
    ]);
    expect(report.exitCode).toBe(1);
  });
});

describe("the last re-read", () => {
  test("counts what others have changed", async () => {
    const at = one({ firstName: "Chrissy" }, { email: "a@example.com" });
    at.server.add("site-one", { email: "third@example.com", unit: "398" });
    const plan = await planNow(at.server, at.declared);
    const twoMore = [
      declareSite("one", [
        ...(at.declared[0]?.residents ?? []),
        declare("third@example.com", "398", { firstName: "Thea" }),
        declare("fourth@example.com", "397"),
      ]),
    ];
    const report = await apply(at, { plan, replan: () => planNow(at.server, twoMore) });
    expect(report.problems[0]?.message).toBe(
      "a new plan holds 2 more actions: something else has changed since",
    );
  });

  test("finds what others have changed", async () => {
    const at = one({ firstName: "Chrissy" }, { email: "a@example.com" });
    at.server.hook = (name, phase) => {
      if (name !== "updateResident" || phase !== "after") return;
      for (const [id, held] of at.server.residents) {
        if (held.live.email === "keep@example.com") {
          at.server.residents.set(id, { ...held, live: { ...held.live, lastName: "Miller" } });
        }
      }
    };
    const report = await apply(at);
    expect(report.outcomes).toMatchObject([{ ending: "applied" }]);
    expect(report.problems).toEqual([
      {
        site: "one",
        message: "a new plan holds 1 more action: something else has changed since",
        detail: null,
      },
    ]);
    expect(report.exitCode).toBe(1);
  });

  test.each([
    ["the server", () => lost("GET /resident")],
    ["the command", () => new ExpectedError(1, "no live state")],
  ])("that fails because of %s leaves unknown what is not sure", async (_who, error) => {
    const at = one({}, null);
    const report = await apply(at, { replan: () => Promise.reject(error()) });
    expect(report).toMatchObject({ remaining: null, exitCode: 1, outcomes: [{ ending: "unknown" }] });
    expect(report.problems[0]).toMatchObject({ message: "live state could not be read again at the end" });
    expect(report.sites).toMatchObject([{ isVerified: false, remaining: null }]);
  });

  test("a bug is not hidden", async () => {
    const at = one({}, null);
    await expect(apply(at, { replan: () => Promise.reject(new TypeError("bug")) })).rejects.toThrow("bug");
  });
});

describe("interrupts", () => {
  /** A site with three steps: terminate, update, create. */
  function three(): Scene {
    const at = scene([
      declareSite("one", [
        declare("end@example.com", "301", { state: "terminated" }),
        declare("b@example.com", "302", { firstName: "Bea" }),
        declare("new@example.com", "303"),
      ]),
    ]);
    at.server.add("site-one", { email: "end@example.com", unit: "301" });
    at.server.add("site-one", { email: "b@example.com", unit: "302" });
    return at;
  }

  test("the first finishes the running step, begins no other, reads again and reports", async () => {
    const at = three();
    at.server.hook = (name) => {
      if (name === "submitBulkAction") at.stopping.abort();
    };
    const report = await apply(at);
    expect(endings(report)).toEqual([
      "create new@example.com: not-attempted (interrupted before its step began)",
      "update b@example.com: not-attempted (interrupted before its step began)",
      "terminate end@example.com: applied",
    ]);
    expect(report).toMatchObject({ exitCode: 130, isInterrupted: true });
    expect(report.journalFile).not.toContain("open");
  });

  test.each(["before", "after"] as const)(
    "the second stops at once (%s the server acts), and says what is not known",
    async (phase) => {
      const at = three();
      at.server.hook = (name, when) => {
        if (name === "submitBulkAction" && when === phase) at.aborting.abort(new Error("stopped"));
      };
      const report = await apply(at);
      expect(endings(report)).toEqual([
        "create new@example.com: not-attempted (interrupted before its step began)",
        "update b@example.com: not-attempted (interrupted before its step began)",
        "terminate end@example.com: unknown (stopped at once while it was under way)",
      ]);
      expect(report).toMatchObject({ exitCode: 130, remaining: null });
      expect(report.journalFile).toContain("open");
    },
  );

  test("the second, while a job is waited for", async () => {
    const at = three();
    at.server.hook = (name) => {
      if (name === "bulkActionJob") at.aborting.abort(new Error("stopped"));
    };
    const report = await apply(at);
    expect(report.jobs).toMatchObject([{ jobId: "job-1", end: "interrupted" }]);
    expect(report.exitCode).toBe(130);
  });

  test("the second, among PUTs: what was not begun was not attempted", async () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const at = scene([
      declareSite(
        "one",
        names.map((name, index) => declare(`${name}@example.com`, `30${index}`, { firstName: "New" })),
      ),
    ]);
    names.forEach(
      (name, index) => void at.server.add("site-one", { email: `${name}@example.com`, unit: `30${index}` }),
    );
    at.server.hook = (name, phase) => {
      if (name === "updateResident" && phase === "before") at.aborting.abort(new Error("stopped"));
    };
    const report = await apply(at, { settings: { ...DEFAULT_SETTINGS, requests: 1 } });
    const [first, ...rest] = report.outcomes.map(({ ending }) => ending);
    expect(first).toBe("unknown");
    expect(new Set(rest)).toEqual(new Set(["not-attempted"]));
  });

  test("the second, while live state is read again", async () => {
    const at = three();
    const report = await apply(at, {
      replan: async () => {
        at.aborting.abort(new Error("stopped"));
        throw at.aborting.signal.reason;
      },
    });
    expect(report).toMatchObject({ exitCode: 130, remaining: null });
    expect(report.outcomes.map(({ ending }) => ending)).toEqual(["unknown", "applied", "unknown"]);
  });

  test.each<[string, CallName]>([
    ["a lost submission is watched for", "submitBulkAction"],
    ["a lost PUT is looked up", "updateResident"],
    ["a lost DELETE is looked up", "terminateResident"],
  ])("the second, while %s", async (_case, name) => {
    const at =
      name === "terminateResident"
        ? one({ state: "terminated" }, { email: "a@example.com", status: SUSPENDED })
        : three();
    at.server.hook = (called, phase) => {
      if (called === name && phase === "after") throw lost();
      if (at.server.accepted.includes(name) && (called === "listResidents" || called === "getResident")) {
        at.aborting.abort(new Error("stopped"));
        throw at.aborting.signal.reason;
      }
    };
    const report = await apply(at);
    expect(report.exitCode).toBe(130);
    expect(report.outcomes.map(({ ending }) => ending)).toContain("unknown");
  });
});
