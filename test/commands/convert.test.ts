import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { repository, residentctl, writeFiles } from "./scene.ts";

const HEADER = "First Name,Last Name,Email,Phone Number,Building,Floor,Unit,Access Start,Access End\n";
const GOOD = `${HEADER}Zoe,Poe,zoe@example.com,,Hudson,1,108,2026-12-01,\n`;

function scene(csv: string): string {
  const cwd = repository();
  writeFiles(cwd, { "r.csv": csv });
  return cwd;
}

describe("convert", () => {
  test("writes YAML to stdout, or to a file that is then valid", async () => {
    const cwd = scene(GOOD);
    const { code, stdout, stderr } = await residentctl(["convert", "r.csv"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^residents:\n {2}- email: zoe@example\.com\n/);
    expect(stderr).toContain("1 resident converted\nWithout --site");
    const out = ["convert", "r.csv", "--site", "maple", "--out", "sites/new.yaml"];
    expect(await residentctl(out, { cwd })).toMatchObject({ code: 0, stdout: "" });
    expect(await residentctl(out, { cwd })).toMatchObject({ code: 0 });
    expect((await residentctl(["validate"], { cwd })).code).toBe(0);
    writeFiles(cwd, { "sites/new.yaml": "# mine\n" });
    const refused = await residentctl(out, { cwd });
    expect([refused.code, readFileSync(path.join(cwd, "sites/new.yaml"), "utf8")]).toEqual([4, "# mine\n"]);
  });

  test("names every damaged cell and writes nothing; redacted without its text", async () => {
    const cwd = scene(`${GOOD}Al\u001b[31m,,al@example.com,1.2E+10,Hudson,1,3-Apr,44505,\n`);
    const { code, stdout, stderr } = await residentctl(["convert", "r.csv"], { cwd });
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^r\.csv:3:Phone Number: .* \[1\.2E\+10\]$/),
      expect.stringMatching(/^r\.csv:3:Unit: .* \[3-Apr\]$/),
      expect.stringMatching(/^r\.csv:3:Access Start: .* \[44505\]$/),
      expect.stringMatching(/^r\.csv:3:Last Name: There is no value/),
      expect.stringMatching(/^r\.csv:3:First Name: .* \[Al\\u\{1b\}\[31m\]$/),
      "5 problems in 1 row. Nothing was written.",
      "",
    ]);
    const redacted = await residentctl(["convert", "r.csv", "--redact", "on"], { cwd });
    expect(redacted.stderr).not.toContain("3-Apr]");
  });

  test("checks units against the live mappings, or against what is declared", async () => {
    const cwd = scene(GOOD.replace(",1,108", ",01,0108"));
    const live = await residentctl(["convert", "r.csv", "--site", "maple", "--emulator", "seed.json"], {
      cwd,
    });
    expect(live.stderr).toContain("r.csv:2:Unit: Leading zeros do not fit: the site has Hudson/1/108.");
    const declared = await residentctl(["convert", "r.csv", "--site", "maple"], { cwd });
    expect(declared.code).toBe(0);
    const unknown = await residentctl(["convert", "r.csv", "--site", "elm", "--emulator", "seed.json"], {
      cwd,
    });
    expect(unknown.stderr).toContain("The live mappings cannot be asked for");
  });

  test("says what was not checked, and what may be meant otherwise", async () => {
    const cwd = scene(GOOD.replace("2026-12-01,", "2026-12-01,12/31/2026 0:00"));
    const { code, stdout, stderr } = await residentctl(["convert", "r.csv", "--site", "mapel"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("accessEnd: 2026-12-31T00:00\n");
    expect(stderr.split("\n").slice(1, -1)).toEqual([
      'No valid declaration of a site mapel is here yet. Did you mean "maple"?',
      "Units were not compared with the site's mappings: --site and --live do that.",
      "warning: Access End is 0:00, the first moment of that day, in row 2. If the whole day counts, write the date alone.",
    ]);
  });

  test.each([
    [["convert"], "convert needs a CSV file"],
    [["convert", "none.csv"], "The CSV file cannot be read"],
    [["convert", "r.csv", "--site", "a", "--site", "b"], "convert is for one --site"],
    [["convert", "--to-csv"], "--to-csv writes the residents of one site"],
    [["convert", "--to-csv", "--site", "elm"], "no such site is declared"],
    [["convert", "r.csv", "--date-order", "myd"], "Allowed choices are mdy, dmy, ymd"],
  ])("%j is invalid", async (args, words) => {
    const { code, stderr } = await residentctl(args, { cwd: scene(GOOD) });
    expect([code, stderr]).toEqual([4, expect.stringContaining(words)]);
  });

  test("--to-csv writes declared residents, and says what the template cannot", async () => {
    const cwd = repository();
    writeFiles(cwd, {
      "sites/more.yaml":
        "apiVersion: residentctl/v1\nkind: Residents\nsite: maple\nresidents: [{email: x@example.com, state: purged}]\n",
    });
    const { code, stdout, stderr } = await residentctl(["convert", "--to-csv", "--site", "maple"], { cwd });
    expect(code).toBe(0);
    expect(stdout.split("\r\n")).toHaveLength(9);
    expect(stdout).toContain('"Ada","Tenant","ada@example.com","543-678-9012","Hudson","1","101","",""');
    expect(stderr).toContain("Left out: 1 resident declared terminated or purged\n");
    expect(stderr).toContain("that 1 resident shall be suspended");
    writeFiles(cwd, { "sites/bad.yaml": "kind: Site\n" });
    expect((await residentctl(["convert", "--to-csv", "--site", "maple"], { cwd })).code).toBe(4);
  });
});
