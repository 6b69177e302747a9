import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/planning/plan.ts";
import { isSealIntact } from "../../src/planning/seal.ts";
import { planSchema } from "../reporting/plan-schema.ts";
import {
  CREDENTIALS,
  DECLARED,
  emulatorWith,
  entry,
  LIVING,
  live,
  MAPLE,
  NOW,
  OAK,
  repository,
  residentctl,
  seedOf,
  siteFile,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const EMULATED = ["plan", "--emulator", "seed.json"];

async function jsonPlan(cwd: string, ...args: readonly string[]): Promise<Plan> {
  const { stdout } = await residentctl([...EMULATED, "--format", "json", ...args], { cwd });
  return JSON.parse(stdout);
}

describe("plan", () => {
  test("shows what would change, on stdout, and exits 0", async () => {
    const { code, stdout, stderr } = await residentctl(EMULATED, { cwd: repository() });
    expect(stdout).toContain("Plan: 1 to create, 1 to update, 1 to suspend, 0 to terminate, 0 to purge.");
    expect(stdout).toContain("phone  (none)  -> 543-678-9012");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("exits 2 with --detailed-exitcode where there are changes, and 0 where there are none", async () => {
    const cwd = repository();
    expect((await residentctl([...EMULATED, "--detailed-exitcode"], { cwd })).code).toBe(2);
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED) });
    const second = await residentctl([...EMULATED, "--detailed-exitcode"], { cwd });
    expect(second.stdout).toContain("No changes. 6 residents at 1 site are as declared.");
    expect(second.code).toBe(0);
  });

  test("is one JSON document of the plan's schema, and nothing else, with --format json", async () => {
    const plan = await jsonPlan(repository());
    const { closed } = planSchema();
    closed(plan);
    expect(closed.errors).toBeNull();
    expect(plan.sites[0]?.actions.map(({ kind }) => kind)).toEqual(["create", "update", "suspend"]);
    expect(plan.source.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test("with --site, whoever another site declares is not ended as undeclared", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, {
      "sites/maple.yaml": siteFile(
        "maple",
        MAPLE,
        [entry("Ada", "101")],
        "policy: { undeclared: terminate }",
      ),
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Bob", "101")]),
      "seed.json": JSON.stringify(seedOf([live("Ada", "101"), live("Bob", "102"), live("Cyd", "103")])),
    });
    const plan = await jsonPlan(cwd, "--site", "maple");
    expect(plan.sites.map(({ name }) => name)).toEqual(["maple"]);
    expect(plan.sites[0]?.actions.map(({ id }) => id)).toEqual(["terminate:maple:cyd@example.com"]);
  });

  test("takes `now` from --now, else from an emulator whose clock stands, else from the clock", async () => {
    const cwd = repository();
    expect((await jsonPlan(cwd)).now).toBe("2026-11-23T17:00:00Z");
    expect((await jsonPlan(cwd, "--now", "2026-11-30T12:00:00-08:00")).now).toBe("2026-11-30T20:00:00Z");
    const { now: _standing, ...running } = seedOf(LIVING);
    writeFiles(cwd, { "seed.json": JSON.stringify(running) });
    expect((await jsonPlan(cwd)).now).toBe("2026-11-23T17:00:00Z");
  });

  test("exits 3 where a site is refused, shows it whole, and prefers 3 to 2", async () => {
    const cwd = repository();
    const gone = DECLARED.map((text) => text.replace("    unit:", "    state: terminated\n    unit:"));
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, gone) });
    const { code, stdout } = await residentctl([...EMULATED, "--detailed-exitcode"], { cwd });
    expect(stdout).toMatch(
      /REFUSED[\s\S]*limit-exceeded[\s\S]*accept:\n {12}- limit-exceeded\/terminate\/[0-9a-f]{8}\n/,
    );
    expect(stdout).toContain("6 to terminate");
    expect(code).toBe(3);
  });

  test("plans only the sites that paths and --site select", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak/site.yaml": siteFile("oak", OAK, []) });
    const names = async (...args: readonly string[]) =>
      (await jsonPlan(cwd, ...args)).sites.map(({ name }) => name);
    expect(await names()).toEqual(["maple", "oak"]);
    expect(await names("sites/oak")).toEqual(["oak"]);
    expect(await names("--site", "maple")).toEqual(["maple"]);
    expect(await names("--site", "maple", "--site", "oak")).toEqual(["maple", "oak"]);
    expect(await names("--site", "maple", "sites/oak")).toEqual([]);
  });

  test("adds the sites that transferFrom ties to a selected one, in both directions, and says so", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, {
      "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED),
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101", "transferFrom: maple")]),
      "seed.json": JSON.stringify(seedOf([...LIVING, live("Hal", "107")])),
    });
    for (const [site, other] of [
      ["oak", "maple"],
      ["maple", "oak"],
    ] as const) {
      const { stdout, stderr, code } = await residentctl([...EMULATED, "--site", site], { cwd });
      expect(stderr).toContain(`Also read, for transfers only: ${other}\n`);
      expect(stdout).toContain("Plan: 1 to create, 0 to update, 0 to terminate, 1 to purge.");
      expect(code).toBe(0);
    }
  });
});

