import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type GitHubServer, type ServerOptions, startGitHub } from "../github/server.ts";
import {
  DECLARED,
  entry,
  LIVING,
  MAPLE,
  NOW,
  OAK,
  residentctl,
  seedOf,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

/** A repository with a saved plan of it (`plan.json`), and GitHub. */
interface Scene {
  readonly directory: string;
  readonly github: GitHubServer;
  readonly run: (...args: readonly string[]) => ReturnType<typeof residentctl>;
  readonly env: Record<string, string>;
}

async function scene(options: ServerOptions = {}): Promise<Scene> {
  const directory = temporaryDirectory();
  writeFiles(directory, {
    "sites/maple.yaml": siteFile("maple", MAPLE, [
      ...DECLARED.slice(1),
      entry("Ada", "101", "phone: 555-0100"),
    ]),
    "sites/oak.yaml": siteFile("oak house", OAK, [entry("Gus", "110")]),
    "seed.json": JSON.stringify(seedOf(LIVING)),
    "report.md": "## Mine\n",
    "event.json": JSON.stringify({ number: 1, pull_request: { number: 1, head: { sha: "f".repeat(40) } } }),
  });
  const github = await startGitHub(options);
  github.issues.push({ number: 1, login: "ada", isPull: true, title: "", body: "", state: "open" });
  onTestFinished(() => github.close());
  const env: Record<string, string> = {
    GITHUB_TOKEN: "the-token",
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_EVENT_PATH: path.join(directory, "event.json"),
    GITHUB_STEP_SUMMARY: path.join(directory, "summary.md"),
    GITHUB_SHA: "c0ffee",
    GITHUB_RUN_ID: "42",
  };
  const run = (...args: readonly string[]) => residentctl(args, { cwd: directory, env });
  await run("plan", "--emulator", "seed.json", "--now", NOW, "--out", "plan.json");
  return { directory, github, run, env };
}

const digestOf = (directory: string, file = "plan.json"): string =>
  JSON.parse(readFileSync(path.join(directory, file), "utf8")).digest;

describe("github comment", () => {
  test("writes the plan, redacted, and keeps it while it is the same", async () => {
    const { directory, github, run } = await scene();
    expect(await run("github", "comment", "--plan", "plan.json")).toMatchObject({
      code: 0,
      stderr: "Comment 1000 on pull request 1: created.\n",
    });
    expect(github.comments[0]?.body).toContain(`<!-- residentctl:plan digest=${digestOf(directory)} state=`);
    expect(github.comments[0]?.body).toContain("f".repeat(40));
    expect(github.comments[0]?.body).not.toMatch(/example.com|555-0100/);
    expect((await run("github", "comment", "--plan", "plan.json")).stderr).toContain("kept");
    expect((await run("-q", "github", "comment", "--plan", "plan.json")).stderr).toBe("");
  });

  test("and plan --format markdown stay below 60,000 bytes, marker included", async () => {
    const { directory, github, run } = await scene();
    const newcomers = Array.from({ length: 1_000 }, (_, index) => entry(`New${index}`, `${1_000 + index}`));
    const rooms = newcomers.map((_, index) => {
      const unit = `${1_000 + index}`;
      return { building: "Hudson", floor: "1", unit, ssid: "Hudson", vlan: unit };
    });
    const seed = JSON.stringify(seedOf(LIVING));
    const mappings = JSON.stringify(rooms).slice(1, -1);
    writeFiles(directory, {
      "sites/maple.yaml": siteFile("maple", MAPLE, newcomers),
      "seed.json": seed.replaceAll('"mappings":[', `"mappings":[${mappings},`),
    });
    await run("plan", "--emulator", "seed.json", "--now", NOW, "--out", "plan.json");
    await run("github", "comment", "--plan", "plan.json");
    const body = github.comments[0]?.body ?? "";
    const printed = await run("plan", "--emulator", "seed.json", "--now", NOW, "--format", "markdown");
    for (const text of [body, printed.stdout]) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
      expect(Buffer.byteLength(text)).toBeGreaterThan(55_000);
      expect(text).toMatch(/\*\*\d+ more\*\*, none of which ends anybody's access/);
    }
  });

  test("writes Markdown as another comment, joined", async () => {
    const { github, run } = await scene();
    await run(
      "github",
      "comment",
      "--as",
      "apply",
      "--pr",
      "1",
      "--file",
      "report.md",
      "--file",
      "report.md",
    );
    expect(github.comments[0]?.body).toMatch(
      /^<!-- residentctl:apply digest=[0-9a-f]{64} state= -->\n## Mine\n\n## Mine\n$/,
    );
  });

  test("says that there is no plan where there is none, and approves nothing by that", async () => {
    const { github, run } = await scene();
    const args = ["github", "comment", "--plan", "missing.json", "--plan-exit", "2", "--plan-exit", "77"];
    expect((await run(...args)).code).toBe(0);
    expect(github.comments[0]?.body).toContain("<!-- residentctl:plan digest= state= -->");
    expect(github.comments[0]?.body).toContain("exit code 1");
    expect(github.comments[0]?.body).toContain("https://github.com/o/r/actions/runs/42");
  });

  test("with the token of a fork is an error that says so", async () => {
    const { run } = await scene({ isReadOnly: true });
    const { code, stderr } = await run("github", "comment", "--plan", "plan.json");
    expect(code).toBe(1);
    expect(stderr).toContain("The token of a pull request from a fork can only read.");
  });

  test.each([
    [["--plan", "missing.json"], {}, "cannot be read"],
    [["--plan", "report.md"], {}, "is not JSON"],
    [["--plan", "event.json"], {}, "is not a plan"],
    [["--plan", "plan.json", "--redact", "off"], {}, "always redacted"],
    [[], {}, "Nothing to show."],
    [["--plan", "plan.json"], { GITHUB_TOKEN: "" }, "GITHUB_TOKEN is not set"],
    [["--plan", "plan.json"], { GITHUB_REPOSITORY: "" }, "GITHUB_REPOSITORY is not set"],
    [["--plan", "plan.json"], { GITHUB_REPOSITORY: "x" }, "is not owner/name"],
    [["--plan", "plan.json"], { GITHUB_EVENT_PATH: "" }, "about no pull request"],
    [["--plan", "plan.json"], { GITHUB_API_URL: "http://api.example.com" }, "neither https nor http"],
    [["--plan-exit", "x"], {}, "Give an exit code"],
  ])("%j with %j is a usage error", async (args, env, words) => {
    const given = await scene();
    Object.assign(given.env, env);
    const { code, stderr } = await given.run("github", "comment", ...args);
    expect(code).toBe(4);
    expect(stderr).toContain(words);
    expect(given.github.comments).toEqual([]);
  });
});

describe("github summary", () => {
  test("is appended, with the whole of a plan", async () => {
    const { directory, env, run } = await scene();
    writeFileSync(path.join(directory, "summary.md"), "before\n");
    expect((await run("github", "summary", "--plan", "plan.json", "--whole-plan", "the artifact")).code).toBe(
      0,
    );
    const summary = readFileSync(path.join(directory, "summary.md"), "utf8");
    expect(summary).toMatch(/^before\n## Residents: changes\n/);
    expect(summary).toContain("The whole plan: the artifact");
    env.GITHUB_STEP_SUMMARY = path.join(directory, "other.md");
    await run("github", "summary", "--file", "report.md");
    expect(readFileSync(path.join(directory, "other.md"), "utf8")).toBe("## Mine\n\n");
    env.GITHUB_STEP_SUMMARY = "";
    expect((await run("github", "summary", "--file", "report.md")).code).toBe(4);
  });
});

describe("github drift-issue", () => {
  test("does as the exit codes say", async () => {
    const { github, run } = await scene();
    const issue = async (...codes: readonly string[]) => {
      const exits = codes.flatMap((code) => ["--plan-exit", code]);
      return (await run("github", "drift-issue", "--plan", "plan.json", ...exits)).stderr.trim();
    };
    expect(await issue("0")).toBe("No drift issue is open.");
    expect(await issue("1")).toBe("No drift issue is open.");
    expect(await issue("0", "2")).toBe("Drift issue 2: opened.");
    expect(await issue("3")).toBe("Drift issue 2: kept.");
    expect(await issue("2", "4")).toBe("Drift issue 2: noted.");
    expect(await issue("130")).toBe("Drift issue 2: noted.");
    expect(github.comments).toHaveLength(1);
    expect(await issue("0", "0")).toBe("Drift issue 2: closed.");
    expect(await issue()).toContain("--plan-exit is missing");
  });
});

describe("github approved", () => {
  test.each([
    ["nothing was reviewed", [], 3, "stale-plan: No plan was reviewed"],
    ["another plan was reviewed", ["--expect", "a".repeat(64)], 3, "Reviewed was aaaa"],
    ["what is expected is no digest", ["--expect", "a"], 4, "is not a plan's digest"],
    ["the environment approves", ["--by-environment"], 0, ""],
  ])("where %s", async (_, args, expected, words) => {
    const { run } = await scene();
    const { code, stdout, stderr } = await run("github", "approved", "--plan", "plan.json", ...args);
    expect(code).toBe(expected);
    expect(stderr).toContain(words);
    if (expected !== 4) expect(stdout).toBe(`changes=true\npull-request=\napproved=${expected === 0}\n`);
  });

  test("where the plan in the pull request is this one", async () => {
    const { github, run } = await scene();
    await run("github", "comment", "--plan", "plan.json");
    github.pulls.set("c0ffee", [{ number: 1, merged: true }]);
    const { code, stdout } = await run("github", "approved", "--plan", "plan.json");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "changes=true\npull-request=1\napproved=true\n" });
    expect((await run("github", "approved", "--plan", "plan.json", "--commit", "dead")).code).toBe(3);
  });

  test("where nothing is to be done", async () => {
    const { directory, run } = await scene();
    writeFiles(directory, {
      "sites/maple.yaml": siteFile("maple", MAPLE, DECLARED),
      "sites/oak.yaml": siteFile("oak house", OAK, []),
    });
    await run("plan", "--emulator", "seed.json", "--now", NOW, "--out", "plan.json");
    expect(await run("github", "approved", "--plan", "plan.json")).toMatchObject({
      code: 0,
      stdout: "changes=false\npull-request=\napproved=true\n",
    });
  });
});

