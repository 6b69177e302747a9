import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { PORTFOLIO, ROOT, residentctl, temporaryDirectory } from "./residentctl.ts";

const PLAY = ["--emulator", "seed.json"];

/** An empty directory but for a seed: a customer who has used the web UI so far. */
function customer(): string {
  const directory = temporaryDirectory();
  cpSync(path.join(PORTFOLIO, "seed.json"), path.join(directory, "seed.json"));
  return directory;
}

test("from an empty directory to an empty plan: init, validate, doctor, pull, plan", async () => {
  const cwd = customer();
  expect(await residentctl(["init", "--yes", ...PLAY], cwd)).toMatchObject({ code: 0 });
  expect((await residentctl(["validate"], cwd)).stdout).toBe("Valid: 3 sites, 0 residents.\n");
  const healthy = await residentctl(["doctor", ...PLAY], cwd);
  expect(healthy.stdout).toMatch(/, 0 failures\.\n$/);
  expect(healthy.code).toBe(0);
  expect(await residentctl(["pull", "-q", ...PLAY], cwd)).toMatchObject({ code: 0 });
  const plan = await residentctl(["plan", "--detailed-exitcode", ...PLAY], cwd);
  expect(plan.stdout).toMatch(/^No changes\. \d+ residents at 3 sites are as declared\.$/m);
  expect(plan.code).toBe(0);
  const again = await residentctl(["init", "--yes", ...PLAY], cwd);
  expect(again.stdout).not.toContain("Written:");
  expect(again.code).toBe(0);
});

test("the calls that are not state, over the whole path", async () => {
  const cwd = customer();
  await residentctl(["init", "--yes", ...PLAY], cwd);
  const invited = await residentctl(["invite", "--site", "harbor-point", "--yes", "-q", ...PLAY], cwd);
  expect(invited.stdout).toContain("Done: 16 sent.");
  expect(invited).toMatchObject({ code: 0, stderr: "" });
  const refused = await residentctl(["onboard", "--site", "harbor-point", "--yes", ...PLAY], cwd);
  expect(refused).toMatchObject({ code: 3 });
  const reset = await residentctl(["psk-reset", "bao.truong@example.com", "--yes", ...PLAY], cwd);
  expect(reset).toMatchObject({ code: 0 });
  const asked = await residentctl(["psk-reset", "bao.truong@example.com", ...PLAY], cwd);
  expect(asked).toMatchObject({ code: 4, stdout: "" });
});

describe("help", () => {
  const { stdout } = spawnSync(process.execPath, [path.join(ROOT, "dist/main.js"), "--help"], {
    encoding: "utf8",
  });
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+) .*(?:\[options\]|\[rule\]|<shell>)/gm)].map(
    ([, name]) => name ?? "",
  );

  test("every command is known", () => expect(commands.length).toBeGreaterThan(17));

  test.each(commands)("%s --help has examples, and its exit codes", async (command) => {
    const { code, stdout } = await residentctl([command, "--help"], ROOT);
    expect(stdout).toContain(`Usage: residentctl ${command} [options]`);
    expect(stdout).toMatch(new RegExp(`\nExamples:\n {2}(source <\\()?residentctl ${command}\\b`));
    expect(stdout).toMatch(/Exit codes: [014] /);
    expect(code).toBe(0);
  });

  test.each(["github", ...["comment", "summary", "drift-issue", "approved"].map((name) => `github ${name}`)])(
    "%s --help has them too",
    async (command) => {
      const { code, stdout } = await residentctl([...command.split(" "), "--help"], ROOT);
      expect(stdout).toMatch(new RegExp(`\nExamples:\n {2}residentctl ${command} `));
      expect(stdout).toMatch(/Exit codes: 0 /);
      expect(code).toBe(0);
    },
  );
});