describe("plan --out", () => {
  test("saves the whole plan, sealed, for its owner only, beside what is printed", async () => {
    const cwd = repository();
    const { stdout } = await residentctl([...EMULATED, "--out", "plan.json"], { cwd, env: { CI: "true" } });
    const file = path.join(cwd, "plan.json");
    const saved = JSON.parse(readFileSync(file, "utf8"));
    expect(isSealIntact(saved)).toBe(true);
    expect(JSON.stringify(saved)).toContain("ada@example.com");
    expect(stdout).not.toContain("example.com");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const { closed } = planSchema();
    closed(saved);
    expect(closed.errors).toBeNull();
  });

  test("saves it redacted where --redact on says so", async () => {
    const cwd = repository();
    await residentctl([...EMULATED, "--out", "plan.json", "--redact", "on"], { cwd });
    const text = readFileSync(path.join(cwd, "plan.json"), "utf8");
    expect(text).toContain('"redacted": true');
    expect(text).not.toMatch(/example\.com|543-678/);
  });

  test("says where it cannot write, and leaves nothing behind", async () => {
    const cwd = repository();
    const { code, stderr } = await residentctl([...EMULATED, "--out", "no/such/plan.json"], { cwd });
    expect(stderr).toMatch(/^error: .*no\/such\/plan\.json cannot be written: ENOENT/);
    expect(code).toBe(1);
  });
});

describe("redaction", () => {
  test.each([
    [{ CI: "true" }, [], true],
    [{ CI: "1" }, [], true],
    [{ CI: "false" }, [], false],
    [{ CI: "" }, [], false],
    [{}, [], false],
    [{ CI: "true" }, ["--redact", "off"], false],
    [{}, ["--redact", "on"], true],
  ])("with %j and %j: %s", async (env, args, isRedacted) => {
    const { stdout } = await residentctl([...EMULATED, ...args], { cwd: repository(), env });
    expect(!stdout.includes("gus@example.com")).toBe(isRedacted);
    expect(stdout.includes("543-678-9012")).toBe(!isRedacted);
    expect(/ r-[0-9a-f]{8}\b/.test(stdout)).toBe(isRedacted);
  });

  test("gives the same pseudonyms under the same key", async () => {
    const shown = async (key: string) => {
      const env = { RESIDENTCTL_PSEUDONYM_KEY: key };
      return (await residentctl([...EMULATED, "--redact", "on"], { cwd: repository(), env })).stdout;
    };
    expect(await shown("one")).toBe(await shown("one"));
    expect(await shown("one")).not.toBe(await shown("two"));
  });
});

describe("colours", () => {
  test.each([
    [true, {}, [], true],
    [false, {}, [], false],
    [true, { NO_COLOR: "1" }, [], false],
    [true, { NO_COLOR: "" }, [], true],
    [true, { TERM: "dumb" }, [], false],
    [false, {}, ["--color", "always"], true],
    [true, {}, ["--color", "never"], false],
  ])("on a terminal %s, with %j and %j: %s", async (isTerminal, env, args, expected) => {
    const { stdout } = await residentctl([...EMULATED, ...args], { cwd: repository(), env, isTerminal });
    expect(stdout.includes("\u001b[32m+ create")).toBe(expected);
  });
});

