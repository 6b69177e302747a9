import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli.ts";
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
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const APPLY = ["apply", "--emulator", "seed.json", "--yes", "--receipt", "--now", NOW];

function git(cwd: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Ada Byron", "-c", "user.email=ada@example.org"];
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8", stdio: "pipe" }).trim();
}

function commit(cwd: string): string {
  git(cwd, "init", "-q", "-b", "main");
  git(cwd, "add", "sites");
  git(cwd, "commit", "-q", "--allow-empty", "-m", "declare");
  return git(cwd, "rev-parse", "HEAD");
}

/** The repository with a change of each kind, committed; the seed is not. */
function committed(): { readonly cwd: string; readonly head: string } {
  const cwd = repository();
  return { cwd, head: commit(cwd) };
}

/** The receipts on the commit, as git has them. */
function receipts(cwd: string) {
  const lines = git(cwd, "notes", "--ref=residentctl", "show", "HEAD").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

const noNotes = (cwd: string) => expect(git(cwd, "notes", "--ref=residentctl", "list")).toBe("");

describe("a receipt", () => {
  test("says on the commit what was done, with the run, and holds no personal data", async () => {
    const { cwd, head } = committed();
    const env = {
      GITHUB_SERVER_URL: "https://ghe.example.com",
      GITHUB_REPOSITORY: "o/r",
      GITHUB_RUN_ID: "7",
    };
    const { code, stdout, stderr } = await residentctl([...APPLY, "--format", "json"], { cwd, env });
    expect(code).toBe(0);
    const items = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { plan } = items.find(({ type }) => type === "plan");
    const { report } = items.find(({ type }) => type === "report");
    expect(receipts(cwd)).toEqual([
      {
        formatVersion: "1.0",
        commit: head,
        digest: plan.digest,
        outcome: "done",
        counts: { create: 1, update: 1, suspend: 1 },
        jobs: report.jobs.map(({ jobId }: { jobId: string }) => jobId),
        run: "https://ghe.example.com/o/r/actions/runs/7",
        appliedAt: expect.stringMatching(/^2026-11-23T17:0\d:\d\d(\.\d+)?Z$/),
      },
    ]);
    expect(report.jobs).toHaveLength(2);
    expect(git(cwd, "log", "-p", "refs/notes/residentctl")).not.toMatch(/@example\.com|Tenant|Gus|543-678/);
    expect(stderr).toContain(`Receipt on commit ${head.slice(0, 12)}`);

    const history = await residentctl(["history", "gus@example.com", "--format", "json"], { cwd });
    expect(JSON.parse(history.stdout).events[0].receipt).toMatchObject({
      digest: plan.digest,
      outcome: "done",
    });
  });

  test("is left where nothing was to be done as well, and each apply leaves its own", async () => {
    const { cwd } = committed();
    await residentctl(APPLY, { cwd });
    expect((await residentctl(APPLY, { cwd })).code).toBe(0);
    expect(receipts(cwd)).toMatchObject([
      { outcome: "done", counts: { create: 1 }, run: null },
      { outcome: "done", counts: {}, jobs: [] },
    ]);
  });

  test("names its sites where not all were applied", async () => {
    const { cwd } = committed();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, []) });
    commit(cwd);
    await residentctl([...APPLY, "--site", "maple"], { cwd });
    expect(receipts(cwd)).toMatchObject([{ outcome: "done", sites: ["maple"] }]);
  });

  test("of one site says nothing of another that is only left for it, but counts what was done there", async () => {
    const cwd = repository();
    writeFiles(cwd, {
      "sites/maple.yaml": siteFile(
        "maple",
        MAPLE,
        DECLARED.filter((one) => !one.includes("ada@")),
        "policy: { limits: { purge: 5 } }",
      ),
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Ada", "101", "transferFrom: maple")]),
    });
    commit(cwd);
    const { code, stdout } = await residentctl([...APPLY, "--site", "oak"], { cwd });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(receipts(cwd)).toMatchObject([
      {
        outcome: "done",
        sites: ["oak"],
        counts: { create: 1, purge: 1 },
        jobs: [expect.any(String), expect.any(String)],
      },
    ]);
  });

  test("is one for each outcome: a refused site takes nothing from one that is done", async () => {
    const { cwd } = committed();
    writeFiles(cwd, {
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "999")]),
      "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Gus", "107")]),
    });
    commit(cwd);
    expect((await residentctl(APPLY, { cwd })).code).toBe(3);
    expect(receipts(cwd)).toMatchObject([
      { outcome: "done", counts: { create: 1 }, sites: ["maple"] },
      { outcome: "refused", counts: {}, jobs: [], sites: ["oak"] },
    ]);
  });

  test("says that an apply is incomplete", async () => {
    const { cwd } = committed();
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ method: "PUT", path: "/**", kind: "status", status: 200, body: "{}" }] },
    });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code } = await residentctl(["apply", "--yes", "--receipt", "--now", NOW], { cwd, env });
    expect(code).toBe(1);
    expect(receipts(cwd)).toMatchObject([{ outcome: "incomplete", counts: { create: 1, suspend: 1 } }]);
  });

  test("says that an apply was interrupted", async () => {
    const { cwd } = committed();
    const emulator = await emulatorWith(seedOf(LIVING));
    const made = fakeProcess({ cwd, env: { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url } });
    const write = made.world.stderr.write.bind(made.world.stderr);
    made.world.stderr.write = ((text: string) => {
      const done = write(text);
      if (text.includes("1 of 1 done")) made.interrupt();
      return done;
    }) as typeof write;
    expect(await run(["apply", "--yes", "--receipt", "--now", NOW], made.world)).toBe(130);
    const [receipt] = receipts(cwd);
    expect(receipt).toMatchObject({ outcome: "interrupted" });
    expect(Object.values(receipt.counts)).toEqual([1]);
  });

  test("that cannot be written is a warning, and exit 1; what was applied stays so", async () => {
    const { cwd } = committed();
    mkdirSync(path.join(cwd, ".git", "refs", "notes"));
    writeFileSync(path.join(cwd, ".git", "refs", "notes", "residentctl.lock"), "");
    const { code, stdout, stderr } = await residentctl(APPLY, { cwd });
    expect(stdout).toContain("\nDone: 3 applied.\n");
    expect(stderr).toMatch(
      /\nwarning: the report above stands, but the receipt on commit [0-9a-f]{12} could not/,
    );
    expect(code).toBe(1);
  });

  test("is not left where the plan was not approved", async () => {
    const { cwd } = committed();
    const args = ["apply", "--emulator", "seed.json", "--receipt"];
    const { code } = await residentctl(args, { cwd, typed: "no\n", isTerminal: true });
    expect(code).toBe(1);
    noNotes(cwd);
  });
});

