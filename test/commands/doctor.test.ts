import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/emulator/faults.ts";
import type { EmulatorSeed } from "../../src/emulator/seed.ts";
import {
  CREDENTIALS,
  emulatorWith,
  entry,
  LIVING,
  live,
  MAPLE,
  OAK,
  residentctl,
  seedOf,
  siteFile,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

const MAPLE_FILE = siteFile("maple-house", MAPLE, [entry("Ada", "101")]);
const CALLERS = Object.fromEntries(
  ["plan", "apply", "drift"].map((name) => [
    `.github/workflows/${name}.yml`,
    `jobs: { run: { uses: some/residentctl/.github/workflows/${name}.yml@${"a".repeat(40)} } }\n`,
  ]),
);

/** A directory with one site and a seed; a git repository where files are given for one. */
function cwdWith(files: Readonly<Record<string, string>> = {}, isRepository = false): string {
  const cwd = temporaryDirectory();
  const seed = JSON.stringify(seedOf(LIVING));
  writeFiles(cwd, { "sites/maple.yaml": MAPLE_FILE, "seed.json": seed, ...files });
  if (isRepository) execFileSync("git", ["init", "-q"], { cwd });
  return cwd;
}

async function doctor(cwd: string, ...args: readonly string[]) {
  const ended = await residentctl(["doctor", "--format", "json", "--emulator", "seed.json", ...args], {
    cwd,
  });
  const { summary, findings } = JSON.parse(ended.stdout);
  const lines: string[] = findings.map(
    (finding: { check: string; verdict: string; site: string | null; message: string }) =>
      `${finding.verdict} ${finding.check} ${finding.site ?? "-"} ${finding.message}`,
  );
  return { ...ended, summary, findings, lines };
}

test("all is well", async () => {
  const cwd = cwdWith({ ".gitignore": ".residentctl/\n", ...CALLERS }, true);
  const { code, stdout } = await residentctl(["doctor", "--emulator", "seed.json"], { cwd });
  expect(stdout).toContain("ok       credentials   the account of the emulator's seed is used\n");
  expect(stdout).toContain("ok       declarations  1 site, 1 resident, valid\n");
  expect(stdout).toContain(`ok       teams         1 team: Team (${TEAM})\n`);
  expect(stdout).toContain(
    `ok       teams         Team has 2 sites: Maple House (${MAPLE}), Oak House (${OAK})\n`,
  );
  expect(stdout).toContain('ok       site          maple-house: is "Maple House" in Site Manager\n');
  expect(stdout).toContain(
    "ok       time-zone     maple-house: America/Los_Angeles fits 1 date of residents\n",
  );
  expect(stdout).toContain(
    "ok       statuses      maple-house: 6 residents, all with statuses that are known\n",
  );
  expect(stdout).toContain(
    "ok       units         maple-house: 20 units, with those of all residents among them\n",
  );
  expect(stdout).toContain(
    "ok       answers       GET /team/{TeamId}/site/{SiteId}/resident: 1 answer of the shape",
  );
  expect(stdout).toContain("ok       workflows     plan, apply and drift are in .github/workflows\n");
  expect(stdout).toMatch(/\n\n15 ok, 0 warnings, 0 failures\.\n$/);
  expect(code).toBe(0);
});

describe("declarations", () => {
  test("none yet: a warning, and the team's sites to begin with", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, { "seed.json": JSON.stringify(seedOf([])) });
    const { code, lines } = await doctor(cwd);
    expect(lines).toContain("warning declarations - there are no site files yet");
    expect(lines.join("\n")).toContain("Team has 2 sites");
    expect(code).toBe(0);
  });

  test("invalid: exit 4, and the rest is checked all the same", async () => {
    const { code, lines } = await doctor(cwdWith({ "sites/maple.yaml": "kind: Site\n" }));
    expect(lines.join("\n")).toMatch(/failure declarations - \d+ problems in the files/);
    expect(lines.join("\n")).toContain("ok token - signed in");
    expect(code).toBe(4);
  });
});

