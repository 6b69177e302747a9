import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../../src/domain/exit.ts";
import type { HistoryEvent } from "../../src/domain/history-event.ts";
import { readHistory } from "../../src/history/read-history.ts";
import { type CommitModel, makeRepository, runGit, temporaryFolder } from "./git-repo.ts";
import { fileText, PLAIN_STYLE, residentsFile, siteFile } from "./model.ts";

const ADA = { email: "ada@example.com", firstName: "Ada", building: "Main", floor: "1", unit: "101" };
const BOB = { email: "bob@example.com", firstName: "Bob", building: "Main", floor: "1", unit: "102" };

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A branch whose commits hold these files, one after the other. */
function line(...trees: readonly Files[]): readonly CommitModel[] {
  return trees.map((files, index) => ({
    parents: index === 0 ? [] : [index - 1],
    files: new Map(Object.entries(files)),
  }));
}

async function all(folder: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of (await readHistory(folder)).events) events.push(event);
  return events;
}

/** What the commits after the first say, a line each. */
async function later(commits: readonly CommitModel[]): Promise<readonly string[]> {
  const { folder, ids } = makeRepository(commits);
  return (await all(folder)).filter(({ commit }) => commit.id !== ids[0]).map(short);
}

function short(event: HistoryEvent): string {
  const subject =
    "email" in event ? `${event.site} ${event.email}` : "site" in event ? event.site : "project";
  const what = "field" in event ? `${event.field}: ${event.old} -> ${event.new}` : "";
  const from = "fromSite" in event ? `from ${event.fromSite}` : "";
  return [event.type, subject, what, from].filter((word) => word !== "").join(" ");
}

const site = (...residents: Parameters<typeof siteFile>[2][number][]) =>
  fileText(siteFile("oak", "id-oak", residents));

