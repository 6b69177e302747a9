import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { portfolioOf, type Shape, writePortfolio } from "../../bench/portfolio.ts";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { workingTree } from "../../src/declarations/working-tree.ts";
import { loadSeed } from "../../src/emulator/load-seed.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "bench-test-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function written(shape: Shape): ReadonlyMap<string, string> {
  rmSync(directory, { recursive: true, force: true });
  writePortfolio(directory, shape);
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:yaml|json)$/.test(name))
    .sort();
  return new Map(files.map((name) => [name, readFileSync(path.join(directory, name), "utf8")]));
}

const SMALL: Shape = { ...portfolioOf(1000), sites: 2, perSite: 300 };

describe("a portfolio of the bench", () => {
  test.each([
    { name: "as it is", shape: SMALL },
    { name: "with long Unicode names", shape: { ...SMALL, isUnicode: true } },
  ])("$name has no problem, and neither has its seed", ({ shape }) => {
    writePortfolio(directory, shape);
    const { sites, problems } = loadDeclarations(workingTree(directory), { paths: [] });
    expect(problems).toEqual([]);
    expect(sites.map(({ residents }) => residents.length)).toEqual([300, 300]);
    const seed = loadSeed(readFileSync(path.join(directory, "seed.json"), "utf8"), "seed.json");
    expect(seed.teams[0]?.sites).toHaveLength(2);
  });

  test("is split by building", () => {
    expect([...written(SMALL).keys()]).toEqual([
      "seed.json",
      "sites/site-0/building-0.yaml",
      "sites/site-0/building-1.yaml",
      "sites/site-0/site.yaml",
      "sites/site-1/building-0.yaml",
      "sites/site-1/building-1.yaml",
      "sites/site-1/site.yaml",
    ]);
  });

  test("is the same bytes every time", () => {
    expect(written(SMALL)).toEqual(written(SMALL));
  });

  test("has 2 % changed", () => {
    const text = [...written(portfolioOf(1000)).values()].join("");
    expect(text.match(/303-555-9999/g)).toHaveLength(10);
    expect(text.match(/state: terminated/g)).toHaveLength(5);
    const seed = loadSeed(readFileSync(path.join(directory, "seed.json"), "utf8"), "seed.json");
    expect(seed.teams[0]?.sites[0]?.residents).toHaveLength(995);
  });
});
