import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  DECLARED,
  entry,
  LIVING,
  live,
  MAPLE,
  OAK,
  repository,
  residentctl,
  seedOf,
  siteFile,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const PULL = ["pull", "--emulator", "seed.json"];
const FILE = "sites/maple.yaml";

function read(cwd: string, file = FILE): string {
  return readFileSync(path.join(cwd, file), "utf8");
}

async function planText(cwd: string): Promise<string> {
  return (await residentctl(["plan", "--emulator", "seed.json"], { cwd })).stdout;
}

describe("pull", () => {
  test("writes only what differs, says what, and the plan after it is empty", async () => {
    const cwd = repository();
    const before = read(cwd);
    chmodSync(path.join(cwd, FILE), 0o640);
    const { code, stdout, stderr } = await residentctl(PULL, { cwd });
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toBe(
      "maple: 0 added, 2 changed, 1 removed, 0 left out\n  changed ada@example.com (phone)\n" +
        "  changed fay@example.com (state)\n  removed gus@example.com: has no account\nsites/maple.yaml written\n",
    );
    expect(read(cwd)).toBe(
      before
        .replace("543-678-9012", "null")
        .replace("    state: suspended\n", "")
        .replace(entry("Gus", "107"), ""),
    );
    expect(statSync(path.join(cwd, FILE)).mode & 0o777).toBe(0o640);
    expect(await planText(cwd)).toContain("No changes.");
    const again = await residentctl([...PULL, "--check"], { cwd });
    expect([again.code, again.stdout]).toEqual([0, ""]);
  });

  test("--check shows the difference, writes nothing, and exits 2; redacted it names the file only", async () => {
    const cwd = repository();
    const before = read(cwd);
    const { code, stdout } = await residentctl([...PULL, "--check"], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain("--- a/sites/maple.yaml\n+++ b/sites/maple.yaml\n@@ ");
    expect(stdout).toContain("-    phone: 543-678-9012\n+    phone: null\n");
    const redacted = await residentctl([...PULL, "--check", "--redact", "on"], { cwd });
    expect(redacted.stdout).toBe("sites/maple.yaml would change\n");
    expect(redacted.stderr).not.toContain("@");
    expect(read(cwd)).toBe(before);
  });

  test("with colours", async () => {
    const { stdout } = await residentctl([...PULL, "--check", "--color", "always"], { cwd: repository() });
    expect(stdout).toContain("\u001b[32m+    phone: null");
  });

  test("a site that is not declared yet", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, {
      "residentctl.yaml": `apiVersion: residentctl/v1\nkind: Project\nteamId: ${TEAM}\n`,
      "seed.json": JSON.stringify(seedOf(LIVING)),
    });
    const flags = [
      "--name",
      "Maple House",
      "--site-id",
      MAPLE,
      "--timezone",
      "America/Los_Angeles",
      "--team-id",
      TEAM,
    ];
    const checked = await residentctl([...PULL, ...flags, "--check"], { cwd });
    expect([checked.code, existsSync(path.join(cwd, "sites"))]).toEqual([2, false]);
    const { code } = await residentctl([...PULL, ...flags], { cwd });
    expect(code).toBe(0);
    expect(read(cwd, "sites/maple-house.yaml")).toContain("name: Maple House\n");
    expect(read(cwd, "sites/maple-house.yaml")).not.toContain("teamId");
    expect(await planText(cwd)).toContain("No changes. 6 residents at 1 site are as declared.");
    const again = await residentctl([...PULL, ...flags], { cwd });
    expect(again.stderr).toContain("sites/maple-house.yaml is there already.");
    expect(again.code).toBe(4);
  });

  test.each([
    [["--name", "x"], {}, "needs --name, --site-id and --timezone"],
    [["--name", "x", "--site-id", "s", "--timezone", "Nowhere"], {}, "not the name of an IANA time zone"],
    [["--site", "nowhere"], {}, "no such site is declared"],
    [
      ["--name", "x", "--site-id", "s", "--timezone", "UTC", "--team-id", "t"],
      {
        "residentctl.yaml": 'apiVersion: residentctl/v1\nkind: Project\nsites: ["other/*.yaml"]\n',
        "other/a.yaml": siteFile("a", OAK, []),
      },
      "do not reach sites/",
    ],
    [[], { "sites/bad.yaml": "kind: Site\n" }, "missing"],
  ])("%j is invalid", async (flags, files, words) => {
    const cwd = repository();
    writeFiles(cwd, files);
    const { code, stderr } = await residentctl([...PULL, ...flags], { cwd });
    expect(stderr).toContain(words);
    expect(code).toBe(4);
  });

  test("a site at which the API lists nobody is not emptied", async () => {
    const cwd = temporaryDirectory();
    const many = Array.from({ length: 11 }, (_, index) => entry(`P${index}`, String(101 + index)));
    writeFiles(cwd, {
      [FILE]: siteFile("maple", MAPLE, many),
      "sites/oak.yaml": siteFile("oak", OAK, []),
      "seed.json": JSON.stringify(seedOf([], [live("Ann", "101", { email: "p0@example.com" })])),
    });
    const before = read(cwd);
    const { code, stderr } = await residentctl(PULL, { cwd });
    expect(stderr).toContain("maple is not pulled: the API lists nobody, and 11 are declared.");
    expect(stderr).toContain("warning: left out p0@example.com: is declared at maple");
    expect(read(cwd, "sites/oak.yaml")).toContain("# pull left out: p0@example.com");
    expect([code, read(cwd)]).toEqual([3, before]);
  });

  test("a resident who moved between two sites moves between their files", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, {
      [FILE]: siteFile("maple", MAPLE, DECLARED.slice(0, 1)),
      "sites/oak.yaml": siteFile("oak", OAK, []),
      "seed.json": JSON.stringify(seedOf([], LIVING.slice(0, 1))),
    });
    expect((await residentctl(PULL, { cwd })).code).toBe(0);
    expect(read(cwd)).toContain("residents: []");
    expect(read(cwd, "sites/oak.yaml")).toContain("email: ada@example.com");
  });

  test("an expired account holds no unit", async () => {
    const cwd = temporaryDirectory();
    const clash = [
      live("Ada", "101"),
      live("Bob", "101", { activation: "2024-01-01T08:00:00Z", deactivation: "2025-01-01T08:00:00Z" }),
    ];
    writeFiles(cwd, {
      [FILE]: siteFile("maple", MAPLE, [entry("Ada", "101"), entry("Bob", "102")]),
      "seed.json": JSON.stringify(seedOf(clash)),
    });
    const { code } = await residentctl(PULL, { cwd });
    expect(code).toBe(0);
    expect(read(cwd)).not.toContain("bob@");
  });

  test("quiet is quiet", async () => {
    const cwd = repository();
    const before = read(cwd);
    const { code, stderr } = await residentctl([...PULL, "-q", "--check"], { cwd });
    expect([code, stderr, read(cwd)]).toEqual([2, "", before]);
  });

  test("a site that the server does not have", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/elm.yaml": siteFile("elm", "44444444-4444-4444-8444-444444444444", []) });
    const { code, stderr } = await residentctl(PULL, { cwd });
    expect([code, stderr]).toEqual([4, expect.stringContaining("There is no site 44444444")]);
  });
});