describe("what a commit says", () => {
  test("an event has the resident, the unit, the values as written, and the commit", async () => {
    const { folder, ids } = makeRepository([
      {
        parents: [],
        files: new Map([["sites/oak.yaml", site(ADA)]]),
        author: "Ada Byron",
        email: "ada.byron@example.org",
        subject: "Ada moves in",
        date: 1_795_430_000,
      },
    ]);
    const events = await all(folder);
    expect(events).toHaveLength(2);
    expect(events[1]).toEqual({
      type: "resident-created",
      site: "oak",
      email: "ada@example.com",
      unit: { building: "Main", floor: "1", unit: "101" },
      fields: ADA,
      commit: {
        id: ids[0],
        author: "Ada Byron",
        authorEmail: "ada.byron@example.org",
        date: "2026-11-23T10:33:20+00:00",
        instant: 1_795_430_000_000,
        subject: "Ada moves in",
      },
      receipt: null,
    });
  });

  const cases: readonly [string, Files, Files, readonly string[]][] = [
    [
      "one event a field",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": site({ ...ADA, floor: "2", unit: "201" }) },
      [
        "resident-changed oak ada@example.com floor: 1 -> 2",
        "resident-changed oak ada@example.com unit: 101 -> 201",
      ],
    ],
    [
      "a state",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": site({ ...ADA, state: "suspended" }) },
      ["resident-changed oak ada@example.com state: active -> suspended"],
    ],
    [
      "spelling out a default is nothing",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": site({ ...ADA, state: "active", protected: "false" }) },
      [],
    ],
    [
      "a phone that is cleared",
      { "sites/a.yaml": site({ ...ADA, phone: "1" }) },
      { "sites/a.yaml": site({ ...ADA, phone: "null" }) },
      ["resident-changed oak ada@example.com phone: 1 -> null"],
    ],
    [
      "a field that is not managed any more",
      { "sites/a.yaml": site({ ...ADA, phone: "1" }) },
      { "sites/a.yaml": site(ADA) },
      ["resident-changed oak ada@example.com phone: 1 -> null"],
    ],
    [
      "removed",
      { "sites/a.yaml": site(ADA, BOB) },
      { "sites/a.yaml": site(BOB) },
      ["resident-removed oak ada@example.com"],
    ],
    [
      "another e-mail is another account",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": site({ ...ADA, email: "ada@example.org" }) },
      ["resident-removed oak ada@example.com", "resident-created oak ada@example.org"],
    ],
    [
      "another spelling of an e-mail is a field",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": site({ ...ADA, email: "Ada@example.com" }) },
      ["resident-changed oak Ada@example.com email: ada@example.com -> Ada@example.com"],
    ],
    ["a file's new name is nothing", { "sites/a.yaml": site(ADA) }, { "sites/deep/b.yaml": site(ADA) }, []],
    [
      "a split is nothing",
      { "sites/a.yaml": site(ADA, BOB) },
      {
        "sites/a.yaml": site(BOB),
        "sites/b.yaml": fileText(
          residentsFile(
            "oak",
            [{ email: ADA.email, firstName: "Ada", unit: "101" }],
            ["defaults: { building: Main, floor: '1' }"],
          ),
        ),
      },
      [],
    ],
    [
      "another style is nothing",
      { "sites/a.yaml": site(ADA, BOB) },
      {
        "sites/a.yaml": fileText({
          ...siteFile("oak", "id-oak", [BOB, ADA]),
          style: { ...PLAIN_STYLE, isFlow: true, lineEnd: "\r\n", quote: "double" },
        }),
      },
      [],
    ],
    [
      "a move to another site",
      { "sites/a.yaml": site(ADA), "sites/b.yaml": fileText(siteFile("elm", "id-elm", [])) },
      {
        "sites/a.yaml": site(),
        "sites/b.yaml": fileText(siteFile("elm", "id-elm", [{ ...ADA, unit: "7", transferFrom: "oak" }])),
      },
      [
        "resident-moved elm ada@example.com from oak",
        "resident-changed elm ada@example.com unit: 101 -> 7",
        "resident-changed elm ada@example.com transferFrom: null -> oak",
      ],
    ],
    [
      "a site's new name moves nobody",
      { "sites/a.yaml": site(ADA) },
      { "sites/a.yaml": fileText(siteFile("elm", "id-oak", [{ ...ADA, unit: "7" }])) },
      ["site-renamed elm from oak", "resident-changed elm ada@example.com unit: 101 -> 7"],
    ],
    [
      "a site that goes takes its residents",
      { "sites/a.yaml": site(ADA), "sites/b.yaml": fileText(siteFile("elm", "e", [])) },
      { "sites/b.yaml": fileText(siteFile("elm", "e", [])) },
      ["site-removed oak", "resident-removed oak ada@example.com"],
    ],
    [
      "what a site says of itself, consents one by one",
      { "sites/a.yaml": site(ADA) },
      {
        "sites/a.yaml": fileText(
          siteFile(
            "oak",
            "id-oak",
            [ADA],
            [
              "policy: { undeclared: refuse, limits: { purge: 3 } }",
              "accept: [limit-exceeded/purge/01234567]",
            ],
          ),
        ),
      },
      [
        "site-changed oak policy.undeclared: null -> refuse",
        "site-changed oak policy.limits.purge: null -> 3",
        "site-changed oak accept: null -> limit-exceeded/purge/01234567",
      ],
    ],
    [
      "globs make files count, or not",
      { "sites/a.yaml": site(ADA), "more/b.yaml": fileText(siteFile("elm", "e", [BOB])) },
      {
        "sites/a.yaml": site(ADA),
        "more/b.yaml": fileText(siteFile("elm", "e", [BOB])),
        "residentctl.yaml": 'apiVersion: residentctl/v1\nkind: Project\nsites: ["more/*.yaml"]\n',
      },
      [
        "project-changed project sites: null -> more/*.yaml",
        "site-created elm",
        "site-removed oak",
        "resident-created elm bob@example.com",
        "resident-removed oak ada@example.com",
      ],
    ],
    [
      "files that are no declarations",
      { "sites/a.yaml": site(ADA), "x.md": "1" },
      { "sites/a.yaml": site(ADA), "x.md": "2", ".sites/h.yaml": "x: [" },
      [],
    ],
  ];
  test.each(cases)("%s", async (_name, before, after, expected) => {
    expect(await later(line(before, after))).toEqual(expected);
  });

  test("twice the same e-mail: one counts, whatever the order", async () => {
    const two = [ADA, { ...ADA, unit: "9" }];
    const swapped = line({ "sites/a.yaml": site(...two) }, { "sites/a.yaml": site(...two.toReversed()) });
    expect(await later(swapped)).toEqual([]);
    const less = line({ "sites/a.yaml": site(...two) }, { "sites/a.yaml": site({ ...ADA, unit: "9" }) });
    expect(await later(less)).toEqual(["resident-changed oak ada@example.com unit: 101 -> 9"]);
  });
});

