import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileTree } from "../../src/declarations/file-tree.ts";
import { gitTree, resolveCommit } from "../../src/declarations/git-tree.ts";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { workingTree } from "../../src/declarations/working-tree.ts";
import { residentsFile, siteFile } from "./memory-tree.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "residentctl-"));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A new directory with these files. */
function directory(files: Readonly<Record<string, string>>): string {
  const place = mkdtempSync(path.join(root, "d-"));
  write(place, files);
  return place;
}

function write(place: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
}

function problems(tree: FileTree): readonly string[] {
  return loadDeclarations(tree).problems.map(
    ({ position, rule, message }) => `${position.file} ${rule}: ${message}`,
  );
}

const FILES = {
  "residentctl.yaml": "apiVersion: residentctl/v1\nkind: Project\nteamId: t2\n",
  "sites/a.yaml": siteFile(),
  "sites/deep/er/1.yaml": residentsFile("residents: []\n"),
  "sites/üñí cödé\n.yaml": siteFile("", "b"),
  "sites/node_modules/x/c.yaml": "not read",
  "sites/.hidden.yaml": "not read",
  "sites/notes.txt": "not read",
  "elsewhere/d.yaml": "not read",
};

const READ = ["residentctl.yaml", "sites/a.yaml", "sites/deep/er/1.yaml", "sites/üñí cödé\n.yaml"];

