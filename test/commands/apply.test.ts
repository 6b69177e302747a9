import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import type { EmulatorSeed } from "../../src/emulator/seed.ts";
import {
  CREDENTIALS,
  DECLARED,
  emulatorWith,
  entry,
  fakeProcess,
  LIVING,
  MAPLE,
  NOW,
  OAK,
  repository,
  residentctl,
  seedOf,
  siteFile,
  TEAM,
  writeFiles,
} from "./scene.ts";

const APPLY = ["apply", "--emulator", "seed.json"];

function stateOf(cwd: string): EmulatorSeed {
  return JSON.parse(readFileSync(path.join(cwd, "seed.json"), "utf8"));
}

function journals(cwd: string): readonly string[] {
  return readdirSync(path.join(cwd, ".residentctl", "journal"));
}

async function planDigest(cwd: string): Promise<string> {
  const { stdout } = await residentctl(["plan", "--emulator", "seed.json", "--format", "json"], { cwd });
  return JSON.parse(stdout).digest;
}

describe("apply", () => {
  test("shows the plan, does it, reports each resident, and a second plan is empty", async () => {
    const cwd = repository();
    const { code, stdout, stderr } = await residentctl([...APPLY, "--yes"], { cwd });
    expect(stdout).toContain("Plan: 1 to create, 1 to update, 1 to suspend, 0 to terminate, 0 to purge.");
    expect(stdout).toMatch(/^ {2}applied {2}\+ create {3}Hudson\/1\/107 {2}gus@example\.com$/m);
    expect(stdout).toMatch(/^ {2}job \S+ \(create\): 1 submitted, 1 succeeded, 0 failed; finished$/m);
    expect(stdout).toMatch(/\n\nDone: 3 applied\.\n$/);
    expect(stderr).toContain("maple: create by a job: 1 of 1 done\n");
    expect(stderr).toMatch(/Reading live state again\nRead again: 0 actions still due\n$/);
    expect(code).toBe(0);
    expect(stateOf(cwd).outbox).toHaveLength(3);
    expect(journals(cwd)).toEqual([expect.stringMatching(/^20261123T170000-[0-9a-f]{8}\.jsonl$/)]);

    const again = await residentctl([...APPLY, "--yes"], { cwd });
    expect(again.stdout).toMatch(/No changes\. 7 residents at 1 site are as declared\.\n$/);
    expect(again.code).toBe(0);
  });

  test("is quiet on stderr with -q", async () => {
    const { code, stderr } = await residentctl([...APPLY, "--yes", "-q"], { cwd: repository() });
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("with --format json writes one event a line on stdout, and nothing else", async () => {
    const { code, stdout } = await residentctl([...APPLY, "--yes", "--format", "json"], {
      cwd: repository(),
    });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const types = lines.map(({ type }) => type);
    expect(types[0]).toBe("plan");
    expect(types).toEqual(
      expect.arrayContaining(["site-started", "job-submitted", "outcome", "step-finished"]),
    );
    expect(lines.at(-1)).toMatchObject({ type: "report", report: { exitCode: 0, isInterrupted: false } });
    expect(lines.at(-1).report).not.toHaveProperty("remaining");
    expect(code).toBe(0);
  });

  test("with nothing to do still ends in a report, in JSON", async () => {
    const cwd = repository();
    await residentctl([...APPLY, "--yes"], { cwd });
    const { stdout } = await residentctl([...APPLY, "--yes", "--format", "json"], { cwd });
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).type),
    ).toEqual(["plan", "report"]);
  });

  test("names at the end a site that could not be read, and exits 1", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
    const unreadable = { kind: "status", path: `**/${OAK}/**`, status: 403 } as const;
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults: [unreadable] } });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, stdout } = await residentctl(["apply", "--yes", "--now", NOW], { cwd, env });
    expect(stdout).toMatch(/^Incomplete: 3 applied\.$/m);
    expect(stdout).toContain("oak could not be read, and nothing was done there");
    expect(code).toBe(1);
  });

  test("shows no personal data where output is redacted", async () => {
    const env = { CI: "true" };
    for (const format of ["text", "json"]) {
      const cwd = repository();
      const { code, stdout, stderr } = await residentctl([...APPLY, "--yes", "--format", format], {
        cwd,
        env,
      });
      expect(`${stdout}${stderr}`).not.toMatch(/@example|Gus|Tenant|543-678/);
      expect(stdout).toMatch(/r-[0-9a-f]{8}/);
      expect(code).toBe(0);
    }
  });
});

