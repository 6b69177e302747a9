import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { entry, MAPLE, OAK, residentctl, siteFile, temporaryDirectory, writeFiles } from "./scene.ts";

const STYLED = siteFile("oak", OAK, [entry("Ann", "102"), entry("Bob", "101")]);
const LOOSE = siteFile("maple", MAPLE, []).replace("name: maple", "name:   'maple' # hm");

function scene(files: Readonly<Record<string, string>> = {}): string {
  const cwd = temporaryDirectory();
  writeFiles(cwd, { "sites/oak.yaml": STYLED, "sites/maple.yaml": LOOSE, ...files });
  return cwd;
}

function read(cwd: string, file: string): string {
  return readFileSync(path.join(cwd, file), "utf8");
}

test("fmt writes what is not in the style and names it; then nothing", async () => {
  const cwd = scene();
  expect(await residentctl(["fmt"], { cwd })).toEqual({ code: 0, stdout: "sites/maple.yaml\n", stderr: "" });
  expect(read(cwd, "sites/maple.yaml")).toBe(`${LOOSE.replace("  'maple'", "maple").trimEnd()}\n`);
  expect(read(cwd, "sites/oak.yaml")).toBe(`${STYLED.trimEnd()}\n`);
  expect(await residentctl(["fmt"], { cwd })).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("--check writes nothing and exits 1", async () => {
  const cwd = scene();
  expect(await residentctl(["fmt", "--check"], { cwd })).toMatchObject({
    code: 1,
    stdout: "sites/maple.yaml\n",
  });
  expect(read(cwd, "sites/maple.yaml")).toBe(LOOSE);
});

test("--sort, and only the given paths", async () => {
  const cwd = scene();
  expect(await residentctl(["fmt", "--sort", "sites/oak.yaml"], { cwd })).toMatchObject({
    code: 0,
    stdout: "sites/oak.yaml\n",
  });
  expect(read(cwd, "sites/oak.yaml")).toMatch(/bob@example\.com[\s\S]*ann@example\.com/);
});

test("a file with problems is reported and left alone, the others are done", async () => {
  const broken = siteFile("broken", "44", []).replace("siteId", "siteID");
  const cwd = scene({ "sites/broken.yaml": broken });
  const { code, stdout, stderr } = await residentctl(["fmt"], { cwd });
  expect([code, stdout]).toEqual([4, "sites/maple.yaml\n"]);
  expect(stderr).toContain("sites/broken.yaml:4");
  expect(read(cwd, "sites/broken.yaml")).toBe(broken);
  expect(await residentctl(["fmt", "sites/oak.yaml"], { cwd })).toMatchObject({ code: 0, stderr: "" });
});
