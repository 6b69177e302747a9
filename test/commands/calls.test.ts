import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import type { Fault } from "../../src/emulator/faults.ts";
import type { EmulatorSeed, SeedResident } from "../../src/emulator/seed.ts";
import {
  CREDENTIALS,
  emulatorWith,
  entry,
  fakeProcess,
  live,
  MAPLE,
  NOW,
  OAK,
  residentctl,
  seedOf,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const LATER = { activation: "2026-12-24T08:00:00Z", onboardedAt: null };
const PENDING = { activation: "2026-11-20T08:00:00Z", onboardedAt: null };
const PEOPLE: readonly SeedResident[] = [
  live("Ada", "101"),
  live("Bob", "102", PENDING),
  live("Cid", "103", LATER),
  live("Dan", "104", { suspended: true }),
  live("Eve", "105", { deactivation: "2026-11-20T08:00:00Z" }),
  live("Fay", "106", { ...LATER }),
];
const SCHEDULED = ["101", "102", "103", "104"].map((unit) => live(`New${unit}`, unit, LATER));

/** Two sites that declare nobody but Zed, who is not live. */
function cwdWith(maple: readonly SeedResident[] = PEOPLE, oak: readonly SeedResident[] = []): string {
  const directory = temporaryDirectory();
  writeFiles(directory, {
    "sites/maple.yaml": siteFile("maple", MAPLE, [entry("Zed", "120")]),
    "sites/oak.yaml": siteFile("oak", OAK, []),
    "seed.json": JSON.stringify(seedOf(maple, oak)),
  });
  return directory;
}

function outboxOf(cwd: string): readonly string[] {
  const seed: EmulatorSeed = JSON.parse(readFileSync(path.join(cwd, "seed.json"), "utf8"));
  return (seed.outbox ?? []).map(({ kind, to }) => `${kind} ${to}`);
}

const EMBEDDED = ["--emulator", "seed.json"];
const YES = [...EMBEDDED, "--yes"];

describe("who gets what", () => {
  test("invite says beforehand who gets which e-mail, and sends it", async () => {
    const cwd = cwdWith();
    const { code, stdout } = await residentctl(
      ["invite", "ada@example.com", "BOB@example.com", "dan@example.com", ...YES],
      { cwd },
    );
    expect(stdout).toBe(`invite: 3 residents will get an e-mail
  maple  Hudson/1/101  ada@example.com  Wi-Fi details  (current)
  maple  Hudson/1/102  bob@example.com  invitation     (pending)
  maple  Hudson/1/104  dan@example.com  Wi-Fi details  (suspended)
A new invitation holds a new link; those sent before stay valid until onboarding is complete.
  sent  maple  Hudson/1/101  ada@example.com
  sent  maple  Hudson/1/102  bob@example.com
  sent  maple  Hudson/1/104  dan@example.com
Done: 3 sent.
`);
    expect(code).toBe(0);
    expect(outboxOf(cwd)).toEqual([
      "wifi-details ada@example.com",
      "invitation bob@example.com",
      "wifi-details dan@example.com",
    ]);
  });

  test("psk-reset sends the link, and says where it works", async () => {
    const cwd = cwdWith();
    const { code, stdout } = await residentctl(["psk-reset", "ada@example.com", ...YES], { cwd });
    expect(stdout).toContain("Works only at sites of type PPK-C and PPK-D.");
    expect(stdout).toContain("link to reset the Wi-Fi key  (current)");
    expect(code).toBe(0);
    expect(outboxOf(cwd)).toEqual(["psk-reset ada@example.com"]);
  });

  test("psk-reset by unit and by site: one call each, and whoever has no key is left out", async () => {
    const unit = cwdWith();
    const filters = ["--unit", "Hudson/1/101", "--site", "maple"];
    await residentctl(["psk-reset", ...filters, ...YES], { cwd: unit });
    expect(outboxOf(unit)).toEqual(["psk-reset ada@example.com"]);
    const site = cwdWith();
    const { code, stdout } = await residentctl(["psk-reset", "--site", "maple", ...YES], { cwd: site });
    expect(stdout).toMatch(/Left out: .* is pending: there is no Wi-Fi key until onboarding is complete/);
    expect(code).toBe(0);
    expect(outboxOf(site)).toEqual(["psk-reset ada@example.com", "psk-reset dan@example.com"]);
  });

  test("onboard is always a job, also for one, and live state shows it afterwards", async () => {
    const cwd = cwdWith();
    const { code, stdout } = await residentctl(["onboard", "cid@example.com", ...YES], { cwd });
    expect(stdout).toMatch(/^ {2}job \S+ at maple: 1 submitted$/m);
    expect(stdout).toContain("Done: 1 sent.");
    expect(code).toBe(0);
    expect(outboxOf(cwd)).toEqual(["invitation cid@example.com", expect.stringMatching(/^operator-report/)]);
  });

  test("a unit and a site are filters: others are left out without harm", async () => {
    const cwd = cwdWith(PEOPLE, [live("Oda", "101")]);
    const unit = await residentctl(["invite", "--unit", "Hudson/1/101", "--site", "oak", ...YES], { cwd });
    expect(unit.stdout).toContain("oak  Hudson/1/101  oda@example.com");
    expect(unit.stdout).toContain("Done: 1 sent.");
    const onboard = await residentctl(["onboard", "--site", "maple", ...YES], { cwd });
    expect(onboard.stdout).toContain("onboard: 2 residents will get an e-mail");
    expect(onboard.stdout).toContain("Left out: 2 residents, each of whom has completed onboarding already");
    expect(onboard).toMatchObject({ code: 0 });
  });

  test("more than three at a site go out as one job, whose entries are matched", async () => {
    const emulator = await emulatorWith(seedOf(SCHEDULED.map((one) => ({ ...one, ...PENDING }))));
    const { code, stdout } = await residentctl(["invite", "--site", "maple", "--yes"], facts(emulator.url));
    expect(stdout).toContain("Done: 4 sent.");
    expect(code).toBe(0);
    const posts = emulator
      .requests()
      .filter(({ method, path: at }) => method === "POST" && at.includes("resident"));
    expect(posts).toHaveLength(1);
    expect(posts[0]?.body).toMatch(/"Action":"resend-invites"/);
    expect(emulator.violations()).toEqual([]);
  });
});

/** A process that talks to a running emulator. */
function facts(url: string, cwd = cwdWith()) {
  return { cwd, env: { ...CREDENTIALS, ELEVENOS_BASE_URL: url } };
}

describe("what is refused", () => {
  test.each([
    ["invite", "cid@example.com", /is scheduled: .*\n +`residentctl onboard` sends/],
    ["invite", "eve@example.com", /is expired/],
    ["psk-reset", "bob@example.com", /is pending: there is no Wi-Fi key/],
    ["onboard", "ada@example.com", /has completed onboarding already/],
  ])("%s %s: exit 3, and nothing is sent, to nobody", async (call, email, words) => {
    const cwd = cwdWith();
    const others = call === "psk-reset" ? [] : ["bob@example.com"];
    const { code, stdout } = await residentctl([call, email, ...others, ...YES], { cwd });
    expect(stdout).toMatch(new RegExp(`^${call} is refused, and nothing is sent:`));
    expect(stdout).toMatch(words);
    expect(code).toBe(3);
    expect(outboxOf(cwd)).toEqual([]);
  });

  test("an empty list of targets is never sent: exit 3", async () => {
    const { code, stderr } = await residentctl(["invite", "--site", "oak", ...YES], { cwd: cwdWith() });
    expect(stderr).toBe("There is nobody to send it to: nothing was sent.\n");
    expect(code).toBe(3);
  });

  test.each([
    [["invite"], "invite needs to know for whom"],
    [
      ["invite", "ava@example.com"],
      'Nobody with the e-mail ava@example.com is live at the sites concerned. Did you mean "ada@example.com"?',
    ],
    [
      ["invite", "zed@example.com"],
      "It is declared: `residentctl apply` creates the account, which invites.",
    ],
    [["invite", "bob@example.com", "--unit", "Hudson/1/101"], "is live in that unit."],
    [["invite", "--unit", "Hudson/1/999"], "There is no unit Hudson/1/999 at the sites concerned."],
    [["invite", "--unit", "Hudson/1/101"], "There is a unit Hudson/1/101 at 2 sites: maple, oak."],
    [["invite", "--site", "mapel"], 'Did you mean "maple"?'],
  ])("%j: exit 4", async (args, words) => {
    const { code, stderr } = await residentctl([...args, ...YES], { cwd: cwdWith() });
    expect(stderr).toContain(words);
    expect(code).toBe(4);
  });

  test("where output is redacted, neither the address given nor a near one is shown", async () => {
    const args = ["invite", "ava@example.com", "--redact", "on", ...YES];
    const { code, stdout, stderr } = await residentctl(args, { cwd: cwdWith() });
    expect(stderr).toMatch(/^error: Nobody with the e-mail r-[0-9a-f]+ is live/);
    expect(stdout + stderr).not.toContain("example.com");
    expect(code).toBe(4);
  });

  test("another person's address is not proposed for one that is not like it", async () => {
    const { stderr } = await residentctl(["invite", "nobody@example.com", ...YES], { cwd: cwdWith() });
    expect(stderr).not.toContain("Did you mean");
  });

  test("invalid declarations, and nobody to ask: exit 4", async () => {
    const cwd = cwdWith();
    const silent = await residentctl(["invite", "ada@example.com", ...EMBEDDED], { cwd });
    expect(silent.stderr).toMatch(/^error: invite asks before it sends anything, and there is no terminal/);
    expect(silent.code).toBe(4);
    writeFiles(cwd, { "sites/oak.yaml": "kind: Site\n" });
    expect(await residentctl(["invite", "ada@example.com", ...YES], { cwd })).toMatchObject({ code: 4 });
  });

  test("a site type without key resets: the API's own words, exit 1", async () => {
    const cwd = cwdWith();
    writeFiles(cwd, { "seed.json": JSON.stringify(seedOf(PEOPLE)).replaceAll("PPK-C", "PSK") });
    const { code, stdout } = await residentctl(["psk-reset", "ada@example.com", ...YES], { cwd });
    expect(stdout).toContain("the server did not do it: ");
    expect(stdout).toContain("only be reset at sites of type PPK-C and PPK-D, not PSK");
    expect(stdout).toContain("Done: 1 failed.");
    expect(code).toBe(1);
  });
});

describe("asking", () => {
  test.each([
    ["yes\n", 0],
    ["y\n", 1],
  ])("answered by %j: exit %i", async (typed, expected) => {
    const cwd = cwdWith();
    const { code, stderr } = await residentctl(["invite", "ada@example.com", ...EMBEDDED], { cwd, typed });
    expect(stderr).toContain("Send this e-mail? Only 'yes' will be accepted");
    expect(code).toBe(expected);
    expect(outboxOf(cwd)).toHaveLength(expected === 0 ? 1 : 0);
  });

  test("an interrupt is no answer: exit 130", async () => {
    const made = fakeProcess({ cwd: cwdWith(), typed: "" });
    const ended = run(["invite", "ada@example.com", ...EMBEDDED], made.world);
    await until(() => made.stderr().includes("Only 'yes'"));
    made.interrupt();
    expect(await ended).toBe(130);
  });

  test("what changed while it was asked is not sent", async () => {
    const emulator = await emulatorWith(seedOf(PEOPLE));
    const made = fakeProcess({ ...facts(emulator.url), typed: "" });
    const ended = run(["invite", "bob@example.com"], made.world);
    await until(() => made.stderr().includes("Only 'yes'"));
    emulator.onboard("bob@example.com");
    made.stdin.end("yes\n");
    expect(await ended).toBe(1);
    expect(made.stderr()).toContain("Live state has changed since you were asked: nothing was sent.");
    expect(emulator.outbox()).toEqual([]);
  });

  test("with JSON the question stands on stderr, and one document on stdout", async () => {
    const { stdout, stderr } = await residentctl(
      ["invite", "ada@example.com", "--format", "json", ...EMBEDDED],
      { cwd: cwdWith(), typed: "no\n" },
    );
    expect(stderr).toContain("invite: 1 resident will get an e-mail");
    expect(JSON.parse(stdout)).toMatchObject({
      call: "invite",
      targets: [{ ending: null }],
      redacted: false,
    });
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe("trouble", () => {
  const INVITE = "/team/*/site/*/resident/*/invite";
  const BULK = "/team/*/site/*/resident/bulkaction";
  const lost: Fault = { method: "POST", path: INVITE, kind: "drop", acts: true };

  async function withFaults(args: readonly string[], faults: readonly Fault[], people = PEOPLE) {
    const emulator = await emulatorWith(seedOf(people), { faults: { faults } });
    const ended = await residentctl([...args, "--yes", "--now", NOW], facts(emulator.url));
    return {
      ...ended,
      outbox: emulator.outbox(),
      posts: emulator.requests().filter(({ method }) => method === "POST"),
    };
  }

  test("a lost answer is unknown, says what to do, and is never sent again", async () => {
    const { code, stdout, outbox } = await withFaults(
      ["invite", "ada@example.com", "bob@example.com"],
      [{ ...lost, nth: 1 }],
    );
    expect(stdout).toMatch(
      /^ {2}unknown {2}maple {2}Hudson\/1\/101 {2}ada@example\.com\n {6}the answer was lost \(network\)/m,
    );
    expect(stdout).toContain("Done: 1 sent, 1 unknown.");
    expect(stdout).toContain("Ask the resident, or look at the job or the resident in the web UI");
    expect(code).toBe(1);
    expect(outbox).toHaveLength(2);
  });

  test("a refusal of the server is shown with its words: exit 1", async () => {
    const body = JSON.stringify({ Error: "mail is down" });
    const { code, stdout } = await withFaults(
      ["invite", "ada@example.com"],
      [{ method: "POST", path: INVITE, kind: "status", status: 200, body }],
    );
    expect(stdout).toContain("mail is down");
    expect(code).toBe(1);
  });

  test("a job that fails in part", async () => {
    const { code, stdout } = await withFaults(
      ["onboard", "--site", "maple"],
      [{ method: "POST", path: BULK, kind: "job", failEmails: ["new102@example.com"] }],
      SCHEDULED,
    );
    expect(stdout).toMatch(
      /^ {2}failed {2}maple {2}Hudson\/1\/102 .*\n {6}the server did not do it: .*controller/m,
    );
    expect(stdout).toContain("Done: 3 sent, 1 failed.");
    expect(code).toBe(1);
  });

  test("a lost submission of onboard is judged by live state", async () => {
    const lostJob = { method: "POST", path: BULK, kind: "drop" } as const;
    const acted = await withFaults(["onboard", "cid@example.com"], [{ ...lostJob, acts: true }]);
    expect(acted.stdout).toMatch(/the answer was lost \(network\); live state shows it/);
    expect(acted).toMatchObject({ code: 0 });
    const never = await withFaults(["onboard", "cid@example.com"], [lostJob]);
    expect(never.stdout).toMatch(/so far the resident is still scheduled/);
    expect(never).toMatchObject({ code: 1 });
  });

  test("a lost submission stays unknown where live state cannot be read again", async () => {
    const list: Fault = { path: "/team/*/site/*/resident", kind: "status", status: 403, nth: 3, times: 9 };
    const post: Fault = { method: "POST", path: BULK, kind: "drop", acts: true };
    const { stdout, code, outbox } = await withFaults(["onboard", "cid@example.com"], [list, post]);
    expect(stdout).toContain("Done: 1 unknown.");
    expect(outbox.map(({ kind }) => kind)).toContain("invitation");
    expect(code).toBe(1);
  });

  test("a success that live state does not show is a failure", async () => {
    const fixed = live("Cid", "103", { ...LATER, listedStatus: ["scheduled"] });
    const answer = JSON.stringify({ job_id: "j1" });
    const done = JSON.stringify({
      status: "finished",
      progress: 100,
      total: 1,
      success: 1,
      failed: 0,
      result: { success: [{ ResidentId: "id-cid", result: "ok" }], failed: [] },
    });
    const { code, stdout } = await withFaults(
      ["onboard", "cid@example.com"],
      [
        { method: "POST", path: BULK, kind: "status", status: 200, body: answer },
        { method: "GET", path: `${BULK}/*`, kind: "status", status: 200, body: done },
      ],
      [fixed],
    );
    expect(stdout).toContain("the server reported success, but the resident is still scheduled");
    expect(code).toBe(1);
  });

  test("a job that is stuck, lost, or says nothing of somebody is unknown", async () => {
    const people = SCHEDULED.map((one) => ({ ...one, ...PENDING }));
    const args = ["invite", "--site", "maple", "--job-timeout", "5"];
    const stuck = await withFaults(
      args,
      [{ method: "POST", path: BULK, kind: "job", stuckAfter: 1 }],
      people,
    );
    expect(stuck.stdout).toMatch(/job \S+ is not finished after the time limit/);
    expect(stuck.stdout).toContain("Done: 4 unknown.");
    const gone = await withFaults(
      args,
      [{ method: "GET", path: `${BULK}/*`, kind: "status", status: 404 }],
      people,
    );
    expect(gone.stdout).toMatch(/the server does not answer for job/);
    const mute = JSON.stringify({
      status: "finished",
      progress: 100,
      total: 4,
      success: 4,
      failed: 0,
      result: {},
    });
    const silent = await withFaults(
      args,
      [{ method: "GET", path: `${BULK}/*`, kind: "status", status: 200, body: mute }],
      people,
    );
    expect(silent.stdout).toContain("the job is finished and says nothing of this resident");
    expect([stuck.code, gone.code, silent.code]).toEqual([1, 1, 1]);
  });

  test("a site that cannot be read is said; a filter is incomplete then, a named resident is not", async () => {
    const unread: Fault = { path: `/team/*/site/${OAK}/mappings`, kind: "status", status: 403 };
    const filter = await withFaults(["invite", "--unit", "Hudson/1/101"], [unread]);
    expect(filter.stderr).toContain("oak could not be read");
    expect(filter.stdout).toContain("Done: 1 sent.");
    expect(filter).toMatchObject({ code: 1 });
    expect(await withFaults(["invite", "ada@example.com"], [unread])).toMatchObject({ code: 0 });
    const nobody = await withFaults(["invite", "ava@example.com"], [unread]);
    expect(nobody.stderr).toContain("at the sites that could be read");
    expect(nobody).toMatchObject({ code: 1 });
  });

  test("the first interrupt ends after the running call, the second at once: exit 130", async () => {
    const emulator = await emulatorWith(seedOf(PEOPLE), {
      faults: { faults: [{ method: "POST", path: INVITE, kind: "hang", acts: true }] },
    });
    const made = fakeProcess(facts(emulator.url));
    const ended = run(["invite", "ada@example.com", "bob@example.com", "--yes"], made.world);
    await until(() => emulator.outbox().length > 0);
    made.interrupt();
    expect(made.stderr()).toContain("finishing the running step");
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stdout()).toContain("interrupted before the answer came");
    expect(made.stdout()).toContain("Done: 1 unknown, 1 not sent.");
    expect(emulator.outbox()).toHaveLength(1);
  });

  test("an interrupt while a job runs leaves it unknown", async () => {
    const emulator = await emulatorWith(seedOf(SCHEDULED), { jobs: { polls: 1_000_000 } });
    const made = fakeProcess(facts(emulator.url));
    const ended = run(["onboard", "--site", "maple", "--yes"], made.world);
    await until(() => emulator.requests().some(({ path: at }) => /bulkaction\/./.test(at)));
    made.interrupt();
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stdout()).toMatch(/interrupted while job \S+ was running/);
  });

  test("an interrupt while live state is read: exit 130, nothing was sent", async () => {
    const emulator = await emulatorWith(seedOf(PEOPLE), {
      faults: { faults: [{ path: "/team/*/site/*/resident", kind: "hang" }] },
    });
    const made = fakeProcess(facts(emulator.url));
    const ended = run(["invite", "ada@example.com", "--yes"], made.world);
    await until(() => emulator.requests().some(({ path: at }) => at.endsWith("/resident")));
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stderr()).toContain("Interrupted.\n");
  });
});

describe("personal data", () => {
  test.each([["text"], ["json"]])("is not in redacted %s, the server's words included", async (format) => {
    const body = JSON.stringify({ Error: "cannot mail ada@example.com" });
    const emulator = await emulatorWith(seedOf(PEOPLE), {
      faults: { faults: [{ method: "POST", path: "/**/invite", kind: "status", status: 200, body }] },
    });
    const { stdout, stderr } = await residentctl(
      ["invite", "ada@example.com", "--yes", "--redact", "on", "--format", format],
      facts(emulator.url),
    );
    expect(stdout).toMatch(/r-[0-9a-f]{8}/);
    expect(stdout).toContain("cannot mail r-");
    expect(stdout + stderr).not.toMatch(/ada|id-/);
  });
});
