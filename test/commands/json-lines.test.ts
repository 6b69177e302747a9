import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import type { EmulatorOptions } from "../../src/emulator/start.ts";
import { errorsOf, readSchema } from "../reporting/plan-schema.ts";
import {
  CREDENTIALS,
  DECLARED,
  type Ended,
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

const APPLY = ["apply", "--yes", "--now", NOW, "--format", "json"];
const EMBEDDED = [...APPLY, "--emulator", "seed.json"];
const PORTFOLIO = fileURLToPath(new URL("../../examples/portfolio/", import.meta.url));

/** The example portfolio, which has every kind of action. */
function portfolio(): string {
  const cwd = temporaryDirectory();
  cpSync(PORTFOLIO, cwd, { recursive: true });
  return cwd;
}

/** Maple, and oak where a unit is declared that is not there. */
function withRefusedSite(): string {
  const cwd = repository();
  writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "999")]) });
  return cwd;
}

/** An apply of maple and oak to a server of its own. */
async function against(options: Partial<EmulatorOptions>, ...args: readonly string[]): Promise<Ended> {
  const cwd = repository();
  writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
  const emulator = await emulatorWith(seedOf(LIVING), options);
  const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
  return residentctl([...APPLY, ...args], { cwd, env });
}

const failing = (...faults: NonNullable<NonNullable<EmulatorOptions["faults"]>["faults"]>) => ({
  faults: { faults },
});

/** A saved plan that holds less, and one that holds other values, than is due; and one that was applied before. */
async function afterReview(change: (cwd: string) => Promise<unknown>): Promise<Ended> {
  const cwd = repository();
  await residentctl(["plan", "--emulator", "seed.json", "--out", "plan.json"], { cwd });
  await change(cwd);
  return residentctl([...EMBEDDED, "plan.json"], { cwd });
}

/** An apply that is interrupted, twice, while a job runs. */
async function interrupted(): Promise<Ended> {
  const emulator = await emulatorWith(seedOf(LIVING), { jobs: { polls: 1_000_000 } });
  const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
  const made = fakeProcess({ cwd: repository(), env });
  const ended = run(APPLY, made.world);
  while (!made.stdout().includes('"job-submitted"')) await new Promise((resolve) => setImmediate(resolve));
  made.interrupt();
  made.interrupt();
  return { code: await ended, stdout: made.stdout(), stderr: made.stderr() };
}

const SCENES: readonly (readonly [string, () => Promise<Ended>, number])[] = [
  ["every kind of action", () => residentctl(EMBEDDED, { cwd: portfolio() }), 0],
  ["redacted", () => residentctl([...EMBEDDED, "--redact", "on"], { cwd: portfolio() }), 0],
  ["a site that is refused", () => residentctl(EMBEDDED, { cwd: withRefusedSite() }), 3],
  ["a reviewed plan that is so already", () => afterReview((cwd) => residentctl(EMBEDDED, { cwd })), 0],
  [
    "a reviewed plan that is stale",
    () =>
      afterReview(async (cwd) =>
        writeFiles(cwd, {
          "sites/maple.yaml": siteFile("maple", MAPLE, [
            entry("Ada", "101", "phone: 1"),
            ...DECLARED.slice(1),
          ]),
        }),
      ),
    3,
  ],
  [
    "a resident who fails, a lost answer and a server that is busy",
    () =>
      against(
        failing(
          { method: "PUT", path: "/**", kind: "status", status: 200, body: '{"Error":"no such phone"}' },
          { method: "POST", path: "**/import", nth: 1, kind: "drop", acts: true },
          { method: "GET", path: "**/bulkaction/*", nth: 1, times: 9, kind: "status", status: 503 },
        ),
      ),
    1,
  ],
  [
    "the same, redacted",
    () =>
      against(
        failing({
          method: "PUT",
          path: "/**",
          kind: "status",
          status: 200,
          body: '{"Error":"no such phone"}',
        }),
        "--redact",
        "on",
      ),
    1,
  ],
  [
    "a job that never ends, and counts that are none",
    () =>
      against(
        failing({ method: "POST", path: "**/import", kind: "job", stuckAfter: 0, counts: { success: 0.5 } }),
        "--job-timeout",
        "5",
      ),
    1,
  ],
  [
    "a job that nobody can be asked for",
    () => against(failing({ method: "GET", path: "**/import/*", kind: "status", status: 404 })),
    0,
  ],
  [
    "a site that cannot be read",
    () => against(failing({ path: `/team/*/site/${OAK}/resident`, kind: "status", status: 403 })),
    1,
  ],
  [
    "live state that cannot be read again",
    () =>
      against(
        failing({
          method: "GET",
          path: "/team/*/site/*/resident",
          nth: 3,
          times: 99,
          kind: "status",
          status: 403,
        }),
      ),
    1,
  ],
  ["an interrupt", interrupted, 130],
];