describe("merges", () => {
  const tree = (...residents: Parameters<typeof site>) => new Map([["sites/a.yaml", site(...residents)]]);
  const start = { parents: [], files: tree(ADA, BOB) };
  const onMain = { parents: [0], files: tree({ ...ADA, unit: "201" }, BOB) };
  const onBranch = { parents: [0], files: tree(ADA, { ...BOB, unit: "202" }) };

  test("what came from a parent was done there", async () => {
    const merge = { parents: [1, 2], files: tree({ ...ADA, unit: "201" }, { ...BOB, unit: "202" }) };
    const { folder, ids } = makeRepository([start, onMain, onBranch, merge]);
    const events = (await all(folder)).filter(({ commit }) => commit.id !== ids[0]);
    expect(new Set(events.map((event) => `${ids.indexOf(event.commit.id)}: ${short(event)}`))).toEqual(
      new Set([
        "1: resident-changed oak ada@example.com unit: 101 -> 201",
        "2: resident-changed oak bob@example.com unit: 102 -> 202",
      ]),
    );
  });

  test("what differs from all parents was done by the merge", async () => {
    const merge = { parents: [1, 2], files: tree({ ...ADA, unit: "666" }, { ...BOB, unit: "202" }) };
    const { folder, ids } = makeRepository([start, onMain, onBranch, merge]);
    const own = (await all(folder)).filter(({ commit }) => commit.id === ids[3]);
    expect(own.map(short)).toEqual(["resident-changed oak ada@example.com unit: 201 -> 666"]);
  });
});

describe("files that cannot be read", () => {
  test.each<[string, string | Uint8Array, number, string]>([
    ["broken YAML", `${site(ADA)}  x: [`, 13, "The indentation does not fit, or a [ or { is not closed."],
    [
      "an entry without an e-mail",
      `${site()}`.replace("[]", "[{ firstName: Ada }]"),
      6,
      "An entry of residents has no e-mail address.",
    ],
    ["residents that are no list", site().replace("[]", "{}"), 6, '"residents" is not what it must be.'],
    ["no name", site(ADA).replace("name: oak\n", ""), 1, '"name" is missing, or not a text.'],
    [
      "an alias",
      site(ADA).replace("101", "*x"),
      11,
      "Aliases are not allowed: what an entry says must stand in it.",
    ],
    [
      "another encoding",
      new Uint8Array([...Buffer.from(site(ADA)), 0xff]),
      12,
      "The file is not UTF-8 from here on.",
    ],
    ["an empty file", "", 1, "The file is empty, or holds nothing but comments."],
  ])("%s: an event, and what it said before counts on", async (_name, broken, fromLine, message) => {
    const { folder, ids } = makeRepository(
      line(
        { "sites/a.yaml": site(ADA) },
        { "sites/a.yaml": broken },
        { "sites/a.yaml": site({ ...ADA, unit: "9" }) },
      ),
    );
    const events = (await all(folder)).filter(({ commit }) => commit.id !== ids[0]);
    expect(events.map(short)).toEqual([
      "unreadable oak",
      "resident-changed oak ada@example.com unit: 101 -> 9",
    ]);
    expect(events[0]).toMatchObject({ file: "sites/a.yaml", message });
    expect(Math.abs((events[0]?.type === "unreadable" ? events[0].line : 0) - fromLine)).toBeLessThanOrEqual(
      1,
    );
  });

  test("a link is not followed, and a submodule is no file", async () => {
    const { folder } = makeRepository(line({ "sites/a.link.yaml": "a.yaml" }));
    const [event] = await all(folder);
    expect(event).toMatchObject({ type: "unreadable", site: null, file: "sites/a.link.yaml", line: 1 });
    const other = makeRepository(line({ "sites/a.yaml": site(ADA) }));
    runGit(other.folder, ["reset", "-q", "--hard"]);
    runGit(other.folder, ["update-index", "--add", "--cacheinfo", `160000,${other.ids[0]},sites/sub.yaml`]);
    runGit(other.folder, [
      "-c",
      "user.name=A",
      "-c",
      "user.email=a@example.com",
      "commit",
      "-q",
      "-m",
      "submodule",
    ]);
    expect((await all(other.folder)).map(short)).toEqual([
      "site-created oak",
      "resident-created oak ada@example.com",
    ]);
  });
});

