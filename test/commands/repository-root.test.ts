import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  DECLARED,
  entry,
  LIVING,
  MAPLE,
  residentctl,
  seedOf,
  siteFile,
  temporaryDirectory,
  writeFiles,
} from "./scene.ts";

/** A folder `homes`, with a space in its parent's name, in a repository or not; `entries` are maple's. */
function homes(isRepository: boolean, entries: readonly string[]): string {
  const cwd = temporaryDirectory();
  if (isRepository) execFileSync("git", ["init", "-q"], { cwd });
  writeFiles(cwd, {
    "of us/homes/sites/maple.yaml": siteFile("maple", MAPLE, entries),
    "seed.json": JSON.stringify(seedOf(LIVING)),
  });
  return cwd;
}

describe.each([
  ["in a repository", true, "of us/homes/sites/maple.yaml"],
  ["outside of one", false, "sites/maple.yaml"],
])(
  "what is made for GitHub names files from the root of the repository: %s",
  (_where, isRepository, file) => {
    const twice = [...DECLARED, entry("Ada", "107")];

    test("the annotations of validate", async () => {
      const cwd = homes(isRepository, twice);
      const args = ["validate", "-C", "of us/homes", "--format", "github"];
      const { stdout, code } = await residentctl(args, { cwd });
      expect(stdout).toMatch(new RegExp(`^::error file=${file},line=\\d+,col=\\d+,title=email-duplicate::`));
      expect(code).toBe(4);
    });

    test("SARIF, as a URI", async () => {
      const cwd = homes(isRepository, twice);
      const args = ["validate", "-C", "of us/homes", "--format", "sarif"];
      const [first] = JSON.parse((await residentctl(args, { cwd })).stdout).runs[0].results;
      const uri = file.replace(" ", "%20");
      const place = { physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" } } };
      expect(first).toMatchObject({ locations: [place], relatedLocations: [place] });
    });

    test("the annotations of plan; its other formats are as they were", async () => {
      const cwd = homes(isRepository, [...DECLARED, entry("Gus", "107")]);
      const args = ["plan", "-C", "of us/homes", "--emulator", "seed.json", "--format"];
      const { stdout } = await residentctl([...args, "github"], { cwd });
      expect(stdout).toMatch(new RegExp(`^::notice file=${file},line=\\d+,title=create at maple::`, "m"));
      const { sites } = JSON.parse((await residentctl([...args, "json"], { cwd })).stdout);
      expect(sites[0].actions[0].source.file).toBe("sites/maple.yaml");
    });
  },
);