describe("the question", () => {
  test.each([
    ["yes\n", 0],
    [" yes \n", 0],
    ["y\n", 1],
    ["YES\n", 1],
    ["no\n", 1],
    ["\n", 1],
  ])("answered by %j: exit %i", async (typed, expected) => {
    const cwd = repository();
    const { code, stderr, stdout } = await residentctl(APPLY, { cwd, typed });
    expect(stderr).toContain("Only 'yes' will be accepted to approve.");
    expect(stdout).toContain("Digest: ");
    expect(code).toBe(expected);
    if (expected === 1) {
      expect(stderr).toContain("Not approved: nothing was sent.");
      expect(stateOf(cwd).outbox).toBeUndefined();
    }
  });

  test("an end of the input is no answer", async () => {
    const made = fakeProcess({ cwd: repository(), typed: "" });
    const ended = run(APPLY, made.world);
    made.stdin.end();
    expect(await ended).toBe(1);
  });

  test("an interrupt is none either: exit 130", async () => {
    const made = fakeProcess({ cwd: repository(), typed: "" });
    const ended = run(APPLY, made.world);
    while (!made.stderr().includes("Only 'yes'")) await new Promise((resolve) => setImmediate(resolve));
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stderr()).toContain("Not approved: nothing was sent.");
  });

  test("is not asked where there is nothing to do, or nothing that may be done", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Gus", "999")]) });
    const { code, stderr, stdout } = await residentctl(APPLY, { cwd, typed: "yes\n" });
    expect(stderr).not.toContain("Only 'yes'");
    expect(stdout).toMatch(/REFUSED by unit-unknown: nothing was written/);
    expect(stdout).toMatch(/not attempted {2}\+ create/);
    expect(code).toBe(3);
  });

  test("needs a terminal, or --yes: exit 4, and nothing is sent", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, stdout, stderr } = await residentctl(["apply"], { cwd: repository(), env });
    expect(stderr).toMatch(
      /^error: apply asks before it changes anything, and there is no terminal to ask at\.\n {2}Give --yes/,
    );
    expect(stdout).toBe("");
    expect(code).toBe(4);
    expect(emulator.requests()).toEqual([]);
  });
});

describe("a refused site", () => {
  test("is not written to, and the others are: exit 3", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "999")]) });
    const { code, stdout } = await residentctl([...APPLY, "--yes"], { cwd });
    expect(stdout).toContain("Refused: oak (unit-unknown).");
    expect(stdout).toContain("maple: 3 applied");
    expect(stdout).toMatch(/\nRefused in part or in whole: 3 applied, 1 not attempted\.\n/);
    expect(code).toBe(3);
  });
});

describe("what was reviewed", () => {
  test("a saved plan is applied", async () => {
    const cwd = repository();
    await residentctl(["plan", "--emulator", "seed.json", "--out", "plan.json"], { cwd });
    const { code, stdout } = await residentctl([...APPLY, "plan.json", "--yes"], { cwd });
    expect(stdout).toContain("Done: 3 applied.");
    expect(stdout).not.toContain("Against the reviewed plan");
    expect(code).toBe(0);
    const again = await residentctl([...APPLY, "plan.json", "--yes"], { cwd });
    expect(again.stdout).toMatch(
      /Against the reviewed plan:\n {2}\+ create .*gus@example\.com {2}reviewed, and already so\n/,
    );
    expect(again.code).toBe(0);
  });

  test("a saved plan that no longer holds is refused, with what differs", async () => {
    const cwd = repository();
    await residentctl(["plan", "--emulator", "seed.json", "--out", "plan.json"], { cwd });
    writeFiles(cwd, {
      "sites/maple.yaml": siteFile("maple", MAPLE, [
        ...DECLARED.slice(1),
        entry("Ada", "101", "phone: 1"),
        entry("Gus", "108"),
      ]),
    });
    const { code, stdout } = await residentctl([...APPLY, "plan.json", "--yes"], { cwd });
    expect(stdout).toContain("! stale-plan: 2 actions are not what was reviewed");
    expect(stdout).toMatch(
      /~ update .*ada@example\.com {2}reviewed: update \(phone\); now: update \(phone\), from or to other values\n/,
    );
    expect(code).toBe(3);
    expect(stateOf(cwd).outbox).toBeUndefined();
  });

  test("a saved plan says itself which sites it is for", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
    await residentctl(["plan", "--emulator", "seed.json", "--site", "oak", "--out", "plan.json"], { cwd });
    const { code, stdout } = await residentctl([...APPLY, "plan.json", "--yes"], { cwd });
    expect(stdout).toContain("Done: 1 applied.");
    expect(code).toBe(0);
  });

  test.each([
    ["that is not there", null, /^error: The plan cannot be read: ENOENT/],
    ["that is no plan", "{}", /^error: .*plan\.json is not a plan: it has no formatVersion\./],
  ])("a file %s: exit 4", async (_what, text, message) => {
    const cwd = repository();
    if (text !== null) writeFiles(cwd, { "plan.json": text });
    const { code, stderr } = await residentctl([...APPLY, "plan.json", "--yes"], { cwd });
    expect(stderr).toMatch(message);
    expect(code).toBe(4);
  });

  test("--expect runs the plan of that digest, and refuses any other", async () => {
    const cwd = repository();
    const digest = await planDigest(cwd);
    const other = await residentctl([...APPLY, "--yes", "--expect", "0".repeat(64)], { cwd });
    expect(other.stdout).toContain("Refused: maple (stale-plan).");
    expect(other.code).toBe(3);
    const same = await residentctl([...APPLY, "--yes", "--expect", digest.toUpperCase()], { cwd });
    expect(same.stdout).toContain("Done: 3 applied.");
    expect(same.code).toBe(0);
  });

  test("--expect that is no digest: exit 4", async () => {
    const { code, stderr } = await residentctl([...APPLY, "--yes", "--expect", "abc"], { cwd: repository() });
    expect(stderr).toMatch(/^error: --expect is not a plan's digest/);
    expect(code).toBe(4);
  });
});

