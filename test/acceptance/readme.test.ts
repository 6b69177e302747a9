import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { portfolioCopy, ROOT, residentctl, temporaryDirectory } from "./residentctl.ts";

const README = readFileSync(path.join(ROOT, "README.md"), "utf8");

/** The contents of the fenced blocks in a language, in order. */
function blocks(language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...README.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The YAML example of a kind. */
function example(kind: string): string {
  const found = blocks("yaml").find((block) => block.includes(`\nkind: ${kind}\n`));
  if (found === undefined) throw new Error(`the README has no example of kind ${kind}`);
  return found;
}

/** A directory with the README's first site, and the rehearsal's seed. */
function firstSite(): string {
  const directory = temporaryDirectory();
  mkdirSync(path.join(directory, "sites"));
  writeFileSync(path.join(directory, "sites", "maple-house.yaml"), example("Site"));
  writeFileSync(path.join(directory, "play.json"), blocks("json")[0] ?? "");
  return directory;
}

describe("the README's first site", () => {
  test("is valid", async () => {
    const { code, stdout } = await residentctl(["validate"], firstSite());
    expect(stdout).toBe("Valid: 1 site, 2 residents.\n");
    expect(code).toBe(0);
  });

  test("is valid together with the Project and the Residents file", async () => {
    const directory = firstSite();
    writeFileSync(path.join(directory, "residentctl.yaml"), example("Project"));
    writeFileSync(path.join(directory, "sites", "more.yaml"), example("Residents"));
    const { code, stdout } = await residentctl(["validate"], directory);
    expect(stdout).toBe("Valid: 1 site, 3 residents.\n");
    expect(code).toBe(0);
  });

  test("is rehearsed with the seed beside it, and nothing is left to do", async () => {
    const directory = firstSite();
    const play = ["--emulator", "play.json"];
    const first = await residentctl(["plan", ...play], directory);
    expect(first.stdout).toContain("Plan: 2 to create");
    const applied = await residentctl(["apply", "--yes", ...play], directory);
    expect(applied).toMatchObject({ code: 0 });
    const second = await residentctl(["plan", "--detailed-exitcode", ...play], directory);
    expect(second.stdout).toContain("No changes.");
    expect(second.code).toBe(0);
  });
});

describe("the README's claims", () => {
  test("the plan that it shows is what the program prints", async () => {
    const { stdout } = await residentctl(["plan", "--emulator", "seed.json"], portfolioCopy());
    const printed = new Set(stdout.split("\n"));
    const shown = (blocks("text")[0] ?? "").split("\n").filter((line) => line.trim() !== "…");
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((line) => !printed.has(line))).toEqual([]);
  });

  test("the commands and flags that it names exist", async () => {
    const named = [...README.matchAll(/^(?:\| `)?residentctl ([^\n`|]+)/gm)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(10);
    const flagsOf = new Map<string, readonly string[]>();
    for (const line of named) {
      // `github comment --plan plan.json`: the words before the first argument or flag are the command.
      const command = /^[a-z-]+( [a-z-]+(?= |$))*/.exec(line)?.[0].replace(/ -.*/, "") ?? "";
      flagsOf.set(command, [...(flagsOf.get(command) ?? []), ...(line.match(/--[a-z-]+/g) ?? [])]);
    }
    await Promise.all(
      [...flagsOf].map(async ([command, flags]) => {
        const help = await residentctl([...command.split(" "), "--help"], ROOT);
        expect(help, command).toMatchObject({ code: 0 });
        if (command !== "help") expect(help.stdout).toContain(`Usage: residentctl ${command} `);
        for (const flag of flags) expect(help.stdout, `${command} ${flag}`).toContain(flag);
      }),
    );
  });

  test("every command that the program has is in it", async () => {
    const { stdout } = await residentctl(["--help"], ROOT);
    const commands = [...stdout.slice(stdout.indexOf("\nCommands:")).matchAll(/^ {2}([a-z]\S*) /gm)];
    expect(commands.length).toBeGreaterThan(3);
    for (const [, command] of commands) expect(README).toMatch(new RegExp(`\`residentctl ${command}[ \`]`));
  });

  test("the npm scripts that it names exist", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const named = [...README.matchAll(/\bnpm (?:run )?(test|demo|[a-z]+)\b/g)].map((match) => match[1] ?? "");
    const own = named.filter((name) => !["ci", "link", "run", "init", "install"].includes(name));
    expect(own).toContain("demo");
    for (const name of own) expect(Object.keys(scripts)).toContain(name);
  });

  test("the files that it links to are there", () => {
    const links = [...README.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
  });
});
