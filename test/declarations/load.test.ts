import { describe, expect, test } from "vitest";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { PROBLEM_RULES } from "../../src/declarations/problem.ts";
import type { DeclaredSite } from "../../src/domain/site.ts";
import { memoryTree, problemsOf, resident, residentsFile, siteFile } from "./memory-tree.ts";

function sitesOf(files: Readonly<Record<string, string | Uint8Array>>): readonly DeclaredSite[] {
  const { sites, problems } = loadDeclarations(memoryTree(files));
  expect(problems).toEqual([]);
  return sites;
}

const PROJECT = `apiVersion: residentctl/v1
kind: Project
teamId: team-of-all
sites: [portfolio/**/*.yaml, "!portfolio/old/**"]
policy:
  undeclared: refuse
  limits: { create: 50%, purge: 2 }
`;

describe("a site", () => {
  test("with every key", () => {
    const [site] = sitesOf({
      "sites/wraeclast.yaml": `# the site of the handbook
apiVersion: residentctl/v1
kind: Site
name: wraeclast-heights
siteId: 81c2
teamId: 3fd0
timezone: America/Los_Angeles
times: { start: "15:00", end: "11:00" }
policy:
  undeclared: terminate
  limits: { create: 25%, update: 30%, suspend: 0%, terminate: 10, purge: 0 }
accept:
  - unit-cycle/105/0a0b0c0d
  - limit-exceeded/terminate/9c41f0aa
residents:
  - email: CWilson@example.com
    firstName: Chris
    lastName: Wilson
    phone: 543-678-9012
    building: Hudson
    floor: "1"
    unit: 0105
    accessStart: 2021-11-05
    accessEnd: 2022-11-06T11:00
    state: suspended
    protected: true
    id: 94adae3b-1
    replaces: old@example.com
    transferFrom: other
`,
      "sites/other.yaml": siteFile("", "other"),
    }).slice(1);
    expect(site).toEqual({
      name: "wraeclast-heights",
      siteId: "81c2",
      teamId: "3fd0",
      timezone: "America/Los_Angeles",
      times: { start: "15:00", end: "11:00" },
      policy: {
        undeclared: "terminate",
        limits: {
          create: { unit: "percent", value: 25 },
          update: { unit: "percent", value: 30 },
          suspend: { unit: "percent", value: 0 },
          terminate: { unit: "count", value: 10 },
          purge: { unit: "count", value: 0 },
        },
      },
      accept: [
        {
          token: "limit-exceeded/terminate/9c41f0aa",
          source: { file: "sites/wraeclast.yaml", line: 14, column: 5 },
        },
        { token: "unit-cycle/105/0a0b0c0d", source: { file: "sites/wraeclast.yaml", line: 13, column: 5 } },
      ],
      residents: [
        {
          email: "CWilson@example.com",
          firstName: "Chris",
          lastName: "Wilson",
          phone: "543-678-9012",
          unit: { building: "Hudson", floor: "1", unit: "0105" },
          accessStart: { form: "date", text: "2021-11-05" },
          accessEnd: { form: "local", text: "2022-11-06T11:00" },
          state: "suspended",
          isProtected: true,
          id: "94adae3b-1",
          replaces: "old@example.com",
          transferFrom: "other",
          source: { file: "sites/wraeclast.yaml", line: 16, column: 12 },
        },
      ],
      source: { file: "sites/wraeclast.yaml", line: 4, column: 7 },
    });
  });

  test("with as little as there can be: the defaults are filled in", () => {
    const [site] = sitesOf({
      "sites/a.yaml": siteFile("residents: [{email: ann@example.com, state: purged}]\n"),
    });
    expect(site?.times).toEqual({ start: "00:00", end: "23:59" });
    expect(site?.policy).toEqual({
      undeclared: "report",
      limits: {
        create: { unit: "percent", value: 25 },
        update: { unit: "percent", value: 30 },
        suspend: { unit: "percent", value: 10 },
        terminate: { unit: "percent", value: 10 },
        purge: { unit: "count", value: 0 },
      },
    });
    expect(site?.accept).toEqual([]);
    expect(site?.residents).toEqual([
      {
        email: "ann@example.com",
        state: "purged",
        isProtected: false,
        source: { file: "sites/a.yaml", line: 7, column: 21 },
      },
    ]);
  });

  test("null clears a phone and opens the end; false protects nobody", () => {
    const [site] = sitesOf({
      "sites/a.yaml": siteFile(
        `residents:\n${resident("ann@example.com", ", phone: null, accessEnd: null, protected: false")}`,
      ),
    });
    expect(site?.residents[0]).toMatchObject({ phone: null, accessEnd: null, isProtected: false });
  });

  test("people and units may be called null, true or NO", () => {
    const [site] = sitesOf({
      "sites/a.yaml": siteFile(
        "residents: [{email: a@example.com, firstName: true, lastName: null, building: NO, floor: ~, unit: 1_05}]\n",
      ),
    });
    expect(site?.residents[0]).toMatchObject({
      firstName: "true",
      lastName: "null",
      unit: { building: "NO", floor: "~", unit: "1_05" },
    });
  });

  test("split over files: residents by e-mail, defaults by file, an entry's own values first", () => {
    const [site] = sitesOf({
      "sites/hudson/2.yaml": residentsFile(
        'defaults: {building: Hudson, floor: "2"}\nresidents:\n  - {email: b@example.com, firstName: B, lastName: L, unit: "201"}\n  - {email: B2@example.com, firstName: B, lastName: L, unit: "301", floor: "3"}\n  - {email: t@example.com, state: terminated, unit: "9"}\n',
      ),
      "sites/a.yaml": siteFile(`residents:\n${resident("c@example.com")}`),
    });
    expect(site?.residents.map(({ email, unit }) => [email, unit])).toEqual([
      ["B2@example.com", { building: "Hudson", floor: "3", unit: "301" }],
      ["b@example.com", { building: "Hudson", floor: "2", unit: "201" }],
      ["c@example.com", { building: "H", floor: "1", unit: "101" }],
      ["t@example.com", { building: "Hudson", floor: "2", unit: "9" }],
    ]);
  });

  test("takes what it does not say from the project, key by key", () => {
    const files = {
      "residentctl.yaml": PROJECT,
      "portfolio/x/a.yaml": siteFile("policy: {limits: {create: 1}}\n").replace("teamId: t1\n", ""),
      "portfolio/old/b.yaml": "not read",
      "sites/c.yaml": "not read",
    };
    expect(sitesOf(files).map(({ teamId, policy }) => ({ teamId, policy }))).toEqual([
      {
        teamId: "team-of-all",
        policy: {
          undeclared: "refuse",
          limits: {
            create: { unit: "count", value: 1 },
            update: { unit: "percent", value: 30 },
            suspend: { unit: "percent", value: 10 },
            terminate: { unit: "percent", value: 10 },
            purge: { unit: "count", value: 2 },
          },
        },
      },
    ]);
  });
});

