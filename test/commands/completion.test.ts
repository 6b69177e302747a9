import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMPLETION_SCRIPTS } from "../../src/commands/completion-scripts.ts";
import { SHELLS } from "../../src/commands/shells.ts";
import { residentctl, temporaryDirectory, writeFiles } from "./scene.ts";

const MAIN = path.join(import.meta.dirname, "../../dist/main.js");

const FILES = {
  "sites/maple.yaml":
    "kind: Site\nname: maple-house\nresidents:\n  - email: ann@example.com\n  - email: ben@example.org\n",
  "sites/oak.yaml": "kind: Site\nname: oak-court\nresidents: [\n",
};

function declarations(): string {
  const cwd = temporaryDirectory();
  writeFiles(cwd, FILES);
  return cwd;
}

/** What `__complete` answers: the words, and what the shell adds of its own. */
async function completed(words: readonly string[], cwd = declarations()) {
  const { code, stdout, stderr } = await residentctl(["__complete", ...words], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.trimEnd().split("\n");
  return { words: lines.slice(0, -1).map((line) => line.split("\t")[0]), rest: lines.at(-1) };
}

describe("what can follow", () => {
  test.each([
    [["val"], ["validate"], ":words"],
    [["help", "exp"], ["explain"], ":words"],
    [["github", "app"], ["approved"], ":words"],
    [["plan", "--det"], ["--detailed-exitcode"], ":words"],
    [["plan", "--conc"], ["--concurrency"], ":words"],
    [["plan", "--format", "js"], ["json"], ":words"],
    [["plan", "--format=js"], ["--format=json"], ":words"],
    [["--color", "al"], ["always"], ":words"],
    [["plan", "--site", ""], ["maple-house", "oak-court"], ":words"],
    [["plan", "--site", "oak-court", "--site", "m"], ["maple-house"], ":words"],
    [["plan", "--site=o"], ["--site=oak-court"], ":words"],
    [["history", "a"], ["ann@example.com"], ":words"],
    [["-q", "history", "--limit", "3", ""], ["ann@example.com", "ben@example.org"], ":words"],
    [["explain", "unit-o"], ["unit-occupied", "unit-overlap"], ":words"],
    [["completion", ""], [...SHELLS], ":words"],
    [["plan", ""], [], ":files"],
    [["plan", "sites/maple.yaml", ""], [], ":files"],
    [["plan", "--out", ""], [], ":files"],
    [["-C", ""], [], ":folders"],
    [["plan", "--now", ""], [], ":words"],
    [["plan", "--nonsense=", ""], [], ":files"],
    [["plan", "--nonsense=a"], [], ":words"],
    [["history", "--", "-"], [], ":words"],
    [["history", "ann@example.com", "--", ""], [], ":words"],
  ])("%j: %j %s", async (line, words, rest) => {
    expect(await completed(line)).toEqual({ words, rest });
  });

  test("nothing typed: every command, and its flags where nothing else can follow", async () => {
    const commands = (await completed([])).words;
    expect(commands).toEqual(expect.arrayContaining(["validate", "plan", "apply", "explain", "help"]));
    expect(commands).not.toContain("__complete");
    expect((await completed(["sites", ""])).words).toEqual(
      expect.arrayContaining(["--format", "--shards", "--help", "--site"]),
    );
    expect((await completed(["--"])).words).toEqual(expect.arrayContaining(["--version", "--site"]));
  });

  test.each([[["-C", "there"]], [["--directory", "there"]], [["--directory=there"]]])(
    "names are read where %j says",
    async (flags) => {
      const cwd = temporaryDirectory();
      writeFiles(
        cwd,
        Object.fromEntries(Object.entries(FILES).map(([file, text]) => [`there/${file}`, text])),
      );
      expect((await completed([...flags, "plan", "--site", ""], cwd)).words).toEqual([
        "maple-house",
        "oak-court",
      ]);
      expect((await completed(["plan", "--site", ""], cwd)).words).toEqual([]);
    },
  );

  test("a folder that is not there has no names, and that is all", async () => {
    expect(await completed(["-C", "/nowhere/at/all", "plan", "--site", ""])).toEqual({
      words: [],
      rest: ":words",
    });
  });
});

describe("the scripts", () => {
  test.each(SHELLS)("%s: printed as it is", async (shell) => {
    const { code, stdout } = await residentctl(["completion", shell], { cwd: temporaryDirectory() });
    expect(stdout).toBe(COMPLETION_SCRIPTS[shell]);
    expect(code).toBe(0);
  });

  test("another shell is a usage error", async () => {
    const { code, stderr } = await residentctl(["completion", "csh"], { cwd: temporaryDirectory() });
    expect(stderr).toMatch(/Allowed choices are bash, zsh, fish/);
    expect(code).toBe(4);
  });

  test.each(SHELLS)("%s: the shell itself finds no fault with it", (shell) => {
    // From a file: fish does not read a script from its input where it is only to check it.
    const file = path.join(temporaryDirectory(), "script");
    writeFileSync(file, COMPLETION_SCRIPTS[shell]);
    const checked = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    // Not every machine has every shell.
    if (checked.error !== undefined) expect(checked.error).toMatchObject({ code: "ENOENT" });
    else expect({ status: checked.status, stderr: checked.stderr }).toEqual({ status: 0, stderr: "" });
  });
});

/** A folder with the program in it, to be put on a path. */
function programFolder(): string {
  const bin = temporaryDirectory();
  const program = path.join(bin, "residentctl");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(program, 0o755);
  return bin;
}

/** The lines that a shell prints, given a script and a command line, in a folder with declarations. */
function inShell(shell: string, args: readonly string[]): readonly string[] {
  const cwd = declarations();
  mkdirSync(path.join(cwd, "notes folder"));
  const { status, stdout, stderr } = spawnSync(shell, args, {
    cwd,
    encoding: "utf8",
    timeout: 15_000,
    env: { PATH: `${programFolder()}:${process.env.PATH}`, HOME: temporaryDirectory() },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").filter((word) => word !== "");
}

function isMissing(shell: string): boolean {
  return spawnSync(shell, ["-c", "true"]).error !== undefined;
}

describe("in a real bash", () => {
  /** What bash would offer, or insert after the last character that it cuts words at. */
  function inBash(line: string): readonly string[] {
    const script = `source <(residentctl completion bash)
complete -p residentctl >/dev/null || exit 9
COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}
_residentctl
printf '%s\\n' "\${COMPREPLY[@]}"`;
    return inShell("bash", ["--norc", "-c", script, "bash", line]);
  }

  test.each([
    ["residentctl expl", ["explain"]],
    ["residentctl plan --site ", ["maple-house", "oak-court"]],
    ["residentctl plan --site=map", ["maple-house"]],
    ["residentctl history ann@ex", ["example.com"]],
    ["residentctl history ann", ["ann@example.com"]],
    ["residentctl plan --format=", ["text", "json", "markdown", "github"]],
    ["residentctl plan -C no", ["notes folder"]],
    ["residentctl plan sites/m", ["sites/maple.yaml"]],
  ])("%s", (line, expected) => {
    const found = inBash(line);
    expect(found).toEqual(expect.arrayContaining(expected));
    if (expected.length === 1) expect(found).toHaveLength(1);
  });
});

describe.skipIf(isMissing("fish"))("in a real fish (skipped where there is none)", () => {
  test.each([
    ["residentctl expl", ["explain"]],
    ["residentctl plan --site ", ["maple-house", "oak-court"]],
    ["residentctl history ann@ex", ["ann@example.com"]],
    ["residentctl plan --format js", ["json"]],
    ["residentctl plan sites/m", ["sites/maple.yaml"]],
  ])("%s", (line, expected) => {
    const script = "residentctl completion fish | source; complete -C $argv[1]";
    const offered = inShell("fish", ["--no-config", "-c", script, line]);
    const words = offered.map((answer) => answer.split("\t")[0]);
    expect(words).toEqual(expect.arrayContaining(expected));
    if (expected.length === 1) expect(words).toHaveLength(1);
  });
});

describe.skipIf(isMissing("zsh"))("in a real zsh (skipped where there is none)", () => {
  const ZSHRC = `PS1='READY> '; unset zle_bracketed_paste; autoload -U compinit; compinit -u -D
source <(residentctl completion zsh)\n`;
  // A shell on a terminal of its own: the line and a tab are typed, and its screen is waited for.
  const SCRIPT = `zmodload zsh/zpty
zpty shell "ZDOTDIR=$1 zsh -d -i"
zpty -r -m shell seen "*READY> *"
zpty -n -w shell "$2"$'\\t'
zpty -r -m shell seen "*$2$3*" && print -r -- "$3"
zpty -d shell`;

  test.each([
    ["residentctl expl", "ain"],
    ["residentctl plan --site map", "le-house"],
    ["residentctl history ann", "@example.com"],
    ["residentctl plan --format js", "on"],
    ["residentctl validate sites/m", "aple.yaml"],
  ])("%s", { timeout: 20_000 }, (line, added) => {
    const home = temporaryDirectory();
    writeFileSync(path.join(home, ".zshrc"), ZSHRC);
    expect(inShell("zsh", ["-f", "-c", SCRIPT, "zsh", home, line, added])).toEqual([added]);
  });
});