describe("plan --base", () => {
  function commit(cwd: string): void {
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], { cwd });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "one");
  }

  test("tells declared changes from drift, and names the commit", async () => {
    const cwd = repository();
    commit(cwd);
    writeFiles(cwd, {
      ".residentctl/journal/x": "",
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]),
    });
    const plan = await jsonPlan(cwd, "--base", "HEAD");
    expect(plan.source).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), dirty: true });
    expect(plan.sites.map(({ actions }) => [...new Set(actions.map(({ origin }) => origin))])).toEqual([
      ["drift"],
      ["change"],
    ]);
  });

  test("knows a clean tree; what an apply writes is no change", async () => {
    const cwd = repository();
    commit(cwd);
    writeFiles(cwd, { ".residentctl/journal/x": "" });
    expect((await jsonPlan(cwd)).source.dirty).toBe(false);
  });

  test("finds an e-mail that was edited in git", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Gus", "107")]) });
    commit(cwd);
    const edited = entry("Gus", "107").replace("gus@", "august@");
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, edited]) });
    const plan = await jsonPlan(cwd, "--base", "HEAD");
    expect(plan.sites[0]?.refusals.map(({ rule }) => rule)).toEqual(["email-change"]);
    expect((await jsonPlan(cwd)).sites[0]?.refusals).toEqual([]);
  });

  test("takes a ref without declarations for an empty one, and warns of one with invalid ones", async () => {
    const cwd = repository();
    writeFiles(cwd, { ".gitignore": "sites/\nresidentctl.yaml\n" });
    commit(cwd);
    expect((await jsonPlan(cwd, "--base", "HEAD")).sites[0]?.actions[0]?.origin).toBe("change");
    execFileSync("git", ["rm", "-q", "-f", ".gitignore"], { cwd });
    writeFiles(cwd, { "sites/maple.yaml": "kind: [" });
    commit(cwd);
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED) });
    const { stderr, code } = await residentctl([...EMULATED, "--base", "HEAD"], { cwd });
    expect(stderr).toMatch(/^warning: the declarations at HEAD are invalid/);
    expect(code).toBe(0);
  });

  test("refuses a ref that there is not", async () => {
    const cwd = repository();
    commit(cwd);
    const { code, stderr } = await residentctl([...EMULATED, "--base", "nowhere"], { cwd });
    expect(stderr).toContain('There is no commit, branch or tag "nowhere"');
    expect(code).toBe(4);
  });
});

describe("plan --rehearse", () => {
  test("applies the plan to an emulator, and says that nothing was left", async () => {
    const cwd = repository();
    const before = readFileSync(path.join(cwd, "seed.json"), "utf8");
    const { code, stdout } = await residentctl([...EMULATED, "--rehearse"], { cwd });
    expect(stdout).toContain(
      "Rehearsal: applied to the emulator, and a second plan was empty but for what is deferred.\n",
    );
    expect(code).toBe(0);
    expect(readFileSync(path.join(cwd, "seed.json"), "utf8")).toBe(before);
    expect(readdirSync(cwd).sort()).toEqual(["seed.json", "sites"]);
  });

  test("leaves refused sites out, as an apply would", async () => {
    const cwd = repository();
    writeFiles(cwd, {
      "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "999")]),
    });
    const { code, stdout } = await residentctl([...EMULATED, "--rehearse"], { cwd });
    expect(stdout).toContain("Refused: oak (unit-unknown).");
    expect(stdout).toContain("Rehearsal: applied to the emulator, and a second plan was empty");
    expect(code).toBe(3);
  });
});

