import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  CREDENTIALS,
  DECLARED,
  emulatorWith,
  entry,
  LIVING,
  MAPLE,
  OAK,
  repository,
  residentctl as runHere,
  seedOf,
  siteFile,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "./commands/scene.ts";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

type Env = Readonly<Record<string, string>>;

function start(args: readonly string[], cwd: string, env: Env = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH: process.env.PATH ?? "", ...env } });
}

/** Runs the real program. */
async function binary(args: readonly string[], cwd: string, env: Env = {}) {
  const child = start(args, cwd, env);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin?.end();
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

/** Runs it in this process, which is quicker: the real program differs by its streams and signals only. */
function residentctl(args: readonly string[], cwd: string, env: Env = {}) {
  return runHere(args, { cwd, env });
}

const EMULATED = ["--emulator", "seed.json"];
const ROOT = path.dirname(MAIN);

describe("the command line", () => {
  test.each([
    [
      ["--help"],
      /Usage: residentctl [\s\S]*validate[\s\S]*plan[\s\S]*apply[\s\S]*emulator[\s\S]*Exit codes:/,
    ],
    [["plan", "--help"], /--out <file>[\s\S]*--redact on[\s\S]*Global Options:[\s\S]*--site <name>/],
    [["help", "apply"], /--expect <digest>/],
    [["--version"], /^\d+\.\d+\.\d+\n$/],
  ])("%j says so on stdout, and exits 0", async (args, expected) => {
    const { code, stdout, stderr } = await residentctl(args, ROOT);
    expect(stdout).toMatch(expected);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test.each([
    [[], /Usage: residentctl/],
    [["plna"], /unknown command 'plna'\n\(Did you mean plan\?\)/],
    [
      ["plan", "--detailed-exit-code"],
      /unknown option '--detailed-exit-code'\n\(Did you mean --detailed-exitcode\?\)/,
    ],
    [
      ["plan", "--format", "markdwon"],
      /argument 'markdwon' is invalid\. Allowed choices are text, json.*\n {2}Did you mean "markdown"\?\n$/,
    ],
    [["--color", "alwasy", "validate"], /is invalid\. .*\n {2}Did you mean "always"\?/],
    [["plan", "--redact", "of"], /Did you mean "off"\?/],
    [["plan", "--color", "off"], /Allowed choices are auto, always, never\.\n$/],
    [["completion", "zhs"], /^error: command-argument value 'zhs' is invalid\..*\n {2}Did you mean "zsh"\?/],
    [["github", "comment", "--as", "aply"], /Did you mean "apply"\?/],
    [
      ["doctor", "--format", "\u001b[2J"],
      /^error: option '--format <format>' argument '\\u\{1b\}\[2J' is invalid/,
    ],
    [["plan", "--out"], /argument missing/],
    [["plan", "--concurrency", "33"], /Give a whole number from 1 to 32\./],
    [["plan", "--concurrency", "4x"], /Give a whole number from 1 to 32\./],
    [["plan", "--timeout", "0.05"], /Give seconds from 0\.1 to 600\./],
    [["plan", "--timeout", "601"], /Give seconds from 0\.1 to 600\./],
    [["plan", "--timeout", "1e2"], /Give seconds from 0\.1 to 600\./],
    [["apply", "--job-timeout", "0"], /Give seconds from 1 to 86400\./],
    [["emulator", "--port", "70000"], /Give a whole number from 0 to 65535\./],
    [["plan", "--redact", "maybe"], /Allowed choices are auto, on, off/],
    [["plan", "--color", "pink"], /Allowed choices are auto, always, never/],
    [["apply", "a.json", "b.json"], /too many arguments/],
  ])("%j is a usage error on stderr: exit 4", async (args, expected) => {
    const { code, stdout, stderr } = await residentctl(args, ROOT);
    expect(stderr).toMatch(expected);
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  test.each([
    ["2026-11-23", /is not an instant/],
    ["2026-11-23T17:00:00", /is not an instant/],
    ["2026-02-30T17:00:00Z", /is not an instant/],
    ["noon", /is not an instant/],
  ])("--now %s: exit 4", async (now, expected) => {
    const { code, stderr } = await residentctl(["plan", ...EMULATED, "--now", now], repository());
    expect(stderr).toMatch(expected);
    expect(code).toBe(4);
  });

  test("the common flags count before and after the command", async () => {
    const cwd = repository();
    const flags = [
      "-C",
      cwd,
      "--emulator",
      path.join(cwd, "seed.json"),
      "--now",
      "2026-11-24T00:00:00Z",
      "-q",
    ];
    const before = await residentctl([...flags, "plan", "--format", "json"], ROOT);
    const after = await residentctl(["plan", "--format", "json", ...flags], ROOT);
    expect(before.code).toBe(0);
    expect(JSON.parse(before.stdout).now).toBe("2026-11-24T00:00:00Z");
    expect(after).toEqual(before);
  });
});

/** A repository with one site file of this text. */
function withSite(text: string): string {
  const cwd = temporaryDirectory();
  writeFiles(cwd, { "sites/maple.yaml": text });
  return cwd;
}

const GOOD = siteFile("maple", MAPLE, DECLARED);

describe("bad declarations: a clear message on stderr, exit 4, nothing sent", () => {
  test.each([
    ["a YAML syntax error", `${GOOD}\n  - {`, /sites\/maple\.yaml:\d+:\d+: error: .*\[yaml-syntax\]/],
    ["a duplicate key", GOOD.replace("kind: Site", "kind: Site\nkind: Site"), /\[duplicate-key\]/],
    ["an unknown key", GOOD.replace("unit:", "units:"), /\[unknown-key\]\n.*way out: Did you mean "unit"/],
    ["an anchor", GOOD.replace("name: maple", "name: &a maple"), /\[yaml-anchor\]/],
    ["an unknown apiVersion", GOOD.replace("residentctl/v1", "residentctl/v9"), /\[api-version\]/],
    ["an unknown kind", GOOD.replace("kind: Site", "kind: Sight"), /\[kind\]/],
    ["an unknown zone", GOOD.replace("Los_Angeles", "Lost_Angels"), /\[timezone\]/],
    [
      "a local time that does not exist",
      `${GOOD}${entry("Gus", "107", "accessStart: 2026-03-08T02:30")}`,
      /\[date\]/,
    ],
    [
      "an end before a start",
      `${GOOD}${entry("Gus", "107", "accessStart: 2026-03-08", "accessEnd: 2026-03-01")}`,
      /\[date-order\]/,
    ],
    ["two residents in a unit", `${GOOD}${entry("Gus", "101")}`, /\[unit-overlap\]/],
    ["an e-mail twice", `${GOOD}${entry("Ada", "107")}`, /\[email-duplicate\]/],
  ])("%s", async (_what, text, expected) => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, stdout, stderr } = await residentctl(["plan"], withSite(text), env);
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/^\d+ errors?\.$/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe("");
    expect(code).toBe(4);
    expect(emulator.requests()).toEqual([]);
  });

  test.each(["validate", "plan", "apply"])("%s says it as well", async (command) => {
    const args = command === "apply" ? [command, "--yes"] : [command];
    const { code, stdout, stderr } = await residentctl(
      args,
      withSite(GOOD.replace("kind: Site", "kind: Sight")),
    );
    expect(stderr).toMatch(/\[kind\]/);
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  test("no files", async () => {
    const { code, stdout, stderr } = await residentctl(["plan"], temporaryDirectory(), CREDENTIALS);
    expect(stderr).toMatch(/There are no site files[\s\S]*residentctl init/);
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  test("a path or a --site that names nothing, with a guess", async () => {
    const cwd = withSite(GOOD);
    const missing = await residentctl(["plan", "sites/mapl.yaml"], cwd, CREDENTIALS);
    expect(missing.stderr).toMatch(
      /^error: There is no declaration file at "sites\/mapl\.yaml"\.\n {2}Did you mean "sites\/maple\.yaml"\?/,
    );
    expect(missing.code).toBe(4);
    for (const command of ["plan", "validate"]) {
      const unknown = await residentctl([command, "--site", "mapl"], cwd, CREDENTIALS);
      expect(unknown.stderr).toMatch(
        /no such site is declared\.\n {2}Did you mean "maple"\? Declared are maple\./,
      );
      expect(unknown.code).toBe(4);
    }
  });
});

/** A server on loopback that answers everything alike. */
async function serverWith(status: number, body: string): Promise<string> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "text/html" }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a server or an account that does not fit", () => {
  async function planAgainst(url: string, changes: Env = {}, site = GOOD) {
    return residentctl(["plan"], withSite(site), { ...CREDENTIALS, ELEVENOS_BASE_URL: url, ...changes });
  }

  test("no credentials: names the variables, exit 4", async () => {
    const { code, stderr } = await residentctl(["plan"], withSite(GOOD));
    expect(stderr).toMatch(/^error: .*credentials[\s\S]*ELEVENOS_EMAIL and ELEVENOS_PASSWORD/);
    expect(code).toBe(4);
  });

  test("a wrong password: names the variable and never its value, exit 1", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const { code, stdout, stderr } = await planAgainst(emulator.url, { ELEVENOS_PASSWORD: "hunter2!" });
    expect(stderr).toMatch(/^error: [\s\S]*ELEVENOS_PASSWORD/);
    expect(stderr).not.toContain("hunter2");
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });

  test("one that does not speak JSON: exit 1", async () => {
    const { code, stderr } = await planAgainst(await serverWith(200, "<html>Welcome</html>"));
    expect(stderr).toMatch(/^error: .*JSON/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  test("a team that is not there: lists those that are, exit 4", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const other = "99999999-9999-4999-8999-999999999999";
    const { code, stderr } = await planAgainst(emulator.url, {}, GOOD.replace(TEAM, other));
    expect(stderr).toBe(
      `error: There is no team ${other} for this account (declared by maple).\n  Teams of this account: ${TEAM} (Team).\n`,
    );
    expect(code).toBe(4);
  });

  test("a site that is not there: lists those that are, exit 4", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const other = "99999999-9999-4999-8999-999999999999";
    const { code, stderr } = await planAgainst(emulator.url, {}, GOOD.replace(MAPLE, other));
    expect(stderr).toBe(
      `error: There is no site ${other} in team ${TEAM} (declared by maple).\n` +
        `  Sites of team ${TEAM}: ${MAPLE} (Maple House), ${OAK} (Oak House).\n`,
    );
    expect(code).toBe(4);
  });

  test.each([
    [["--base-url", "http://example.com"], /neither https nor http on loopback/],
    [["--base-url", "http://127.0.0.1:1", "--emulator", "seed.json"], /name two servers/],
    [["--emulator", "nowhere.json"], /The seed cannot be read: ENOENT/],
    [["--emulator", "sites/maple.yaml"], /is not a seed for the emulator/],
  ])("%j: exit 4", async (args, expected) => {
    const { code, stderr } = await residentctl(["plan", ...args], withSite(GOOD), CREDENTIALS);
    expect(stderr).toMatch(expected);
    expect(code).toBe(4);
  });
});

describe("the real program", () => {
  test("a reader that goes away is nobody's error", async () => {
    const child = start(["plan", ...EMULATED, "--format", "json"], repository());
    child.stdout?.destroy();
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, "close");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test.each([
    [["--help"], 0, /^Usage: residentctl /, /^$/],
    [["help"], 0, /^Usage: residentctl /, /^$/],
    [["plna"], 4, /^$/, /^error: unknown command 'plna'\n\(Did you mean plan\?\)\n$/],
    [["plan", "-C", "/nowhere"], 4, /^$/, /nowhere/],
    [["plan", "--base-url", "http://127.0.0.1:9"], 4, /^$/, /^error: .*credentials/],
  ] as const)("%j: exit %i, without a stack trace", async (args, expected, onStdout, onStderr) => {
    const { code, stdout, stderr } = await binary(args, withSite(GOOD));
    expect(stdout).toMatch(onStdout);
    expect(stderr).toMatch(onStderr);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(expected);
  });

  test("keeps results on stdout and progress on stderr", async () => {
    const { code, stdout, stderr } = await binary(["apply", "--yes", ...EMULATED], repository());
    expect(stdout).toMatch(/^Plan for 1 site[\s\S]*\nDone: 3 applied\.\n$/);
    expect(stderr).toMatch(/^maple: [\s\S]*Read again: 0 actions still due\n$/);
    expect(code).toBe(0);
  });

  test("exits 2 with changes and --detailed-exitcode, and 3 where refused", async () => {
    const cwd = repository();
    expect((await binary(["plan", "--detailed-exitcode", ...EMULATED], cwd)).code).toBe(2);
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "999")]) });
    expect((await binary(["plan", "--detailed-exitcode", ...EMULATED], cwd)).code).toBe(3);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("serves the emulator until %s, then exits 0", async (signal) => {
    const cwd = repository();
    const child = start(["emulator", "--seed", "seed.json", "--state", "state.json"], cwd);
    const [chunk] = await once(child.stdout as NodeJS.ReadableStream, "data");
    const url = String(chunk).split("\n")[0] ?? "";
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
    const planned = await binary(["plan", "--base-url", url], cwd, CREDENTIALS);
    expect(planned.stdout).toContain("Plan: 1 to create");
    child.kill(signal);
    expect(await once(child, "close")).toEqual([0, null]);
  });
});