describe("what is not a problem", () => {
  test("a byte order mark and CRLF; positions are those of an editor", () => {
    const text = `\ufeff${siteFile(`residents:\n${resident("ann@example.com")}`).replaceAll("\n", "\r\n")}`;
    const [site] = sitesOf({ "sites/a.yaml": text });
    expect(site?.residents[0]?.source).toEqual({ file: "sites/a.yaml", line: 8, column: 13 });
    expect(site?.timezone).toBe("America/Los_Angeles");
  });

  test("a directive, a document marker and a document end", () => {
    expect(sitesOf({ "sites/a.yaml": `%YAML 1.1\n---\n${siteFile()}...\n` })).toHaveLength(1);
  });

  test("the same unit one after the other, at two sites, or after a tombstone", () => {
    const before = resident("a@example.com", ", accessEnd: 2022-01-31T11:00");
    const after = resident("b@example.com", ", accessStart: 2022-02-01");
    const gone = resident("c@example.com", ", state: terminated");
    const files = {
      "sites/a.yaml": siteFile(`residents:\n${before}${after}${gone}`),
      "sites/b.yaml": siteFile(`residents:\n${resident("d@example.com")}`, "b"),
    };
    expect(sitesOf(files)).toHaveLength(2);
  });

  test("one who leaves before another comes, told in instants", () => {
    // 2022-02-01T02:00Z is still January in Los Angeles.
    const before = resident("a@example.com", ", accessEnd: 2022-02-01T02:00:00Z");
    const after = resident("b@example.com", ", accessStart: 2022-02-01T00:00");
    expect(sitesOf({ "sites/a.yaml": siteFile(`residents:\n${before}${after}`) })).toHaveLength(1);
  });

  test.each([
    ["on one day", "2022-01-01", "2022-01-01"],
    ["at one moment", "2022-01-01T12:00", "2022-01-01T20:00:00Z"],
    ["over a change of the clocks", "2022-11-06T01:59:59-07:00", "2022-11-06T01:00:00-08:00"],
  ])("access that begins and ends %s", (_name, start, end) => {
    const entry = resident("a@example.com", `, accessStart: ${start}, accessEnd: ${end}`);
    expect(sitesOf({ "sites/a.yaml": siteFile(`residents:\n${entry}`) })).toHaveLength(1);
  });

  test("a zone under an older or newer of its names", () => {
    for (const zone of ["US/Pacific", "Asia/Kolkata", "Asia/Calcutta", "UTC", "Etc/GMT+5"]) {
      const [site] = sitesOf({ "sites/a.yaml": siteFile().replace("America/Los_Angeles", zone) });
      expect(site?.timezone).toBe(zone);
    }
  });

  test("replacing an account that is declared as ended, and a transfer from another site", () => {
    const entry = resident("new@example.com", ", replaces: Old@example.com, transferFrom: b");
    const files = {
      "sites/a.yaml": siteFile(`residents:\n${entry}  - {email: old@example.com, state: terminated}\n`),
      "sites/b.yaml": siteFile("", "b"),
    };
    expect(sitesOf(files)).toHaveLength(2);
  });
});