describe("failures and interrupts", () => {
  const env = (url: string) => ({ ...CREDENTIALS, ELEVENOS_BASE_URL: url });

  test("a resident who failed is reported with the server's words: exit 1", async () => {
    const body = JSON.stringify({ Error: "no such phone" });
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ method: "PUT", path: "/**", kind: "status", status: 200, body }] },
    });
    const { code, stdout } = await residentctl(["apply", "--yes", "--now", NOW], {
      cwd: repository(),
      env: env(emulator.url),
    });
    expect(stdout).toMatch(
      /^ {2}FAILED {3}~ update .*ada@example\.com\n {6}the server did not do it\n.*no such phone/m,
    );
    expect(stdout).toContain("Read again: 1 action still due.");
    expect(stdout).toMatch(/\nIncomplete: 2 applied, 1 FAILED\.\nJournal: /);
    expect(code).toBe(1);
  });

  test("the first interrupt finishes the running step, reports and exits 130; the next apply goes on", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const cwd = repository();
    const made = fakeProcess({ cwd, env: env(emulator.url) });
    const write = made.world.stderr.write.bind(made.world.stderr);
    made.world.stderr.write = ((text: string) => {
      const done = write(text);
      if (text.includes("1 of 1 done")) made.interrupt();
      return done;
    }) as typeof write;
    expect(await run(["apply", "--yes", "--now", NOW], made.world)).toBe(130);
    expect(made.stderr()).toContain("Interrupted: finishing the running step. Once more stops at once.");
    expect(made.stdout()).toMatch(
      /\nInterrupted; the next apply goes on from here: 1 applied, 2 not attempted\.\n/,
    );
    const next = await residentctl(["apply", "--yes", "--now", NOW], { cwd, env: env(emulator.url) });
    expect(next.stdout).toContain("Done: 2 applied.");
    expect(next.code).toBe(0);
  });

  test("the second stops at once; what is left open is finished by the next apply", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), { jobs: { polls: 1_000_000 } });
    const cwd = repository();
    const made = fakeProcess({ cwd, env: env(emulator.url) });
    const ended = run(["apply", "--yes", "--now", NOW, "--format", "json"], made.world);
    while (!made.stdout().includes('"job-submitted"')) await new Promise((resolve) => setImmediate(resolve));
    made.interrupt();
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stdout()).toContain('"unknown"');
    const next = await residentctl(["apply", "--yes", "--now", NOW], { cwd, env: env(emulator.url) });
    expect(next.stderr).toMatch(
      /maple: an earlier apply left suspend of 1 resident open \(begun .*\): its job is still not finished/,
    );
    expect(next.code).toBe(0);
  });

  test("an interrupt before anything is written ends it: exit 130", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), { latencyMs: 50 } as never);
    const cwd = repository();
    writeFiles(cwd, {
      ".residentctl/journal/20261123T170000-00000000.open.jsonl": `${[
        {
          type: "start",
          version: 1,
          tool: "residentctl 0",
          plan: "p",
          at: "2026-11-23T16:59:59+00:00",
          baseUrl: emulator.url,
          key: "k",
        },
        {
          type: "intent",
          step: "s",
          at: "2026-11-23T16:59:59+00:00",
          site: { name: "maple", siteId: MAPLE, teamId: "11111111-1111-4111-8111-111111111111" },
          work: { kind: "bulkaction", action: "suspend" },
          targets: [{ action: "a", resident: "id-ada", email: null }],
        },
      ]
        .map((line) => JSON.stringify(line))
        .join("\n")}\n`,
    });
    const made = fakeProcess({ cwd, env: env(emulator.url) });
    const ended = run(["apply", "--yes", "--now", NOW], made.world);
    while (emulator.requests().length < 2) await new Promise((resolve) => setImmediate(resolve));
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stderr()).toContain("Interrupted.\n");
  });

  test("an interrupt while live state is read ends it as well, before anything is asked: exit 130", async () => {
    const made = fakeProcess({
      cwd: repository(),
      env: env(
        (
          await emulatorWith(seedOf(LIVING), {
            faults: { faults: [{ path: "/team/*/site/*/resident", kind: "hang" }] },
          })
        ).url,
      ),
      typed: "yes\n",
    });
    const ended = run(["apply", "-v"], made.world);
    while (!made.stderr().includes("/site 200")) await new Promise((resolve) => setImmediate(resolve));
    made.interrupt();
    expect(await ended).toBe(130);
    expect(made.stderr()).not.toContain("Only 'yes'");
  });

  test("a journal for another server is left alone, and said so", async () => {
    const cwd = repository();
    const name = ".residentctl/journal/20261123T170000-00000000.open.jsonl";
    const start = {
      type: "start",
      version: 1,
      tool: "residentctl 0",
      plan: "p",
      at: NOW,
      baseUrl: "https://other.example/",
      key: "k",
    };
    writeFiles(cwd, { [name]: `${JSON.stringify(start)}\n` });
    const { stderr, code } = await residentctl([...APPLY, "--yes"], { cwd });
    expect(stderr).toContain("is for another server (https://other.example/), and left alone");
    expect(existsSync(path.join(cwd, name))).toBe(true);
    expect(code).toBe(0);
  });

  test.each([
    ["an intent", []],
    ["a job", [{ type: "job", step: "s", jobId: "j" }]],
  ])(
    "an embedded emulator's clock stands: %s left open by an apply that was killed is not waited for",
    async (_what, more) => {
      const cwd = repository();
      const lines = [
        {
          type: "start",
          version: 1,
          tool: "residentctl 0",
          plan: "p",
          at: NOW,
          baseUrl: `emulator:${path.join(cwd, "seed.json")}`,
          key: "k",
        },
        {
          type: "intent",
          step: "s",
          at: NOW,
          site: { name: "maple", siteId: MAPLE, teamId: TEAM },
          work: { kind: "bulkaction", action: "suspend" },
          targets: [{ action: "a", resident: "id-ada" }],
        },
        ...more,
      ];
      const name = ".residentctl/journal/20261123T170000-00000000.open.jsonl";
      writeFiles(cwd, { [name]: `${lines.map((line) => JSON.stringify(line)).join("\n")}\n` });
      const { code, stderr } = await residentctl([...APPLY, "--yes"], { cwd });
      expect(stderr).toContain("maple: an earlier apply left suspend of 1 resident open");
      expect(code).toBe(0);
      expect(journals(cwd).filter((file) => file.includes(".open."))).toEqual([]);
    },
  );

  test("--timeout is the limit for one request, and how long live state is watched for a lost submission", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ method: "POST", path: "**/import", nth: 1, kind: "hang", acts: true }] },
    });
    const began = performance.now();
    const { code, stderr } = await residentctl(["apply", "--yes", "-v", "--timeout", "0.2", "--now", NOW], {
      cwd: repository(),
      env: env(emulator.url),
    });
    expect(stderr).toMatch(/^POST .*\/import timeout /m);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(emulator.requests().filter(({ path: called }) => called.endsWith("/import"))).toHaveLength(1);
    expect(code).toBe(0);
  });

  test("--job-timeout is how long a job is waited for; after that, live state decides", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ method: "POST", path: "**/import", kind: "job", stuckAfter: 0 }] },
    });
    const { code, stdout } = await residentctl(["apply", "--yes", "--job-timeout", "5", "--now", NOW], {
      cwd: repository(),
      env: env(emulator.url),
    });
    expect(stdout).toMatch(/UNKNOWN {2}\+ create .*gus@example\.com\n.*is not finished after the time limit/);
    expect(code).toBe(1);
  });

  test("a second apply in the same directory is refused: exit 1", async () => {
    const cwd = repository();
    writeFiles(cwd, { ".residentctl/journal/lock-1-abc": "" });
    const made = fakeProcess({ cwd });
    const world = { ...made.world, isAlive: () => true };
    expect(await run([...APPLY, "--yes"], world)).toBe(1);
    expect(made.stderr()).toMatch(/^error: Another apply is running in this directory: process 1 holds/);
  });
});

describe("progress on a terminal", () => {
  test("is a bar", async () => {
    const { code, stderr, stdout } = await residentctl([...APPLY, "--yes"], {
      cwd: repository(),
      isTerminal: true,
    });
    expect(stderr).toMatch(/\[[#.]{30}\] 0\/3/);
    expect(stderr).not.toContain("1 of 1 done");
    expect(stdout).toContain("Done: 3 applied.");
    expect(code).toBe(0);
  });
});