describe("against a server", () => {
  const UNREADABLE = {
    method: "GET",
    path: `/team/*/site/${OAK}/resident`,
    kind: "status",
    status: 403,
  } as const;

  test("a site that cannot be read does not stop the others: reported, exit 1", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults: [UNREADABLE] } });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, stdout, stderr } = await residentctl(["plan", "--now", NOW], { cwd, env });
    expect(stdout).toContain("maple: 3 changes");
    expect(stdout).toMatch(
      /^INCOMPLETE: nothing is known of 1 site that could not be read: oak \(.*403.*\)$/m,
    );
    expect(stderr).toMatch(
      /^error: oak could not be read: .*403.*\n {2}Check the permissions of the account\.\n$/,
    );
    expect(code).toBe(1);
  });

  test.each([
    ["markdown", "**INCOMPLETE: nothing is known of 1 site"],
    ["github", "::error title=residentctl plan::INCOMPLETE: nothing is known of 1 site"],
    ["json", '"name": "oak"'],
  ])("and %s output names it, without the server's words", async (format, line) => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults: [UNREADABLE] } });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url, CI: "true" };
    const { stdout } = await residentctl(["plan", "--now", NOW, "--format", format], { cwd, env });
    expect(stdout).toContain(line);
    expect(stdout).not.toContain("403");
    if (format === "json") {
      const { closed } = planSchema();
      closed(JSON.parse(stdout));
      expect(closed.errors).toBeNull();
    }
  });

  test("nor is a site planned that transferFrom ties to one that cannot be read", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101", "transferFrom: maple")]) });
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults: [UNREADABLE] } });
    const { code, stdout, stderr } = await residentctl(["plan", "--base-url", emulator.url], {
      cwd,
      env: CREDENTIALS,
    });
    expect(stdout).toContain("Nothing is planned: no site could be read.");
    expect(stderr).toContain(
      "error: maple is not planned: transferFrom ties it to a site that could not be read.\n",
    );
    expect(code).toBe(1);
  });

  test("sites that cannot be read are reported by name", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, []) });
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ method: "GET", path: "/team/*/site/*/mappings", kind: "status", status: 403 }] },
    });
    const { stderr } = await residentctl(["plan", "--base-url", emulator.url], { cwd, env: CREDENTIALS });
    expect(stderr.match(/^error: \w+/gm)).toEqual(["error: maple", "error: oak"]);
  });

  test("of no team, as a new account is, says so", async () => {
    const emulator = await emulatorWith({ teams: [] });
    const { code, stderr } = await residentctl(["plan", "--base-url", emulator.url], {
      cwd: repository(),
      env: CREDENTIALS,
    });
    expect(stderr).toContain("Teams of this account: none.");
    expect(code).toBe(4);
  });

  test("the public API is the default; nothing is sent without credentials", async () => {
    const { code, stderr } = await residentctl(["plan"], { cwd: repository() });
    expect(stderr).toContain("Set ELEVENOS_EMAIL and ELEVENOS_PASSWORD, or ELEVENOS_TOKEN");
    expect(code).toBe(4);
  });

  test("-v shows every request with its time, and no secret", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ path: "/team", nth: 1, kind: "status", status: 503 }] },
    });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { stderr } = await residentctl(["plan", "-v"], { cwd: repository(), env });
    expect(stderr).toMatch(/^POST \/oauth\/token 200 \d+ ms$/m);
    expect(stderr).toMatch(/^GET \/team 503 \d+ ms$/m);
    expect(stderr).toMatch(/^GET \/team 200 \d+ ms, attempt 2$/m);
    expect(stderr).toContain(`GET /team/${TEAM}/site/${MAPLE}/mappings 200 `);
    expect(stderr).not.toMatch(/emulator|operator|Bearer/);
  });

  test("one that drops the connection is named by -v as well", async () => {
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ path: "/team", kind: "drop" }] },
    });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, stderr } = await residentctl(["plan", "-v"], { cwd: repository(), env });
    expect(stderr).toMatch(/^GET \/team network \d+ ms$/m);
    expect(stderr).toMatch(/^error: .*\n {2}Check the network and the base URL, and try again\.\n$/m);
    expect(code).toBe(1);
  });

  test("addresses in the server's words are pseudonyms where output is redacted", async () => {
    const body = JSON.stringify({ Error: "ask ada@example.com" });
    const emulator = await emulatorWith(seedOf(LIVING), {
      faults: { faults: [{ path: "/team", kind: "status", status: 200, body }] },
    });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url, CI: "true" };
    const random = await residentctl(["plan"], { cwd: repository(), env });
    expect(random.stderr).toMatch(/ask r-[0-9a-f]{8}/);
    const keyed = { ...env, RESIDENTCTL_PSEUDONYM_KEY: "k" };
    expect((await residentctl(["plan"], { cwd: repository(), env: keyed })).stderr).toMatch(
      /ask r-[0-9a-f]{8}/,
    );
  });
});
