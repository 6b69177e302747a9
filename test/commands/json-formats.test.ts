import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/commands/doctor/finding.ts";
import { PROBLEM_RULES } from "../../src/declarations/problem.ts";
import type { Fault } from "../../src/emulator/faults.ts";
import { errorsOf, readSchema } from "../reporting/plan-schema.ts";
import {
  CREDENTIALS,
  DECLARED,
  emulatorWith,
  entry,
  LIVING,
  live,
  MAPLE,
  OAK,
  repository,
  residentctl,
  seedOf,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

/** Runs a command that writes one document, which is what its schema says and nothing else. */
async function documentOf(
  schema: string,
  args: readonly string[],
  cwd: string,
  facts: { readonly env?: Readonly<Record<string, string>>; readonly typed?: string } = {},
) {
  const { code, stdout } = await residentctl(args, { cwd, ...facts });
  const document = JSON.parse(stdout);
  expect(errorsOf(schema, document), stdout).toEqual([]);
  return { code, document };
}

function cwdWith(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  writeFiles(cwd, files);
  return cwd;
}

describe("validate --format json is what schemas/validate.schema.json says", () => {
  const DAMAGED = {
    "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Ada", "107", "pet: cat")]),
    "sites/oak.yaml": "kind: Site\nname: [",
  };

  test.each([
    ["valid", null, [], 0],
    ["no files", {}, [], 4],
    ["problems", DAMAGED, [], 4],
    ["problems, redacted", DAMAGED, ["--redact", "on"], 4],
  ])("%s", async (_name, files, args, exitCode) => {
    const cwd = files === null ? repository() : cwdWith(files);
    const { code } = await documentOf("validate", ["validate", "--format", "json", ...args], cwd);
    expect(code).toBe(exitCode);
  });

  test("which names every rule", () => {
    const { rule } = readSchema("validate").$defs.problem.properties;
    expect(rule.enum).toEqual(Object.keys(PROBLEM_RULES));
  });
});

describe("doctor --format json is what schemas/doctor.schema.json says", () => {
  const DOCTOR = ["doctor", "--format", "json"];
  const EMBEDDED = [...DOCTOR, "--emulator", "seed.json"];

  test("in a repository, and where the output is redacted", async () => {
    const cwd = repository();
    execFileSync("git", ["init", "-q"], { cwd });
    expect((await documentOf("doctor", EMBEDDED, cwd)).code).toBe(0);
    await documentOf("doctor", [...EMBEDDED, "--redact", "on"], cwd);
  });

  test("without credentials, with declarations that are invalid, and with a server that fails", async () => {
    expect((await documentOf("doctor", DOCTOR, repository())).code).toBe(1);
    const seed = JSON.stringify(seedOf(LIVING));
    const invalid = cwdWith({ "sites/maple.yaml": "kind: Site\n", "seed.json": seed });
    expect((await documentOf("doctor", EMBEDDED, invalid)).code).toBe(4);
    const faults: readonly Fault[] = [{ path: "/team/*/site/*/resident", kind: "status", status: 403 }];
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults } });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    expect((await documentOf("doctor", DOCTOR, repository(), { env })).code).toBe(1);
  });

  test("which names every check", () => {
    expect(readSchema("doctor").$defs.finding.properties.check.enum).toEqual(CHECKS);
  });
});

describe("sites is what schemas/sites.schema.json and sites-matrix.schema.json say", () => {
  test.each([
    ["sites", "json"],
    ["sites-matrix", "matrix"],
  ])("%s, as %s", async (schema, format) => {
    const cwd = cwdWith({
      "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED),
      "sites/oak.yaml": siteFile('"oak, park"', OAK, []),
    });
    const { code } = await documentOf(schema, ["sites", "--format", format, "--shards", "2"], cwd);
    expect(code).toBe(0);
  });
});

describe("invite, onboard and psk-reset --format json are what schemas/call.schema.json says", () => {
  const LATER = { activation: "2026-12-24T08:00:00Z", onboardedAt: null };
  const PEOPLE = [...LIVING, live("Kim", "110", LATER), live("Lou", "111", LATER)];
  const YES = ["--format", "json", "--yes"];
  const EMBEDDED = ["--emulator", "seed.json", "--format", "json"];

  const cwdOfPeople = () =>
    cwdWith({
      "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED),
      "seed.json": JSON.stringify(seedOf(PEOPLE)),
    });

  test.each([
    ["one by one", ["invite", "ada@example.com", "bob@example.com"], 0],
    ["as a job, with who is left out", ["invite", "--site", "maple"], 0],
    ["redacted", ["invite", "--site", "maple", "--redact", "on"], 0],
    ["refused", ["invite", "ada@example.com", "kim@example.com"], 3],
    ["to nobody", ["onboard", "--unit", "Hudson/1/101"], 3],
    ["for who is scheduled", ["onboard", "--site", "maple"], 0],
    ["of keys", ["psk-reset", "ada@example.com"], 0],
  ])("%s", async (_name, args, exitCode) => {
    const { code } = await documentOf("call", [...args, ...EMBEDDED, "--yes"], cwdOfPeople());
    expect(code).toBe(exitCode);
  });

  test("not approved: nobody has an ending", async () => {
    const args = ["invite", "ada@example.com", ...EMBEDDED];
    const { code, document } = await documentOf("call", args, cwdOfPeople(), { typed: "no\n" });
    expect(document.targets).toMatchObject([{ email: "ada@example.com", ending: null }]);
    expect(code).toBe(1);
  });

  test.each<[string, readonly string[], Fault, string]>([
    [
      "the server refuses",
      ["invite", "ada@example.com"],
      { path: "**/invite", kind: "status", status: 404 },
      "failed",
    ],
    [
      "the answer is lost",
      ["invite", "ada@example.com"],
      { path: "**/invite", kind: "drop", acts: true },
      "unknown",
    ],
    [
      "a job fails for somebody",
      ["invite", "--site", "maple"],
      { method: "POST", path: "**/bulkaction", kind: "job", failEmails: ["ada@example.com"] },
      "failed",
    ],
  ])("%s", async (_name, args, fault, ending) => {
    const emulator = await emulatorWith(seedOf(PEOPLE), { faults: { faults: [fault] } });
    const env = { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url };
    const { code, document } = await documentOf("call", [...args, ...YES], cwdOfPeople(), { env });
    expect(document.targets[0]).toMatchObject({ email: "ada@example.com", ending });
    expect(code).toBe(1);
  });
});