describe("links", () => {
  test("lead to the planned commit, from the folder of the declarations, where that is known", async () => {
    const { directory, github, run, env } = await scene();
    const plan = JSON.parse(readFileSync(path.join(directory, "plan.json"), "utf8"));
    const { sealPlan } = await import("../../src/planning/seal.ts");
    const { seal: _seal, ...bare } = plan;
    const save = (source: object) =>
      writeFileSync(
        path.join(directory, "plan.json"),
        JSON.stringify(sealPlan({ ...bare, source: { ...bare.source, ...source } })),
      );
    mkdirSync(path.join(directory, "homes"));
    const link = async (...args: readonly string[]) => {
      github.comments.splice(0);
      await run("github", "comment", "--plan", "plan.json", ...args);
      return /<a href="([^"]+)\/sites/.exec(github.comments[0]?.body ?? "")?.[1];
    };
    const commit = "c".repeat(40);
    save({ commit, dirty: false });
    expect(await link()).toBeUndefined();
    execFileSync("git", ["init", "--quiet"], { cwd: directory });
    expect(await link("-C", "homes")).toBe(`https://github.com/o/r/blob/${commit}/homes`);
    expect(await link()).toBe(`https://github.com/o/r/blob/${commit}`);
    env.GITHUB_SERVER_URL = "https://ghe.example.com";
    expect(await link()).toBe(`https://ghe.example.com/o/r/blob/${commit}`);
    save({ commit, dirty: true });
    expect(await link()).toBeUndefined();
  });
});

