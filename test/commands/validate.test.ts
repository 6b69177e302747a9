import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  DECLARED,
  entry,
  MAPLE,
  OAK,
  repository,
  residentctl,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

describe("validate", () => {
  test("counts what is valid: exit 0", async () => {
    const { code, stdout, stderr } = await residentctl(["validate"], { cwd: repository() });
    expect(stdout).toBe("Valid: 1 site, 7 residents.\n");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  test("counts the sites that paths and --site select", async () => {
    const cwd = repository();
    writeFiles(cwd, { "sites/oak.yaml": siteFile("oak", OAK, [entry("Hal", "101")]) });
    const shown = async (...args: readonly string[]) =>
      (await residentctl(["validate", ...args], { cwd })).stdout;
    expect(await shown()).toBe("Valid: 2 sites, 8 residents.\n");
    expect(await shown("sites/oak.yaml")).toBe("Valid: 1 site, 1 resident.\n");
    expect(await shown("--site", "maple")).toBe("Valid: 1 site, 7 residents.\n");
  });

  test("with --format json is one document, of what is valid and of what is not", async () => {
    const good = await residentctl(["validate", "--format", "json"], { cwd: repository() });
    expect(JSON.parse(good.stdout)).toEqual({ valid: true, problems: [], sites: 1, residents: 7 });
    const cwd = temporaryDirectory();
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Ada", "107")]) });
    const bad = await residentctl(["validate", "--format", "json"], { cwd });
    expect(JSON.parse(bad.stdout)).toMatchObject({
      valid: false,
      problems: [
        {
          severity: "error",
          file: "sites/maple.yaml",
          line: expect.any(Number),
          column: expect.any(Number),
          rule: "email-duplicate",
        },
      ],
      sites: 0,
      residents: 0,
    });
    expect(bad.stderr).toBe("");
    expect(bad.code).toBe(4);
  });

  test("shows what was written, but not where output is redacted", async () => {
    const cwd = temporaryDirectory();
    writeFiles(cwd, { "sites/maple.yaml": siteFile("maple", MAPLE, [...DECLARED, entry("Ada", "107")]) });
    for (const [args, isShown] of [
      [[], true],
      [["--redact", "on"], false],
    ] as const) {
      const text = await residentctl(["validate", ...args], { cwd });
      const json = await residentctl(["validate", "--format", "json", ...args], { cwd });
      expect(text.stderr.includes("ada@example.com")).toBe(isShown);
      expect(json.stdout.includes("ada@example.com")).toBe(isShown);
    }
  });
});

test.runIf(existsSync("/dev/full"))(
  "output that a full disk does not take is said in a line, and exits 1",
  () => {
    const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
    const script = '"$0" "$1" validate >/dev/full';
    const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, main], {
      cwd: repository(),
    });
    expect(stderr.toString()).toBe("error: The output cannot be written (ENOSPC); the rest of it is lost.\n");
    expect(status).toBe(1);
  },
);
