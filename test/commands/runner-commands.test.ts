import { describe, expect, test } from "vitest";
import { reportError } from "../../src/commands/report-error.ts";
import {
  entry,
  fakeProcess,
  live,
  MAPLE,
  residentctl,
  seedOf,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

/** What a runner would obey: `::name` where a line begins, and `##[name]` or `##vso[name]` anywhere. */
const COMMAND = /^\s*::|##\w*\[/m;

const EVIL = ["::error::x", "##[error]x"];

/** A site, its residents and their live state, all named to be obeyed. */
function hostileRepository(evil: string): string {
  const cwd = temporaryDirectory();
  const name = evil.trim();
  const resident = live("Ada", "101", { firstName: name, lastName: evil, phone: evil });
  const undeclared = live("Mallory", "102", {
    firstName: name,
    email: `${name.replaceAll(/\W/g, "!")}@example.com`,
  });
  const seed = seedOf([resident, undeclared]);
  const declared = entry("Ada", "101", "phone: '555'").replace("lastName: Tenant", `lastName: '${name}'`);
  const created = entry("Gus", "103").replace("firstName: Gus", `firstName: '${name}'`);
  const lost = entry("Hal", "999").replace('unit: "999"', `unit: '${name}'`);
  const site = siteFile("maple", MAPLE, [declared, created, lost]).replace("name: maple", `name: '${name}'`);
  writeFiles(cwd, {
    "seed.json": JSON.stringify(seed),
    "sites/maple.yaml": site,
    "good/sites/maple.yaml": site.replace(lost, ""),
    "good/seed.json": JSON.stringify(seed),
    "bad/sites/maple.yaml": site.replace(
      'unit: "101"',
      `unit: '101'\n    '${name}': x\n    state: '${name}'`,
    ),
  });
  return cwd;
}

const ACTIONS = { GITHUB_ACTIONS: "true", CI: "true" };

describe.each(EVIL)("a runner that reads the log obeys nothing that stands in the data: %s", (evil) => {
  test.each([
    [3, ["plan", "--emulator", "seed.json"]],
    [3, ["apply", "--yes", "--emulator", "seed.json"]],
    [0, ["apply", "--yes", "--emulator", "good/seed.json", "-C", "good"]],
    [0, ["plan", "-v", "--emulator", "good/seed.json", "-C", "good"]],
    [3, ["plan", "--format", "json", "--emulator", "seed.json"]],
    [3, ["plan", "--format", "markdown", "--emulator", "seed.json"]],
    [3, ["apply", "--yes", "--format", "json", "--emulator", "seed.json"]],
    [0, ["status", "--format", "json", "--emulator", "seed.json"]],
    [4, ["validate", "-C", "bad"]],
    [4, ["validate", "-C", "bad", "--format", "json"]],
    [4, ["validate", "-C", "bad", "--format", "sarif"]],
    [0, ["validate"]],
    [0, ["sites"]],
    [0, ["sites", "--format", "matrix"]],
    [4, ["plan", "--site", evil]],
    [4, ["plan", evil, "--emulator", "seed.json"]],
    [4, ["explain", evil]],
  ] as const)("exit %i: %j", async (expected, args) => {
    const cwd = hostileRepository(evil);
    const { code, stdout, stderr } = await residentctl([...args, "--redact", "off"], { cwd, env: ACTIONS });
    expect(stdout).not.toMatch(COMMAND);
    expect(stderr).not.toMatch(COMMAND);
    expect(code).toBe(expected);
    expect(stdout + stderr).not.toBe("");
  });

  test("it is shown all the same", async () => {
    const { stdout } = await residentctl(["plan", "--emulator", "seed.json", "--redact", "off"], {
      cwd: hostileRepository(evil),
      env: ACTIONS,
    });
    expect(stdout).toMatch(/\\u\{(3a|23)\}[:#]/);
  });

  test("not even in a bug", () => {
    const made = fakeProcess({ cwd: "/" });
    reportError(new Error(`a\n${evil}`, { cause: new Error(`b\n${evil}`) }), made.world, { redact: "off" });
    expect(made.stderr()).toMatch(/^internal error[\s\S]*caused by/);
    expect(made.stderr()).not.toMatch(COMMAND);
  });
});