describe("repositories", () => {
  test("names, subjects and authors may hold anything", async () => {
    const name = 'sites/we"ird\n\t\\ näme\u{1f600}.yaml';
    const { folder } = makeRepository([
      {
        parents: [],
        files: new Map([[name, "a: ["]]),
        author: 'Zoë "x" \u001b[31m',
        subject: ":100644 \u001b]0;x\u0007 — é",
      },
    ]);
    const [event] = await all(folder);
    expect(event).toMatchObject({
      type: "unreadable",
      file: name,
      commit: { author: 'Zoë "x" \u001b[31m', subject: ":100644 \u001b]0;x\u0007 — é" },
    });
  });

  test("declarations may stand in a folder of the repository", async () => {
    const { folder } = makeRepository(line({ "homes/sites/a.yaml": site(ADA), "sites/b.yaml": site(BOB) }));
    runGit(folder, ["reset", "-q", "--hard"]);
    expect((await all(`${folder}/homes`)).map(short)).toEqual([
      "site-created oak",
      "resident-created oak ada@example.com",
    ]);
  });

  test("a user's configuration of git changes nothing", async () => {
    const { folder } = makeRepository(
      line({ "sites/a.yaml": site(ADA) }, { "sites/b.yaml": site(ADA, BOB) }),
    );
    const before = (await all(folder)).map(short);
    for (const [key, value] of [
      ["log.showRoot", "false"],
      ["diff.renames", "copies"],
      ["log.showSignature", "true"],
      ["core.quotePath", "true"],
      ["log.decorate", "full"],
      ["core.abbrev", "4"],
      ["diff.relative", "false"],
      ["log.date", "relative"],
      ["color.ui", "always"],
    ] as const) {
      runGit(folder, ["config", key, value]);
    }
    expect((await all(folder)).map(short)).toEqual(before);
    expect(before).toHaveLength(3);
  });

  test("a shallow clone says so", async () => {
    const { folder } = makeRepository(
      line({ "sites/a.yaml": site(ADA) }, { "sites/a.yaml": site(ADA, BOB) }),
    );
    const clone = temporaryFolder();
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${folder}`, clone], { stdio: "ignore" });
    const { warnings, events } = await readHistory(clone);
    expect(warnings).toEqual([expect.stringContaining("The clone is shallow")]);
    const found: string[] = [];
    for await (const event of events) found.push(event.type);
    expect(found).toEqual(["site-created", "resident-created", "resident-created"]);
  });

  test("no commit, no repository, no folder: a message", async () => {
    const empty = temporaryFolder();
    await expect(readHistory(empty)).rejects.toThrow("not a git repository");
    runGit(empty, ["init", "-q"]);
    await expect(readHistory(empty)).rejects.toThrow("has no commits on this branch yet");
    await expect(readHistory(empty)).rejects.toBeInstanceOf(ExpectedError);
    await expect(readHistory(`${empty}/nowhere`)).rejects.toThrow("git could not be started");
  });

  test("a file that is not here any more is unreadable, not gone", async () => {
    const { folder } = makeRepository(line({ "sites/a.yaml": site(ADA) }));
    const blob = runGit(folder, ["rev-parse", "HEAD:sites/a.yaml"]).trim();
    // So few objects are stored one by one.
    rmSync(`${folder}/.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`);
    const events = await all(folder);
    expect(events).toEqual([
      expect.objectContaining({
        type: "unreadable",
        message: "The file is not in the local git repository.",
      }),
    ]);
  });

  test("whoever stops reading ends git, too", async () => {
    const { folder } = makeRepository(line({ "sites/a.yaml": site(ADA) }, { "sites/a.yaml": site(BOB) }));
    const { events } = await readHistory(folder);
    const first = await events.next();
    expect(first.value?.type).toBe("site-created");
    expect(await events.return(undefined)).toEqual({ done: true, value: undefined });
  });
});