describe("sites", () => {
  const oneSite = (seed: EmulatorSeed, changes: object): EmulatorSeed => ({
    ...seed,
    teams: seed.teams.map((team) => ({
      ...team,
      sites: team.sites.map((site) => ({ ...site, ...changes })),
    })),
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp, RegExp, number]>([
    [
      "a siteId that is not there",
      { "sites/maple.yaml": MAPLE_FILE.replace(MAPLE, "elsewhere") },
      /^failure site maple-house the team has no site elsewhere$/m,
      /Correct siteId\. The team has 2.*Maple House|Maple House \(/,
      1,
    ],
    [
      "a team that is not there",
      { "sites/maple.yaml": MAPLE_FILE.replace(TEAM, "others") },
      /^failure site maple-house the account is not on team others$/m,
      /add the account to that team/,
      1,
    ],
    [
      "the siteId of another site",
      { "sites/maple.yaml": MAPLE_FILE.replace(MAPLE, OAK) },
      /^warning site maple-house its siteId is that of "Oak House", and "Maple House" is another site$/m,
      /belong together/,
      0,
    ],
    [
      "another time zone",
      { "sites/maple.yaml": MAPLE_FILE.replace("Los_Angeles", "New_York") },
      /^failure time-zone maple-house by America\/New_York, local and UTC dates of residents are not the same moments: 1 of 1 date$/m,
      /The dates fit America\/Los_Angeles/,
      1,
    ],
    [
      "an unknown status",
      { "seed.json": JSON.stringify(seedOf([live("Ada", "101", { listedStatus: ["vacationing"] })])) },
      /^warning statuses maple-house 1 resident with a status that is not known: "vacationing"$/m,
      /never touched/,
      0,
    ],
    [
      "no mappings",
      { "seed.json": JSON.stringify(oneSite(seedOf([]), { mappings: [] })) },
      /^warning units maple-house the API lists no units$/m,
      /Set up/,
      0,
    ],
    [
      "nobody to compare dates of",
      { "seed.json": JSON.stringify(seedOf([])) },
      /^ok time-zone maple-house America\/Los_Angeles; no resident has dates/m,
      /init/,
      0,
    ],
    [
      "a team without sites",
      { "seed.json": JSON.stringify({ ...seedOf([]), teams: [{ teamId: TEAM, name: "Team", sites: [] }] }) },
      /^warning teams - Team has no sites$/m,
      /The team has no sites\./,
      1,
    ],
    [
      "no team",
      { "seed.json": JSON.stringify({ ...seedOf([]), teams: [] }) },
      /^failure teams - the account is on no team$/m,
      /Add it to the team/,
      1,
    ],
  ])("%s", async (_name, files, words, remedy, expected) => {
    const { code, lines, findings } = await doctor(cwdWith(files));
    expect(lines.join("\n")).toMatch(words);
    expect(JSON.stringify(findings)).toMatch(remedy);
    expect(code).toBe(expected);
  });

  test("units that the mappings do not have, declared and live; who has ended does not count", async () => {
    const mapping = { Building: "Hudson", Floor: "1", Unit: "101", SSID: null, Vlan: null, Passphrase: null };
    const body = JSON.stringify({ Error: null, Mappings: [mapping] });
    const emulator = await emulatorWith(
      seedOf([live("Ada", "108"), live("Bob", "107", { terminatedAt: "2026-11-20T08:00:00Z" })]),
      { faults: { faults: [{ path: "/team/*/site/*/mappings", kind: "status", status: 200, body }] } },
    );
    const entries = [entry("Ada", "109"), "  - email: gone@example.com\n    state: purged\n"];
    const { stdout, code } = await residentctl(["doctor"], {
      cwd: cwdWith({ "sites/maple.yaml": siteFile("maple-house", MAPLE, entries) }),
      env: { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url },
    });
    expect(stdout).toContain(
      "failure  units         maple-house: 1 declared unit not among the site's: Hudson/1/109\n",
    );
    expect(stdout).toContain(
      "warning  units         maple-house: 1 unit of live residents not among the site's: Hudson/1/108\n",
    );
    expect(code).toBe(1);
  });

  test("dates that fit no zone", async () => {
    const residents = JSON.stringify({
      Error: null,
      Residents: [wire({ ActivationDate: "2026-01-01T00:00:07" })],
    });
    const { stdout, code } = await withFault({
      path: "/team/*/site/*/resident",
      kind: "status",
      status: 200,
      body: residents,
    });
    expect(stdout).toContain("No one zone fits all of them");
    expect(code).toBe(1);
  });

  test("--site narrows the checks, and one that is not declared is exit 4", async () => {
    const cwd = cwdWith({ "sites/oak.yaml": siteFile("oak-house", OAK, []) });
    const { lines } = await doctor(cwd, "--site", "oak-house");
    expect(lines.join("\n")).not.toContain("maple-house ");
    const other = await residentctl(["doctor", "--site", "elm", "--emulator", "seed.json"], { cwd });
    expect(other).toMatchObject({ code: 4, stdout: "" });
  });
});

/** A resident as the API lists one. */
function wire(changes: object): object {
  return {
    ActivationDate: "2026-01-01T00:00:00",
    ActivationDateUTC: "2026-01-01T08:00:00+00:00",
    Building: "Hudson",
    DeactivationDate: null,
    DeactivationDateUTC: null,
    Email: "ada@example.com",
    FirstName: "Ada",
    Floor: "1",
    LastName: "Tenant",
    Mobile: null,
    OnboardedAt: null,
    Phone: null,
    ResidentId: "id-ada",
    SSID: null,
    ServiceAreaNumber: null,
    Status: ["current"],
    UUID: "u",
    Unit: "101",
    ...changes,
  };
}

async function withFault(
  fault: Fault | null,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
) {
  const emulator = await emulatorWith(seedOf(LIVING), { faults: { faults: fault === null ? [] : [fault] } });
  return residentctl(["doctor", ...args], {
    cwd: cwdWith(),
    env: { ...CREDENTIALS, ELEVENOS_BASE_URL: emulator.url, ...env },
  });
}

describe("answers", () => {
  test("what differs from the schema is a warning that names the field and no value", async () => {
    const body = JSON.stringify({
      Error: null,
      Residents: [wire({ Floor: 1 }), wire({ Floor: 2, OnboardedAt: 5, ActivationDateUTC: "soon" })],
    });
    const { stdout, code } = await withFault({
      path: "/team/*/site/*/resident",
      kind: "status",
      status: 200,
      body,
    });
    expect(stdout).toMatch(
      /GET \/team\/\{TeamId\}\/site\/\{SiteId\}\/resident: .*Residents\[\]\.Floor must be string \(2 times\)/,
    );
    expect(stdout).toContain("Residents[].ActivationDateUTC is not written as expected");
    expect(stdout).toContain("Residents[].OnboardedAt must be string or null");
    expect(stdout).not.toContain("soon");
    expect(code).toBe(1);
  });

  test("what cannot be read fails, and the schema says more of it", async () => {
    const body = JSON.stringify({ Error: null, Residents: [wire({ Email: null })] });
    const { stdout, code } = await withFault({
      path: "/team/*/site/*/resident",
      kind: "status",
      status: 200,
      body,
    });
    expect(stdout).toMatch(
      /^failure {2}site {10}maple-house: .*Residents\[0\]\.Email should be text and is null/m,
    );
    expect(stdout).toContain("Residents[].Email must be string");
    expect(code).toBe(1);
  });

  test("an answer without its list", async () => {
    const { stdout } = await withFault({
      path: "/team",
      kind: "status",
      status: 200,
      body: '{"Error":null}',
    });
    expect(stdout).toContain("GET /team: the answer must have required property 'Teams'");
  });

  test("passphrases stand nowhere", async () => {
    const seed = JSON.stringify(seedOf(LIVING)).replaceAll('"vlan"', '"passphrase":"correct-horse","vlan"');
    const { stdout, stderr } = await doctor(cwdWith({ "seed.json": seed }), "-v");
    expect(stdout + stderr).not.toContain("correct-horse");
    expect(stdout).toContain("/mappings: 1 answer of the shape relied on");
  });
});

describe("credentials and server", () => {
  test.each([
    [{}, "ELEVENOS_EMAIL and ELEVENOS_PASSWORD are set", 0],
    [{ ELEVENOS_TOKEN: "t" }, "ELEVENOS_TOKEN is set, ELEVENOS_EMAIL and ELEVENOS_PASSWORD", 0],
    [
      { ELEVENOS_TOKEN: "t", ELEVENOS_PASSWORD: "" },
      "ELEVENOS_TOKEN is set, with nothing to renew it with",
      1,
    ],
    [{ ELEVENOS_PASSWORD: "" }, "ELEVENOS_EMAIL is set and ELEVENOS_PASSWORD is not.", 1],
    [{ ELEVENOS_PASSWORD: "wrong" }, "failure  token", 1],
    [{ ELEVENOS_BASE_URL: "http://example.com" }, "failure  token", 1],
  ])("with %j: %s", async (env, words, expected) => {
    const { stdout, code } = await withFault(null, env);
    expect(stdout).toContain(words);
    expect(stdout).not.toContain("emulator@");
    expect(code).toBe(expected);
  });

  test("a team whose sites cannot be listed says so, and its sites are passed over", async () => {
    const { stdout, code } = await withFault({ path: "/team/*/site", kind: "status", status: 403 });
    expect(stdout).toMatch(/^failure {2}teams .*403/m);
    expect(stdout).not.toMatch(/^\w+ +site /m);
    expect(code).toBe(1);
  });

  test("the server's words hold no address where output is redacted", async () => {
    const fault: Fault = {
      path: "/team",
      kind: "status",
      status: 200,
      body: '{"Error":"not for ada@example.com"}',
    };
    const { stdout } = await withFault(fault, {}, "--redact", "on");
    expect(stdout).toMatch(/not for r-[0-9a-f]{8}/);
  });
});

describe("git", () => {
  const journal = { ".residentctl/journal/a.jsonl": "{}\n" };

  test("no repository, an ignored journal, and one that is not", async () => {
    expect((await doctor(cwdWith())).lines.join("\n")).toContain(
      "warning git - the directory is in no git repository",
    );
    expect((await doctor(cwdWith({}, true))).lines.join("\n")).toMatch(
      /warning git - .* is not ignored by git/,
    );
  });

  test("a journal that is committed fails", async () => {
    const cwd = cwdWith(journal, true);
    execFileSync("git", ["add", "-f", ".residentctl"], { cwd });
    const { lines, code } = await doctor(cwd);
    expect(lines).toContain("failure git - the journal in .residentctl/ is committed");
    expect(code).toBe(1);
  });

  test("workflows that are missing, or not filled in", async () => {
    const two = Object.fromEntries(Object.entries(CALLERS).filter(([file]) => !file.includes("drift")));
    const some = await doctor(cwdWith(two, true));
    expect(some.lines).toContain("warning workflows - .github/workflows has none for drift");
    const own = {
      ".github/workflows/all.yml":
        "run: residentctl plan; residentctl apply; residentctl github drift-issue\n",
    };
    expect((await doctor(cwdWith(own, true))).lines.join("\n")).toContain("ok workflows");
    const open = {
      ...CALLERS,
      ".github/workflows/plan.yml": "uses: OWNER/residentctl/.github/workflows/plan.yml@COMMIT\n",
    };
    expect((await doctor(cwdWith(open, true))).lines.join("\n")).toContain("still hold OWNER or COMMIT");
  });
});

describe("schemas/api", () => {
  const schema = (name: string) =>
    new Ajv2020({ allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(new URL(`../../schemas/api/${name}.schema.json`, import.meta.url), "utf8")),
    );

  test("the emulator answers by them, to calls that write too", async () => {
    const emulator = await emulatorWith(seedOf(LIVING));
    const token = await post("/oauth/token", undefined, `Password ${btoa("operator@example.com:emulator")}`);
    async function post(path: string, body: unknown, authorization: string, method = "POST") {
      const init = {
        method,
        headers: { authorization },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      const answer: Readonly<Record<string, unknown>> = Object(
        await (await fetch(`${emulator.url}${path}`, init)).json(),
      );
      return answer;
    }
    const bearer = `Bearer ${token.access_token}`;
    const at = `/team/${TEAM}/site/${MAPLE}/resident`;
    const job = await post(`${at}/bulkaction`, { Action: "suspend", Residents: ["id-ada"] }, bearer);
    const answers: readonly (readonly [string, unknown])[] = [
      ["job-submitted", job],
      ["job", await post(`${at}/bulkaction/${job.job_id}`, undefined, bearer, "GET")],
      ["job", await post(`${at}/bulkaction/${job.job_id}`, undefined, bearer, "GET")],
      ["result", await post(`${at}/id-bob/invite`, undefined, bearer)],
      ["result", await post(`${at}/id-bob`, undefined, bearer, "DELETE")],
      ["residents", await post(`${at}/id-bob`, undefined, bearer, "GET")],
    ];
    for (const [name, answer] of answers) {
      const validate = schema(name);
      expect(validate(answer), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });
});