describe("apply --format json", () => {
  test("is lines of which each is what schemas/apply.schema.json says, and nothing else", async () => {
    const met = { types: new Set<string>(), attempts: new Set<string>(), endings: new Set<string>() };
    for (const [name, scene, exitCode] of SCENES) {
      const { code, stdout } = await scene();
      for (const text of stdout.trimEnd().split("\n")) {
        const line = JSON.parse(text);
        expect(errorsOf("apply", line), `${name}: ${text}`).toEqual([]);
        met.types.add(line.type);
        if (line.type === "outcome") met.attempts.add(line.attempt.is);
        for (const { ending } of line.report?.outcomes ?? []) met.endings.add(ending);
      }
      expect(code, name).toBe(exitCode);
    }
    // All kinds of lines that the schema knows: none is there for nothing.
    const { oneOf, $defs } = readSchema("apply");
    const types = oneOf.map(({ $ref }: { $ref: string }) => $ref.split("/").at(-1));
    expect([...met.types].sort()).toEqual(types.sort());
    expect([...met.attempts].sort()).toEqual(["applied", "failed", "open"]);
    const endings: readonly string[] = $defs["resident-outcome"].properties.ending.enum;
    expect([...met.endings].sort()).toEqual(endings.filter((word) => word !== "already").sort());
  }, 60_000);
});

describe("receipts and history --format json", () => {
  const WHO = ["-c", "user.name=Ada Byron", "-c", "user.email=ada@example.org"];
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync("git", [...WHO, ...args], { cwd, encoding: "utf8", stdio: "pipe" });

  function commit(cwd: string, files: Readonly<Record<string, string>>, subject: string): void {
    writeFiles(cwd, files);
    git(cwd, "add", "sites", "residentctl.yaml");
    git(cwd, "commit", "-q", "-m", subject);
  }

  /** Maple is applied, and oak is refused: a receipt for each. Then residents and sites come, change and go. */
  async function eventful(): Promise<string> {
    const cwd = withRefusedSite();
    git(cwd, "init", "-q", "-b", "main");
    commit(cwd, { "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\n" }, "declare");
    expect((await residentctl([...EMBEDDED, "--receipt"], { cwd })).code).toBe(3);
    const policy = "policy: { undeclared: refuse }\n";
    const project = `apiVersion: residentctl/v1\nkind: Project\n${policy}`;
    const moved = siteFile("elm", OAK, [entry("Hal", "101"), entry("Bob", "102")], "accept: []");
    const maple = siteFile("maple", MAPLE, [...DECLARED.slice(0, 1), ...DECLARED.slice(2)]);
    commit(cwd, { "residentctl.yaml": project, "sites/oak.yaml": moved, "sites/maple.yaml": maple }, "move");
    commit(cwd, { "sites/oak.yaml": moved.replace("Los_Angeles", "Denver") }, "west");
    commit(cwd, { "sites/oak.yaml": "kind: [" }, "break");
    git(cwd, "rm", "-q", "sites/oak.yaml");
    git(cwd, "commit", "-q", "-m", "sell");
    commit(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED.slice(2)) }, "leave");
    return cwd;
  }

  test("are what schemas/receipt.schema.json and history.schema.json say, and nothing else", async () => {
    const cwd = await eventful();
    const first = git(cwd, "rev-list", "--max-parents=0", "HEAD").trim();
    const note = git(cwd, "notes", "--ref=residentctl", "show", first);
    const receipts = note.split("\n").filter((line) => line !== "");
    expect(receipts.map((line) => JSON.parse(line).outcome).sort()).toEqual(["done", "refused"]);
    for (const line of receipts) expect(errorsOf("receipt", JSON.parse(line)), line).toEqual([]);

    const types = new Set<string>();
    for (const args of [[], ["--redact", "on"], ["nobody@example.com"]]) {
      const { code, stdout } = await residentctl(["history", "--format", "json", ...args], { cwd });
      const { events } = JSON.parse(stdout);
      expect(errorsOf("history", JSON.parse(stdout)), stdout).toEqual([]);
      for (const { type } of events) types.add(type);
      expect(code).toBe(0);
    }
    const { oneOf } = readSchema("history").properties.events.items;
    expect([...types].sort()).toEqual(
      oneOf.map(({ $ref }: { $ref: string }) => $ref.split("/").at(-1)).sort(),
    );
  });
});