describe("sites and merge", () => {
  test("show shards for people, for programs and for a matrix", async () => {
    const { run } = await scene();
    expect((await run("sites")).stdout).toBe("Shard 1: 2 sites, 7 residents: maple, oak house\n");
    expect(JSON.parse((await run("sites", "--format", "json", "--site", "maple")).stdout)).toEqual({
      shards: [{ shard: 1, sites: ["maple"], residents: 6 }],
    });
    expect((await run("sites", "--format", "matrix", "--shards", "2")).stdout).toBe(
      '{"include":[{"shard":1,"sites":"maple","args":"--site=maple"},{"shard":2,"sites":"oak house","args":"--site=oak house"}]}\n',
    );
    expect((await run("sites", "--shards", "0")).code).toBe(4);
  });

  test("say what is wrong with the declarations", async () => {
    const { directory, run } = await scene();
    writeFiles(directory, { "sites/maple.yaml": "kind: Site\n" });
    expect((await run("sites")).code).toBe(4);
  });

  test("plans of shards are joined into the plan of all", async () => {
    const { directory, run } = await scene();
    const plan = (site: string, ...more: readonly string[]) =>
      run("plan", "--emulator", "seed.json", "--now", NOW, "--site", site, "--out", `${site}.json`, ...more);
    await plan("maple");
    await plan("oak house");
    const { code, stdout } = await run("merge", "maple.json", "oak house.json", "--detailed-exitcode");
    expect(code).toBe(2);
    expect(JSON.parse(stdout).digest).toBe(digestOf(directory));
    expect((await run("merge", "maple.json", "oak house.json", "--out", "all.json")).code).toBe(0);
    expect(digestOf(directory, "all.json")).toBe(digestOf(directory));
    const applied = await run("apply", "all.json", "--emulator", "seed.json", "--now", NOW, "--yes");
    expect(applied.stdout).toContain("2 applied");
    expect((await run("merge", "maple.json", "maple.json")).stderr).toContain("is in two of them");
    expect((await run("merge", "maple.json", "--redact", "on")).stdout).not.toContain("@example.com");
    await run("merge", "maple.json", "oak house.json", "--redact", "on", "--out", "red.json");
    expect(readFileSync(path.join(directory, "red.json"), "utf8")).not.toContain("@example.com");
    expect((await run("github", "comment", "--plan", "red.json")).code).toBe(0);
  });

  test("a redacted plan that was changed is not shown", async () => {
    const { directory, run } = await scene();
    await run("plan", "--emulator", "seed.json", "--now", NOW, "--out", "plan.json", "--redact", "on");
    const text = readFileSync(path.join(directory, "plan.json"), "utf8");
    expect((await run("merge", "plan.json")).code).toBe(0);
    writeFileSync(path.join(directory, "plan.json"), text.replaceAll("update", "create"));
    expect(await run("merge", "plan.json")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("is not a plan as it was saved"),
    });
    writeFileSync(path.join(directory, "plan.json"), '{"redacted":true}');
    expect((await run("merge", "plan.json")).code).toBe(4);
  });
});