describe("problems", () => {
  test("all are reported at once, by file and line, and nothing is declared", () => {
    const { problems, sites } = loadDeclarations(
      memoryTree({
        "sites/z.yaml": "a: [",
        "sites/b.yaml": residentsFile(`residents:\n${resident("ann@example", ", stat: active", " 1")}`),
        "sites/a.yaml": siteFile(
          `zone: x\nresidents:\n${resident("ANN@example")}${resident("b.example.com")}`,
        ),
      }),
    );
    expect(sites).toEqual([]);
    expect(problems.map(({ position, rule }) => [position.file, position.line, rule])).toEqual([
      ["sites/a.yaml", 7, "unknown-key"],
      ["sites/a.yaml", 10, "email"],
      ["sites/a.yaml", 10, "unit-overlap"],
      ["sites/b.yaml", 5, "email-duplicate"],
      ["sites/b.yaml", 5, "text"],
      ["sites/b.yaml", 5, "unknown-key"],
      ["sites/z.yaml", 1, "yaml-syntax"],
    ]);
  });

  test("neither message nor way out holds what is personal; the value does", () => {
    const text = siteFile(
      `residents:\n${resident("Cwilson", ', firstName: "Chris "')}${resident("x@example.com")}`.replace(
        "firstName: Ann, ",
        "",
      ),
    );
    const { problems } = loadDeclarations(memoryTree({ "sites/a.yaml": text }));
    expect(problems.map(({ rule, value }) => [rule, value])).toEqual([
      ["email", "Cwilson"],
      ["text", "Chris "],
      ["unit-overlap", "always"],
    ]);
    for (const { message, remedy } of problems) expect(`${message} ${remedy}`).not.toMatch(/Cwilson|Chris/);
  });

  test("every rule has words of its own", () => {
    expect(new Set(Object.values(PROBLEM_RULES)).size).toBe(Object.keys(PROBLEM_RULES).length);
  });

  test("a project that cannot be read does not make every site wrong", () => {
    const files = { "residentctl.yaml": "kind: [", "sites/a.yaml": siteFile().replace("teamId: t1\n", "") };
    expect(problemsOf(files)).toMatch(/^residentctl.yaml:1:7 yaml-syntax\n[^\n]+\n[^\n]+$/);
  });
});

describe("paths", () => {
  const files = {
    "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\n",
    "sites/a.yaml": siteFile(),
    "sites/a/1.yaml": residentsFile("residents: []\n"),
    "sites/b.yaml": siteFile("", "b"),
    "sites/b/1.yaml": residentsFile("residents: []\n", "b"),
  };

  test.each([
    [[], ["a", "b"]],
    [["."], ["a", "b"]],
    [["sites"], ["a", "b"]],
    [["sites/"], ["a", "b"]],
    [["./sites/b.yaml"], ["b"]],
    [["sites/a"], ["a"]],
    [
      ["sites/a/1.yaml", "/repo/sites/b"],
      ["a", "b"],
    ],
    [["residentctl.yaml"], ["a", "b"]],
  ])("%j select %j", (paths, names) => {
    const { selected, sites, problems } = loadDeclarations(memoryTree(files), { paths });
    expect([...selected].sort()).toEqual(names);
    expect(problems).toEqual([]);
    expect(sites.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test.each(["sites/c.yaml", "../repo2", "site", "sites/b.yaml/x"])("%s has no declaration file", (path) => {
    expect(() => loadDeclarations(memoryTree(files), { paths: [path] })).toThrow(
      expect.objectContaining({ exitCode: 4, message: `There is no declaration file at "${path}".` }),
    );
  });

  test("the way out names the nearest file and where files are looked for", () => {
    expect(() => loadDeclarations(memoryTree(files), { paths: ["sites/bb.yaml"] })).toThrow(
      expect.objectContaining({
        remedy:
          'Did you mean "sites/b.yaml"? Declaration files are residentctl.yaml and what matches sites/**/*.yaml, in /repo.',
      }),
    );
  });

  test("a file that could not be read is there, and selects nothing", () => {
    const { selected, problems } = loadDeclarations(memoryTree({ ...files, "sites/c.yaml": "[" }), {
      paths: ["sites/c.yaml"],
    });
    expect(selected).toEqual(new Set());
    expect(problems).toHaveLength(1);
  });
});

describe("the digest", () => {
  test("is that of the files' bytes and paths, in whatever order they are read", () => {
    const files = { "sites/a.yaml": siteFile(), "sites/b.yaml": siteFile("", "b") };
    const { digest, files: read } = loadDeclarations(memoryTree(files));
    const turned = memoryTree(Object.fromEntries(Object.entries(files).reverse()));
    expect(loadDeclarations(turned).digest).toBe(digest);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(read.map(({ file }) => file)).toEqual(["sites/a.yaml", "sites/b.yaml"]);
    const edited = { ...files, "sites/b.yaml": `${files["sites/b.yaml"]}# a comment\n` };
    expect(loadDeclarations(memoryTree(edited)).digest).not.toBe(digest);
    const moved = { "sites/a.yaml": files["sites/a.yaml"], "sites/c.yaml": files["sites/b.yaml"] };
    expect(loadDeclarations(memoryTree(moved)).digest).not.toBe(digest);
  });
});
