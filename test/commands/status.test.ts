import { describe, expect, test } from "vitest";
import { validatorsOf } from "../reporting/plan-schema.ts";
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

const STATUS = ["status", "--emulator", "seed.json"];

/** A repository with maple and oak; at oak somebody is scheduled. */
function twoSites(): string {
  const directory = temporaryDirectory();
  const kim = live("Kim", "101", { activation: "2026-12-01T08:00:00Z", onboardedAt: null });
  writeFiles(directory, {
    "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED),
    "sites/oak.yaml": siteFile("oak", OAK, [entry("Kim", "101")]),
    "seed.json": JSON.stringify(seedOf(LIVING, [kim])),
  });
  return directory;
}

describe("status", () => {
  test("shows declared and live side by side, and exits 0 whatever a plan would do", async () => {
    const { code, stdout, stderr } = await residentctl(STATUS, { cwd: repository() });
    expect(stdout).toMatch(/^maple: 7 residents, 3 not as declared, on 2026-11-23\n/);
    expect(stdout).toMatch(
      /Hudson\/1\/106 +fay@example.com +suspended +current, 2026-01-01 to open +suspend +-\n/,
    );
    expect(stdout).toMatch(/gus@example.com +active +no account +create +2026-11-23 moves in\n/);
    expect(stdout).not.toContain("Until");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("with --until has a calendar", async () => {
    const { stdout } = await residentctl([...STATUS, "--until", "2026-12-01"], { cwd: twoSites() });
    expect(stdout).toMatch(
      /Until 2026-12-01:\n {2}2026-12-01 {2}oak {2}Hudson\/1\/101 {2}kim@example.com {2}moves in; is invited\n$/,
    );
  });

  test("is about one resident, whatever the case, at the site where they are", async () => {
    const { code, stdout } = await residentctl([...STATUS, "KIM@example.com"], { cwd: twoSites() });
    expect(stdout).toMatch(/^oak: 1 resident, all as declared/);
    expect(stdout).not.toContain("maple");
    expect(code).toBe(0);
  });

  test("is about the sites that are named", async () => {
    const { stdout } = await residentctl([...STATUS, "--site", "oak"], { cwd: twoSites() });
    expect(stdout).toMatch(/^oak: 1 resident/);
    expect(stdout).not.toContain("maple");
  });

  test("about nobody exits 4, and says whom it may be about", async () => {
    const { code, stdout, stderr } = await residentctl([...STATUS, "kin@example.com"], { cwd: twoSites() });
    expect(stderr).toContain("Nobody is declared or live as kin@example.com.");
    expect(stderr).toContain('Did you mean "kim@example.com"?');
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  test("redacted, does not even suggest an address", async () => {
    const cwd = twoSites();
    const { code, stderr } = await residentctl([...STATUS, "kin@example.com", "--redact", "on"], { cwd });
    expect(stderr).toMatch(/Nobody is declared or live as r-[0-9a-f]{8}\./);
    expect(stderr).not.toContain("@");
    expect(code).toBe(4);
  });

  test.each([
    ["tomorrow", "is not a date"],
    ["2026-02-30", "is not a date"],
    ["2026-11-01", "is over"],
  ])("--until %s exits 4: %s", async (until, why) => {
    const { code, stderr } = await residentctl([...STATUS, "--until", until], { cwd: repository() });
    expect(stderr).toContain(`--until "${until}" ${why}.`);
    expect(code).toBe(4);
  });

  test("exits 4 for invalid declarations", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/maple.yaml": "kind: Site\n" });
    expect((await residentctl(STATUS, { cwd })).code).toBe(4);
  });

  test("shows the sites that can be read where one cannot, and exits 1", async () => {
    const faults = [{ path: `/team/*/site/${OAK}/resident`, kind: "status", status: 403 }] as const;
    const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults } });
    const facts = { cwd: twoSites(), env: { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url } };
    const { code, stdout, stderr } = await residentctl(["status"], facts);
    expect(stdout).toContain("maple: 6 residents");
    expect(stdout).toMatch(/INCOMPLETE: nothing is known of 1 site that could not be read: oak \(/);
    expect(stderr).toContain("oak could not be read");
    expect(code).toBe(1);
    const html = await residentctl(["status", "--format", "html"], facts);
    expect(html.stdout).toContain("INCOMPLETE: nothing is known of 1 site");
    expect(html.stdout).not.toContain("403");
    const nobody = await residentctl(["status", "kim@example.com"], facts);
    expect(nobody.stderr).toContain(
      "Nobody is declared or live as kim@example.com at the sites that could be read.",
    );
  });

  test.each([
    ["whole", []],
    ["redacted, with a calendar", ["--redact", "on", "--until", "2027-06-30"]],
    ["of one resident", ["kim@example.com"]],
  ])("as json, %s, is what schemas/status.schema.json says, and nothing else", async (_name, args) => {
    const { code, stdout } = await residentctl([...STATUS, "--format", "json", ...args], { cwd: twoSites() });
    const { closed } = validatorsOf("status");
    closed(JSON.parse(stdout));
    expect(closed.errors).toBeNull();
    expect(code).toBe(0);
  });

  test.each(["text", "json", "ics"])("as %s is redacted where that is asked for", async (format) => {
    const cwd = repository();
    const args = [...STATUS, "--until", "2027-01-31", "--format", format];
    const open = await residentctl(args, { cwd });
    expect(open.stdout).toContain("gus@example.com");
    const { stdout } = await residentctl([...args, "--redact", "on"], { cwd });
    expect(stdout).toMatch(/r-[0-9a-f]{8}/);
    expect(stdout).not.toMatch(/@example|Tenant|Ada\b/);
  });

  test("as HTML is redacted unless it is not to be", async () => {
    const cwd = repository();
    const { stdout } = await residentctl([...STATUS, "--format", "html"], { cwd });
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).not.toContain("@example");
    const open = await residentctl([...STATUS, "--format", "html", "--redact", "off"], { cwd });
    expect(open.stdout).toContain("gus@example.com");
  });
});

describe("plan --format html", () => {
  test("is a report with the timelines of the planned sites, redacted unless it is not to be", async () => {
    const cwd = repository();
    const args = ["plan", "--emulator", "seed.json", "--format", "html"];
    const { code, stdout } = await residentctl(args, { cwd });
    expect(stdout).toContain("maple: 7 units</summary>");
    expect(stdout).not.toMatch(/@example|543-678-9012/);
    expect(code).toBe(0);
    const open = await residentctl([...args, "--redact", "off"], { cwd });
    expect(open.stdout).toContain("phone: (none) → 543-678-9012");
  });
});