describe("a receipt that would lie is refused before anything is sent: exit 4", () => {
  const refused = async (cwd: string, words: string) => {
    // Nobody listens there: to be asked for anything would be another exit code.
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: "http://127.0.0.1:9" };
    const args = ["apply", "--yes", "--receipt"];
    const { code, stdout, stderr } = await residentctl(args, { cwd, env });
    expect(stderr).toContain(words);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
  };

  test("outside a repository, and before the first commit", async () => {
    const cwd = repository();
    await refused(cwd, "is in no git repository that has a commit");
    git(cwd, "init", "-q");
    await refused(cwd, "is in no git repository that has a commit");
  });

  test("with declarations that were edited, added, or are ignored by git", async () => {
    const { cwd } = committed();
    const maple = siteFile("maple", MAPLE, DECLARED);
    writeFiles(cwd, { "sites/maple.yaml": maple });
    await refused(cwd, "the declarations are not those of commit");
    commit(cwd);
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, []) });
    await refused(cwd, "the declarations are not those of commit");
    writeFiles(cwd, { ".git/info/exclude": "sites/oak.yaml\n" });
    await refused(cwd, "the declarations are not those of commit");
    noNotes(cwd);
  });

  test("with declarations in a folder whose commit has none", async () => {
    const root = temporaryDirectory();
    git(root, "init", "-q");
    git(root, "commit", "-q", "--allow-empty", "-m", "nothing");
    writeFiles(root, { "homes/sites/maple.yaml": siteFile("maple", MAPLE, DECLARED) });
    await refused(path.join(root, "homes"), "the declarations are not those of commit");
  });
});

test("receipts of several clones are joined by git, line by line", async () => {
  const { cwd, head } = committed();
  const folder = temporaryDirectory();
  const [first, second] = [path.join(folder, "first"), path.join(folder, "second")];
  for (const clone of [first, second]) {
    execFileSync("git", ["clone", "-q", cwd, clone], { stdio: "pipe" });
    writeFiles(clone, { "seed.json": JSON.stringify(seedOf(LIVING)) });
    const env = { GITHUB_REPOSITORY: "o/r", GITHUB_RUN_ID: clone === first ? "1" : "2" };
    await residentctl(APPLY, { cwd: clone, env });
    await residentctl(APPLY, { cwd: clone, env });
  }
  git(first, "fetch", "-q", second, "refs/notes/residentctl:refs/notes/second");
  git(first, "notes", "--ref=residentctl", "merge", "-q", "-s", "cat_sort_uniq", "refs/notes/second");
  const joined = receipts(first).map(({ run: url, counts }) => [url, Object.keys(counts).length]);
  expect(joined.sort()).toEqual([
    ["https://github.com/o/r/actions/runs/1", 0],
    ["https://github.com/o/r/actions/runs/1", 3],
    ["https://github.com/o/r/actions/runs/2", 0],
    ["https://github.com/o/r/actions/runs/2", 3],
  ]);
  const { stdout, stderr } = await residentctl(["history", "--format", "json"], { cwd: first });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout).events.at(-1).receipt).toMatchObject({ commit: head, outcome: "done" });
});
