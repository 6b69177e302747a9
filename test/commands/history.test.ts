import { execFileSync } from "node:child_process";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import { entry, fakeProcess, MAPLE, residentctl, siteFile, temporaryDirectory, writeFiles } from "./scene.ts";

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=Ada Byron", "-c", "user.email=ada@example.org", ...args], {
    cwd,
    stdio: "pipe",
    env: { ...process.env, GIT_COMMITTER_DATE: "2026-11-23T17:00:00Z" },
  });
}

/** A repository in which Hal moves in, and then to another unit. */
function repository(): string {
  const cwd = temporaryDirectory();
  git(cwd, "init", "-q", "-b", "main");
  for (const [unit, subject] of [
    ["101", "Hal moves in"],
    ["102", "Hal moves on"],
  ] as const) {
    writeFiles(cwd, {
      "sites/maple.yaml": siteFile("maple", MAPLE, [entry("Hal", unit), entry("Ida", "201")]),
    });
    git(cwd, "add", ".");
    git(cwd, "commit", "-q", "-m", subject);
  }
  return cwd;
}

const HAL = /email: (\S+)/.exec(entry("Hal", "101"))?.[1] ?? "";

test("a mistyped address is not found, and guessed where people may be named", async () => {
  const cwd = repository();
  const mistyped = HAL.replace("hal", "hla");
  expect((await residentctl(["history", mistyped], { cwd })).stderr).toBe(
    `No such change was found. Did you mean "${HAL}"?\n`,
  );
  for (const args of [
    ["history", mistyped, "--redact", "on"],
    ["history", HAL, "--until", "2001-01-01"],
  ]) {
    expect((await residentctl(args, { cwd })).stderr).toBe("No such change was found.\n");
  }
});

describe("history", () => {
  test("shows what was changed about a resident, and which commit did it", async () => {
    const { code, stdout, stderr } = await residentctl(["history", HAL], { cwd: repository() });
    expect(stdout).toMatch(
      /^[0-9a-f]{12} {2}2026-11-23T17:00:00(Z|\+00:00) {2}Ada Byron\n {2}Hal moves in\n {2}\+ maple: /,
    );
    expect(stdout).toContain("\n  Hal moves on\n");
    expect(stdout).toMatch(/ unit: 101 -> 102\n$/);
    expect(stdout).not.toContain("/201");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("filters by unit, site, author and time, and keeps the last so many", async () => {
    const cwd = repository();
    const types = async (...args: readonly string[]) => {
      const { stdout } = await residentctl(["history", "--format", "json", ...args], { cwd });
      return JSON.parse(stdout).events.map(({ type }: { type: string }) => type);
    };
    expect(await types()).toEqual([
      "site-created",
      "resident-created",
      "resident-created",
      "resident-changed",
    ]);
    expect(await types("--unit", "101")).toEqual(["resident-created", "resident-changed"]);
    expect(await types("--site", "oak")).toEqual([]);
    expect(await types("--author", "byron", "--limit", "1")).toEqual(["resident-changed"]);
    expect(await types("--since", "2026-11-24")).toEqual([]);
    expect(await types("--until", "2026-11-23", "--site", "maple")).toHaveLength(4);
  });

  test("says so where nothing is found: exit 0", async () => {
    const { code, stdout, stderr } = await residentctl(["history", "nobody@example.com"], {
      cwd: repository(),
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "No such change was found.\n" });
  });

  test("keeps personal data out where output is redacted", async () => {
    const { stdout } = await residentctl(["history", HAL, "--format", "csv"], {
      cwd: repository(),
      env: { CI: "true" },
    });
    expect(stdout.split("\r\n")).toHaveLength(4);
    expect(stdout).not.toContain("Hal");
    expect(stdout).not.toContain(HAL);
    expect(stdout).toMatch(/,r-[0-9a-f]{8},/);
  });

  test.each([
    [["--since", "yesterday"], "neither a date nor an instant"],
    [["--limit", "0"], "Give a whole number from 1."],
    [["--format", "xml"], "Allowed choices are text, json, csv."],
  ])("%j: exit 4", async (args, message) => {
    const { code, stdout, stderr } = await residentctl(["history", ...args], { cwd: repository() });
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  test("needs a git repository with a commit: exit 4", async () => {
    const cwd = temporaryDirectory();
    const outside = await residentctl(["history"], { cwd });
    expect(outside.stderr).toContain("not a git repository");
    git(cwd, "init", "-q");
    const empty = await residentctl(["history"], { cwd });
    expect(empty.stderr).toContain("has no commits on this branch yet");
    expect([outside.code, empty.code]).toEqual([4, 4]);
  });

  test("warns of a shallow clone", async () => {
    const clone = temporaryDirectory();
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${repository()}`, clone], { stdio: "pipe" });
    const { code, stderr } = await residentctl(["history"], { cwd: clone });
    expect(stderr).toMatch(/^warning: The clone is shallow/);
    expect(code).toBe(0);
  });

  test("explains itself with examples", async () => {
    const { code, stdout } = await residentctl(["history", "--help"], { cwd: temporaryDirectory() });
    expect(stdout).toContain("residentctl history --unit Hudson/1/105");
    expect(code).toBe(0);
  });

  test("is written as it is found; a reader that has seen enough is nobody's error", async () => {
    const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
    const cwd = temporaryDirectory();
    git(cwd, "init", "-q", "-b", "main");
    const many = Array.from({ length: 1500 }, (_, index) => entry(`Res${index}`, `${index}`));
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, many) });
    git(cwd, "add", ".");
    git(cwd, "commit", "-q", "-m", "All");
    const { stdout } = await residentctl(["history"], { cwd });
    expect(stdout.match(/ created/g)).toHaveLength(many.length + 1);
    const script = '"$0" "$1" history | head -n 3; echo "$PIPESTATUS"';
    const shown = execFileSync("bash", ["-c", script, process.execPath, main], {
      cwd,
      stdio: "pipe",
    }).toString();
    expect(shown.split("\n")).toHaveLength(5);
    expect(shown.endsWith("\n0\n")).toBe(true);
  });

  test.each([
    ["EPIPE", 0, ""],
    ["EIO", 1, "write failed"],
  ])("output that cannot be written: %s, exit %i", async (code, exit, message) => {
    const { world, stderr } = fakeProcess({ cwd: repository() });
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("write failed"), { code })),
    });
    expect(await run(["history"], { ...world, stdout })).toBe(exit);
    expect(stderr()).toContain(message);
  });
});
