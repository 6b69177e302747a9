import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { EmulatorSeed } from "../../src/emulator/seed.ts";
import {
  LIVING,
  live,
  MAPLE,
  OAK,
  residentctl,
  seedOf,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const OFFLINE = [
  "--team-id",
  "team-1",
  "--site-id",
  "site-1",
  "--name",
  "oak-park",
  "--timezone",
  "America/Denver",
];
const EMBEDDED = ["--emulator", "../seed.json"];
const TWO_TEAMS: EmulatorSeed = {
  ...seedOf(LIVING),
  teams: [...seedOf(LIVING).teams, { teamId: "team-2", name: "Others", sites: [] }],
};

/** An empty directory, beside a seed. */
function emptyDirectory(seed: EmulatorSeed = seedOf(LIVING, [live("Oda", "101")])): string {
  const above = temporaryDirectory();
  writeFiles(above, { "seed.json": JSON.stringify(seed) });
  const cwd = path.join(above, "repository");
  mkdirSync(cwd);
  return cwd;
}

function read(cwd: string, file: string): string {
  return readFileSync(path.join(cwd, file), "utf8");
}

function filesOf(cwd: string): readonly string[] {
  return readdirSync(cwd, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith(".git/") && /\.(yaml|yml|gitignore)$|^\.gitignore$/.test(name))
    .sort();
}

const ALL = [
  ".github/workflows/residents-apply.yml",
  ".github/workflows/residents-drift.yml",
  ".github/workflows/residents-plan.yml",
  ".gitignore",
  "residentctl.yaml",
];

describe("from flags alone", () => {
  test("everything is written, is valid, and the journal is ignored", async () => {
    const cwd = emptyDirectory();
    const { code, stdout, stderr } = await residentctl(["init", ...OFFLINE], { cwd });
    expect(stderr).toBe("");
    expect(stdout).toContain(`Written:
  residentctl.yaml
  sites/oak-park.yaml
  .github/workflows/residents-plan.yml
  .github/workflows/residents-apply.yml
  .github/workflows/residents-drift.yml
  .gitignore (.residentctl/)
Next:
`);
    expect(code).toBe(0);
    expect(filesOf(cwd)).toEqual([...ALL, "sites/oak-park.yaml"]);
    expect(read(cwd, ".gitignore")).toBe(".residentctl/\n");
    expect(parse(read(cwd, "residentctl.yaml"))).toMatchObject({ kind: "Project", teamId: "team-1" });
    const valid = await residentctl(["validate"], { cwd });
    expect(valid).toMatchObject({ code: 0, stdout: "Valid: 1 site, 0 residents.\n" });
  });

  test("the example resident is one that the site could have", async () => {
    const cwd = emptyDirectory();
    await residentctl(["init", ...OFFLINE], { cwd });
    const text = read(cwd, "sites/oak-park.yaml")
      .replace("residents: []\n", "")
      .replace("# One entry a resident, such as:\n#\n", "residents:\n")
      .replaceAll(/^#( {3}.*)$/gm, "$1");
    writeFileSync(path.join(cwd, "sites/oak-park.yaml"), text);
    const valid = await residentctl(["validate"], { cwd });
    expect(valid).toMatchObject({ code: 0, stdout: "Valid: 1 site, 1 resident.\n" });
  });

  test.each([
    [["--timezone", "America/Dever"], /Did you mean "America\/Denver"/],
    [["--name", " oak"], /error: With these files/],
    [["--site-id", "a"], /init needs to know/],
    [["--workflows", "somewhere"], /is not OWNER\/REPOSITORY@COMMIT/],
  ])("%j is not valid: exit 4, and nothing is written", async (flags, words) => {
    const cwd = emptyDirectory();
    const { code, stderr } = await residentctl(["init", ...OFFLINE, ...flags], { cwd });
    expect(stderr).toMatch(words);
    expect(code).toBe(4);
    expect(filesOf(cwd)).toEqual([]);
  });

  test("without a terminal, --yes or all flags: exit 4 with what to give", async () => {
    const { code, stderr } = await residentctl(["init"], { cwd: emptyDirectory() });
    expect(stderr).toMatch(
      /no terminal to ask at\.\n {2}Give --team-id, --site-id, --name and --timezone; or ELEVENOS_/,
    );
    expect(code).toBe(4);
  });

  test("a place that cannot be written to: exit 1", async () => {
    const cwd = emptyDirectory();
    writeFileSync(path.join(cwd, ".github"), "a file");
    const { code, stderr } = await residentctl(["init", ...OFFLINE], { cwd });
    expect(stderr).toMatch(/^error: .*\.github.* cannot be written: /m);
    expect(code).toBe(1);
    const below = await residentctl(["init", "-C", ".github/more", ...OFFLINE], { cwd });
    expect(below).toMatchObject({ code: 1 });
  });
});

describe("what is there already", () => {
  test("stays byte for byte, is listed as kept, and a second run writes nothing", async () => {
    const cwd = emptyDirectory();
    writeFiles(cwd, {
      "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\nteamId: own # mine\n",
      ".gitignore": "node_modules",
      ".github/workflows/residents-plan.yml": "mine\n",
    });
    const first = await residentctl(["init", ...OFFLINE], { cwd });
    expect(first.stdout).toContain(
      "Kept as it is:\n  .github/workflows/residents-plan.yml\n  residentctl.yaml\nNext:",
    );
    expect(read(cwd, "residentctl.yaml")).toContain("teamId: own # mine");
    expect(read(cwd, "sites/oak-park.yaml")).toContain("teamId: team-1\n");
    expect(read(cwd, ".gitignore")).toBe("node_modules\n.residentctl/\n");
    const before = filesOf(cwd).map((file) => read(cwd, file));
    const second = await residentctl(["init", ...OFFLINE], { cwd });
    expect(second.stdout).not.toContain("Written:");
    expect(second.stdout).toContain("  sites/oak-park.yaml\n  .gitignore (.residentctl/)\n");
    expect(second).toMatchObject({ code: 0 });
    expect(filesOf(cwd).map((file) => read(cwd, file))).toEqual(before);
  });

  test.each([".residentctl", "/.residentctl/", "a\r\n  .residentctl/  \r\nb"])(
    "a .gitignore with %j is enough",
    async (text) => {
      const cwd = emptyDirectory();
      writeFiles(cwd, { ".gitignore": text });
      await residentctl(["init", ...OFFLINE], { cwd });
      expect(read(cwd, ".gitignore")).toBe(text);
    },
  );

  test("a site that is declared in another file gets no second one", async () => {
    const cwd = emptyDirectory();
    await residentctl(["init", ...OFFLINE], { cwd });
    const { stdout } = await residentctl(["init", ...OFFLINE, "--name", "other"], { cwd });
    expect(stdout).toContain("  sites/oak-park.yaml\n");
    expect(existsSync(path.join(cwd, "sites/other.yaml"))).toBe(false);
  });

  test("a .gitignore that is a folder: exit 1", async () => {
    const cwd = emptyDirectory();
    mkdirSync(path.join(cwd, ".gitignore"));
    const { code, stderr } = await residentctl(["init", ...OFFLINE], { cwd });
    expect(stderr).toContain(".gitignore cannot be written");
    expect(code).toBe(1);
  });
});

describe("from the API", () => {
  test("--yes takes all sites of the one team, and the zones that their dates fit", async () => {
    const cwd = emptyDirectory();
    const { code } = await residentctl(["init", "--yes", ...EMBEDDED], { cwd });
    expect(code).toBe(0);
    expect(filesOf(cwd)).toEqual([...ALL, "sites/maple-house.yaml", "sites/oak-house.yaml"]);
    const site = read(cwd, "sites/maple-house.yaml");
    expect(site).toMatch(/^# Maple House\. /);
    expect(parse(site)).toMatchObject({ siteId: MAPLE, timezone: "America/Los_Angeles" });
    expect(parse(site)).not.toHaveProperty("teamId");
  });

  test("then pull, and the first plan is empty", async () => {
    const cwd = emptyDirectory();
    await residentctl(["init", "--yes", ...EMBEDDED], { cwd });
    expect(await residentctl(["pull", ...EMBEDDED], { cwd })).toMatchObject({ code: 0 });
    const { code, stdout } = await residentctl(["plan", "--detailed-exitcode", ...EMBEDDED], { cwd });
    expect(stdout).toContain("No changes. 7 residents at 2 sites are as declared.");
    expect(code).toBe(0);
  });

  test("a site whose zone nothing tells is left out, and said", async () => {
    const cwd = emptyDirectory(seedOf(LIVING, []));
    const { code, stdout } = await residentctl(["init", "--yes", ...EMBEDDED], { cwd });
    expect(stdout).toContain(
      `Left out: Oak House, whose time zone nothing tells; give --site-id ${OAK} --timezone ZONE\n`,
    );
    expect(code).toBe(0);
    const later = ["init", ...EMBEDDED, "--site-id", OAK, "--timezone", "America/Denver"];
    expect(await residentctl(later, { cwd })).toMatchObject({ code: 0 });
    expect(parse(read(cwd, "sites/oak-house.yaml"))).toMatchObject({ timezone: "America/Denver" });
  });

  test("sites of the same name get files of their own", async () => {
    const seed: EmulatorSeed = JSON.parse(
      JSON.stringify(seedOf(LIVING, [live("Oda", "101")])).replace("Oak House", "maple  house!"),
    );
    const cwd = emptyDirectory(seed);
    await residentctl(["init", "--yes", ...EMBEDDED], { cwd });
    expect(filesOf(cwd)).toEqual([...ALL, "sites/maple-house-2.yaml", "sites/maple-house.yaml"]);
  });

  test.each<[string, EmulatorSeed, readonly string[], RegExp]>([
    [
      "several teams",
      TWO_TEAMS,
      ["--yes"],
      /There are several teams\.\n {2}Give --team-id\. The account is on: Team \(/,
    ],
    ["another team", TWO_TEAMS, ["--yes", "--team-id", "x"], /There is no team x\./],
    ["a team without sites", TWO_TEAMS, ["--yes", "--team-id", "team-2"], /The team has no sites\./],
    ["no team", { ...TWO_TEAMS, teams: [] }, ["--yes"], /The account is on no team\./],
    [
      "another site",
      seedOf(LIVING),
      ["--site-id", "x"],
      /The team has no site x\.\n {2}Sites: Maple House \(/,
    ],
    [
      "one name for two",
      seedOf(LIVING),
      ["--yes", "--name", "a"],
      /--name is for one site, and there are 2\./,
    ],
    ["no dates at all", seedOf([]), ["--yes"], /The time zone cannot be told/],
    ["neither --yes nor a site", seedOf([]), [], /init needs to know/],
  ])("%s", async (_name, seed, flags, words) => {
    const cwd = emptyDirectory(seed);
    const { code, stderr } = await residentctl(["init", ...EMBEDDED, ...flags], { cwd });
    expect(stderr).toMatch(words);
    expect([1, 4]).toContain(code);
    expect(filesOf(cwd)).toEqual([]);
  });

  test("with a token that does not work: exit 1, and nothing is written", async () => {
    const cwd = emptyDirectory();
    const env = { ELEVENOS_TOKEN: "x", ELEVENOS_BASE_URL: "http://127.0.0.1:9" };
    expect(await residentctl(["init", "--yes", "--timeout", "1"], { cwd, env })).toMatchObject({ code: 1 });
    expect(filesOf(cwd)).toEqual([]);
  });
});

describe("asking", () => {
  test("without the API: team, site, name and zone, until each is answered", async () => {
    const cwd = emptyDirectory();
    const typed = "team-9\n\nsite-9\nelm court\nAmerica/Chicago\n";
    const { code, stderr } = await residentctl(["init"], { cwd, typed });
    expect(stderr).toContain(
      "TeamId of the team in Site Manager: SiteId of the first site: SiteId of the first site: ",
    );
    expect(code).toBe(0);
    expect(parse(read(cwd, "sites/elm-court.yaml"))).toMatchObject({ name: "elm court", siteId: "site-9" });
  });

  test("with the API: the proposals are taken by an empty line", async () => {
    const cwd = emptyDirectory(TWO_TEAMS);
    const typed = `\n${MAPLE}\n\n`;
    const { code, stderr } = await residentctl(["init", ...EMBEDDED], { cwd, typed });
    expect(stderr).toContain(
      `  1. Team (${TEAM})\n  2. Others (team-2)\nTeam, by number, name or TeamId [1]: `,
    );
    expect(stderr).toContain("Sites, by number, name or SiteId, with spaces between [all]: ");
    expect(stderr).toContain("Time zone of Maple House [America/Los_Angeles]: ");
    expect(code).toBe(0);
    expect(filesOf(cwd)).toEqual([...ALL, "sites/maple-house.yaml"]);
  });

  test("all sites, by an empty line", async () => {
    const cwd = emptyDirectory();
    const { code } = await residentctl(["init", ...EMBEDDED], { cwd, typed: "\n\n\n" });
    expect(code).toBe(0);
    expect(filesOf(cwd)).toHaveLength(ALL.length + 2);
  });

  test("an input that ends too early: exit 4, and nothing is written", async () => {
    const cwd = emptyDirectory();
    const { code, stderr } = await residentctl(["init"], { cwd, typed: "team-9\n" });
    expect(stderr).toContain("The input ended before everything was answered.");
    expect(code).toBe(4);
    expect(filesOf(cwd)).toEqual([]);
  });
});

describe("workflows", () => {
  const OWN = path.join(import.meta.dirname, "../../.github/workflows");

  test("below the root of a repository they are at its root, and say where the files are", async () => {
    const cwd = emptyDirectory();
    execFileSync("git", ["init", "-q"], { cwd });
    const source = `acme/residentctl@${"b".repeat(40)}`;
    const { stdout } = await residentctl(
      ["init", "-C", "wifi/residents", "--workflows", source, ...OFFLINE],
      { cwd },
    );
    expect(stdout).toContain("  ../../.github/workflows/residents-plan.yml\n");
    expect(stdout).not.toContain("OWNER");
    for (const name of ["plan", "apply", "drift"]) {
      const { jobs } = parse(read(cwd, `.github/workflows/residents-${name}.yml`));
      expect(jobs[name]).toMatchObject({
        uses: `acme/residentctl/.github/workflows/${name}.yml@${"b".repeat(40)}`,
        with: { directory: "wifi/residents" },
      });
    }
    expect(read(cwd, "wifi/residents/.gitignore")).toBe(".residentctl/\n");
  });

  test.each(["plan", "apply", "drift"])(
    "the caller of %s gives what the reusable one takes",
    async (name) => {
      const cwd = emptyDirectory();
      await residentctl(["init", ...OFFLINE], { cwd });
      const text = read(cwd, `.github/workflows/residents-${name}.yml`);
      expect(text).toContain("# Put in where residentctl is on GitHub: OWNER, and a COMMIT of it");
      const caller = parse(text);
      const called = parse(readFileSync(path.join(OWN, `${name}.yml`), "utf8"));
      expect(caller.permissions).toEqual({});
      expect(Object.keys(called.on.workflow_call.inputs)).toEqual(
        expect.arrayContaining([...Object.keys(caller.jobs[name].with ?? {}), "directory"]),
      );
      const needed: Record<string, string> = {};
      for (const job of Object.values<{ permissions: Record<string, string> }>(called.jobs)) {
        for (const [scope, access] of Object.entries(job.permissions)) {
          if (needed[scope] !== "write") needed[scope] = access;
        }
      }
      expect(caller.jobs[name].permissions).toEqual(needed);
    },
  );
});

describe("an answer that will not do is asked for again", () => {
  test("sites by number, name or id; a zone with a slip", async () => {
    const cwd = emptyDirectory();
    const typed = "3\noak house\nAmerica/Dever\nAmerica/Denver\n";
    const { code, stderr } = await residentctl(["init", ...EMBEDDED], { cwd, typed });
    expect(stderr).toContain(`The team's sites:\n  1. Maple House (${MAPLE})\n  2. Oak House (${OAK})\n`);
    expect(stderr).toContain("The team has no site 3.\n");
    expect(stderr).toContain('There is no time zone America/Dever. Did you mean "America/Denver"?\n');
    expect(code).toBe(0);
    expect(filesOf(cwd)).toEqual([...ALL, "sites/oak-house.yaml"]);
    expect(parse(read(cwd, "sites/oak-house.yaml"))).toMatchObject({ timezone: "America/Denver" });
  });

  test.each(["2 maple-house", "1, 2", `${OAK} 1`, "all"])("sites as %j", async (answer) => {
    const cwd = emptyDirectory();
    const { code } = await residentctl(["init", ...EMBEDDED], { cwd, typed: `${answer}\n\n\n` });
    expect(code).toBe(0);
    expect(filesOf(cwd)).toEqual([...ALL, "sites/maple-house.yaml", "sites/oak-house.yaml"]);
  });

  test("a team by its number", async () => {
    const cwd = emptyDirectory(TWO_TEAMS);
    const { stderr } = await residentctl(["init", ...EMBEDDED], { cwd, typed: "nobody\n2\n" });
    expect(stderr).toContain("There is no team nobody.\n");
    expect(stderr).toContain("error: The team has no sites.");
  });
});