describe("formats for others", () => {
  test.each(["markdown", "github"])(
    "plan --format %s is redacted unless somebody says otherwise",
    async (format) => {
      const { run } = await scene();
      const plan = (...args: readonly string[]) =>
        run("plan", "--emulator", "seed.json", "--now", NOW, "--format", format, ...args);
      expect((await plan()).stdout).toMatch(/r-[0-9a-f]{8}/);
      expect((await plan()).stdout).not.toContain("example.com");
      expect((await plan("--redact", "off")).stdout).toMatch(/ada(@|&#64;)example.com/);
    },
  );

  test.each([
    ["github", /^::error file=sites\/maple.yaml,line=\d+,col=\d+,title=email::/],
    ["sarif", /"ruleId": "email"/],
  ])("validate --format %s goes to stdout, with exit code 4", async (format, expected) => {
    const { directory, run } = await scene();
    writeFiles(directory, {
      "sites/maple.yaml": siteFile("maple", MAPLE, [entry("Ada", "101").replace("@", "")]),
    });
    const { code, stdout, stderr } = await run("validate", "--format", format);
    expect(code).toBe(4);
    expect(stdout).toMatch(expected);
    expect(stderr).toBe("");
  });

  test("apply --format markdown is the report alone", async () => {
    const { run } = await scene();
    const { code, stdout } = await run(
      "apply",
      "--emulator",
      "seed.json",
      "--now",
      NOW,
      "--yes",
      "--format",
      "markdown",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^## Residents: applied\n\n\*\*2 applied\.\*\*/);
    expect(stdout).not.toContain("example.com");
  });
});