describe("a working directory", () => {
  test("is searched for site files; hidden files and node_modules are not", () => {
    const loaded = loadDeclarations(workingTree(directory(FILES)));
    expect(loaded.problems).toEqual([]);
    expect(loaded.files.map(({ file }) => file)).toEqual(READ);
  });

  test("without site files says where it looked", () => {
    const place = directory({});
    expect(problems(workingTree(place))).toEqual([
      `residentctl.yaml no-files: There are no site files: nothing in ${place} matches sites/**/*.yaml.`,
    ]);
  });

  test("follows links to files and folders", () => {
    const place = directory({ "sites/a.yaml": siteFile() });
    const other = directory({ "b.yaml": siteFile("", "b"), "more/c.yaml": siteFile("", "c") });
    symlinkSync(path.join(other, "b.yaml"), path.join(place, "sites/b.yaml"));
    symlinkSync(path.join(other, "more"), path.join(place, "sites/more"));
    expect(loadDeclarations(workingTree(place)).sites.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test("with a link to nothing is not read in part", () => {
    const place = directory({ "sites/a.yaml": siteFile() });
    symlinkSync("nowhere", path.join(place, "sites/b.yaml"));
    symlinkSync("nowhere", path.join(place, "sites/.#a.yaml"));
    expect(problems(workingTree(place))).toEqual([
      "sites/b.yaml file-unreadable: This place is a link to nothing.",
    ]);
  });

  test("with a file that is too large", () => {
    const place = directory({ "sites/a.yaml": "" });
    truncateSync(path.join(place, "sites/a.yaml"), 40 * 1024 * 1024);
    expect(problems(workingTree(place))).toEqual([
      "sites/a.yaml file-too-large: The file is 40 MiB large; 32 MiB is the most.",
    ]);
  });

  test("with a folder in the place of residentctl.yaml", () => {
    const place = directory({ "sites/a.yaml": siteFile(), "residentctl.yaml/x": "" });
    expect(problems(workingTree(place))).toEqual([
      "residentctl.yaml file-unreadable: The file is not a file.",
    ]);
  });

  test("with links in a circle", () => {
    const place = directory({});
    symlinkSync("residentctl.yaml", path.join(place, "residentctl.yaml"));
    symlinkSync("sites", path.join(place, "sites"));
    expect(problems(workingTree(place))).toEqual([
      "residentctl.yaml file-unreadable: The file cannot be read (ELOOP).",
      "sites file-unreadable: This place cannot be read (ELOOP).",
    ]);
  });

  test("with a file that goes while it is read", () => {
    const tree = workingTree(directory({ "sites/a.yaml": siteFile() }));
    const list: FileTree["list"] = () => ({ files: ["sites/a.yaml", "sites/b.yaml"], unreadable: [] });
    expect(problems({ ...tree, list })).toEqual([
      "sites/b.yaml file-unreadable: The file was there a moment ago and is gone, or is a link to nothing.",
    ]);
  });
});

describe("a git commit", () => {
  let repository: string;

  function git(...args: readonly string[]): void {
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
      cwd: repository,
      stdio: "ignore",
    });
  }

  beforeAll(() => {
    repository = directory({ ...FILES, "sub/sites/e.yaml": siteFile("", "e") });
    git("init", "-q", "-b", "main");
    git("add", "--all", "--force");
    git("commit", "-q", "-m", "first");
    git("tag", "first");
    write(repository, { "sites/a.yaml": "broken: [", "sites/new.yaml": "" });
    symlinkSync("a.yaml", path.join(repository, "sites/link.yaml"));
    git("add", "--all");
    git("commit", "-q", "-m", "second");
    write(repository, { "sites/new.yaml": "not committed" });
  });

  test("holds what its checkout holds", () => {
    const checkout = loadDeclarations(workingTree(directory(FILES)));
    const commit = loadDeclarations(gitTree(repository, "first"));
    expect(commit).toEqual(checkout);
    expect(commit.sites.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("is read below the directory", () => {
    const { sites, files } = loadDeclarations(gitTree(path.join(repository, "sub"), "first"));
    expect(files.map(({ file }) => file)).toEqual(["sites/e.yaml"]);
    expect(sites.map(({ name }) => name)).toEqual(["e"]);
  });

  test("does not follow links", () => {
    expect(problems(gitTree(repository, "HEAD"))).toEqual([
      "sites/a.yaml yaml-syntax: This quote or bracket is not closed, or what it holds is not indented further than its key.",
      "sites/link.yaml file-unreadable: The file is a symbolic link, and a commit is read without following links.",
      "sites/new.yaml file-empty: The file is empty, or holds nothing but comments.",
    ]);
  });

  test("without declarations has no files, and says in which commit it looked", () => {
    const commit = resolveCommit(repository, "first");
    mkdirSync(path.join(repository, "empty"));
    const [problem] = problems(gitTree(path.join(repository, "empty"), "first"));
    expect(problem).toContain(`${repository}/empty at first (${commit.slice(0, 12)})`);
    expect(problem).toContain("no-files");
  });

  test("with a file that is too large, or is not in the local repository", () => {
    const large = directory({ "sites/a.yaml": "", "sites/b.yaml": siteFile("", "b") });
    truncateSync(path.join(large, "sites/a.yaml"), 33 * 1024 * 1024);
    for (const args of [
      ["init", "-q"],
      ["add", "."],
    ])
      execFileSync("git", args, { cwd: large });
    const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    execFileSync("git", [...identity, "commit", "-q", "-m", "x"], { cwd: large });
    const object = execFileSync("git", ["rev-parse", "HEAD:sites/b.yaml"], { cwd: large }).toString().trim();
    rmSync(path.join(large, ".git/objects", object.slice(0, 2), object.slice(2)), { force: true });
    expect(problems(gitTree(large, "HEAD"))).toEqual([
      "sites/a.yaml file-too-large: The file is 33 MiB large; 32 MiB is the most.",
      "sites/b.yaml file-unreadable: The file is not in the local git repository.",
    ]);
  });

  test.each([
    ["", '"" is not the name of a commit, branch or tag.'],
    ["--output=x", '"--output=x" is not the name of a commit, branch or tag.'],
    ["a\u0000b", '"a\\u{0}b" is not the name of a commit, branch or tag.'],
  ])("is not named %j", (ref, message) => {
    expect(() => gitTree(repository, ref)).toThrow(expect.objectContaining({ exitCode: 4, message }));
  });

  test.each(["nowhere", "HEAD~7", "HEAD:sites/a.yaml"])("is not there: %s", (ref) => {
    expect(() => gitTree(repository, ref)).toThrow(
      expect.objectContaining({
        exitCode: 4,
        message: `There is no commit, branch or tag "${ref}" in the git repository of ${repository}.`,
        remedy: expect.stringContaining("git fetch"),
      }),
    );
  });

  test("outside a repository, or without the directory, there is none", () => {
    const plain = directory({});
    expect(() => gitTree(plain, "main")).toThrow(
      expect.objectContaining({ exitCode: 4, message: expect.stringContaining("not a git repository") }),
    );
    expect(() => gitTree(path.join(plain, "gone"), "main")).toThrow(
      expect.objectContaining({ exitCode: 4, message: expect.stringContaining("git could not be started") }),
    );
  });
});
