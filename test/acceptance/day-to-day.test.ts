import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { portfolioCopy, residentctl, temporaryDirectory } from "./residentctl.ts";

const LIVE = ["--emulator", "seed.json"];

test("pull into the example portfolio: the first plan after it is empty, and the files stay in style", async () => {
  const cwd = portfolioCopy();
  expect(await residentctl(["pull", ...LIVE, "--check", "-q"], cwd)).toMatchObject({ code: 2 });
  expect(await residentctl(["pull", ...LIVE], cwd)).toMatchObject({ code: 0, stdout: "" });
  const plan = await residentctl(["plan", ...LIVE, "--detailed-exitcode"], cwd);
  expect(plan.stdout).toContain("No changes.");
  expect(plan.code).toBe(0);
  expect(await residentctl(["fmt", "--check"], cwd)).toEqual({ code: 0, stdout: "", stderr: "" });
  const alder = readFileSync(path.join(cwd, "sites/cedar-court/alder.yaml"), "utf8");
  expect(alder).toContain("  # Married in October; the name on the lease changed.\n");
});

test("a site through CSV and back", async () => {
  const cwd = portfolioCopy();
  const csv = await residentctl(["convert", "--to-csv", "--site", "mill-lofts", "--out", "m.csv"], cwd);
  expect(csv.code).toBe(0);
  const yaml = await residentctl(["convert", "m.csv", "--site", "mill-lofts", ...LIVE], cwd);
  expect(yaml.code).toBe(0);
  const elsewhere = temporaryDirectory();
  const site = readFileSync(path.join(cwd, "sites/mill-lofts.yaml"), "utf8");
  expect(yaml.stdout.match(/email: /g)).toHaveLength(site.match(/email: /g)?.length ?? 0);
  writeFileSync(path.join(elsewhere, "m.csv"), "First Name\nAnn\n");
  expect(await residentctl(["convert", "m.csv"], elsewhere)).toMatchObject({ code: 4, stdout: "" });
});

test.each(["pull", "fmt", "convert"])("%s --help has examples", async (command) => {
  const { code, stdout } = await residentctl([command, "--help"], temporaryDirectory());
  expect(code).toBe(0);
  expect(stdout).toContain(`Examples:\n  residentctl ${command} `);
});
