import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** Beyond this a file holds more than one concept. */
const LONGEST_FILE = 300;

/**
 * What each room may import from, itself apart. An entry with a file name opens that file only. `import type`
 * counts: a type is knowledge too.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  declarations: ["domain"],
  elevenos: ["domain"],
  planning: ["domain"],
  applying: ["domain", "planning", "elevenos"],
  reporting: ["domain", "declarations", "planning", "applying"],
  history: ["domain", "declarations"],
  emulator: ["domain", "elevenos/wire.ts"],
  github: ["domain"],
  commands: [
    "domain",
    "declarations",
    "elevenos",
    "planning",
    "applying",
    "reporting",
    "history",
    "emulator",
    "github",
  ],
  "cli.ts": ["commands", "domain"],
  "index.ts": [
    "domain",
    "declarations",
    "elevenos",
    "planning",
    "applying",
    "commands/read-live.ts",
    "commands/system-timing.ts",
  ],
  "main.ts": ["cli.ts", "commands", "domain"],
  "built.d.ts": [],
};

/** The rooms that are given the time and chance, and never ask for them. */
const TIMELESS = ["domain", "planning", "applying", "declarations", "reporting", "github"];

/** The rooms that decide: no file, no network, no other process. */
const PURE = ["domain", "planning"];

/** Where the process itself may be touched: its arguments, environment, streams, signals and exit code. */
const PROCESS_EDGE = ["main.ts"];

interface SourceFile {
  /** Relative to `src`, with forward slashes. */
  readonly name: string;
  readonly room: string;
  readonly lines: number;
  /** The text without its comments. */
  readonly code: string;
}

/** Strings and regular expressions are matched too, so that a `/*` inside them does not open a comment. */
const COMMENT_OR_TEXT =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (match) => (/^\/[/*]/.test(match) ? " " : match));
}

/** The specifiers of static imports, re-exports, bare imports, `import("…")` and `typeof import("…")`. */
function importsOf(code: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The file under `src` that a relative specifier names, or null for a package or a Node module. */
function targetOf(file: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return path.posix.join(path.posix.dirname(file), specifier);
}

function roomOf(name: string): string {
  return name.split("/")[0] ?? name;
}

function isAllowed(room: string, target: string): boolean {
  const allowed = ALLOWED[room] ?? [];
  return roomOf(target) === room || allowed.includes(roomOf(target)) || allowed.includes(target);
}

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((name) => name.split(path.sep).join("/"))
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .map((name) => {
    const text = readFileSync(path.join(SRC, name), "utf8");
    return { name, room: roomOf(name), lines: text.split("\n").length - 1, code: withoutComments(text) };
  });

/** The files of these rooms whose code matches, as `file: match`. */
function offenders(rooms: readonly string[], pattern: RegExp): string[] {
  return files
    .filter((file) => rooms.includes(file.room))
    .flatMap((file) => [...file.code.matchAll(pattern)].map((match) => `${file.name}: ${match[0]}`));
}

describe("the scanner itself", () => {
  test.each([
    ['import { a } from "./a.ts";', ["./a.ts"]],
    ['import type { A } from "../domain/a.ts";', ["../domain/a.ts"]],
    ['import {\n  a,\n  type B,\n} from "./b.ts";', ["./b.ts"]],
    ['import "./side.ts";', ["./side.ts"]],
    ['export * from "./all.ts";\nexport { x } from "./x.ts";', ["./all.ts", "./x.ts"]],
    ['const run = await import("./late.ts");', ["./late.ts"]],
    ['// import { a } from "./a.ts";\n/* import "./b.ts" */', []],
    ['const glob = "sites/**/*.yaml"; import "./after.ts"; // */', ["./after.ts"]],
  ])("%j imports %j", (code, expected) => {
    expect(importsOf(withoutComments(code))).toEqual(expected);
  });

  test("sees a forbidden import, and an opened file of a closed room", () => {
    expect(isAllowed("planning", "elevenos/api.ts")).toBe(false);
    expect(isAllowed("emulator", "elevenos/client.ts")).toBe(false);
    expect(isAllowed("emulator", "elevenos/wire.ts")).toBe(true);
  });
});

describe("the house", () => {
  test("every file stands in a room that has a place in the order", () => {
    const rooms = new Set(files.map((file) => file.room));
    expect(Object.keys(ALLOWED)).toEqual(expect.arrayContaining([...rooms]));
  });

  test("every room is explained to those who carry the work on", () => {
    const contributing = readFileSync(path.join(SRC, "..", ".github", "CONTRIBUTING.md"), "utf8");
    const rooms = [...new Set(files.map((file) => file.room))];
    expect(rooms.filter((room) => !contributing.includes(`\`src/${room}\``))).toEqual([]);
  });

  test("imports point one way: files, declared, plan, steps, results, report", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file.code)
        .map((specifier) => targetOf(file.name, specifier))
        .filter((target) => target !== null)
        .filter((target) => !isAllowed(file.room, target))
        .map((target) => `${file.name} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test(`no file is longer than ${LONGEST_FILE} lines`, () => {
    const long = files.filter((file) => file.lines > LONGEST_FILE);
    expect(long.map((file) => `${file.name}: ${file.lines}`)).toEqual([]);
  });

  test("the process is touched at the edge only", () => {
    const pattern = /(?<![.\w"'-])process\.\w+|\bconsole\.\w+|from "node:process"/g;
    const inside = files.filter((file) => !PROCESS_EDGE.includes(file.name)).map((file) => file.room);
    const found = offenders([...new Set(inside)], pattern).filter(
      (hit) => !PROCESS_EDGE.some((edge) => hit.startsWith(`${edge}:`)),
    );
    expect(found).toEqual([]);
  });

  test.each(TIMELESS)("%s is handed the time and chance", (room) => {
    expect(
      offenders(
        [room],
        /\bDate\.now\b|\bnew Date(?:\(\s*\)|(?!\())|\bMath\.random\b|\bTemporal\.Now\b|\bperformance\.now\b/g,
      ),
    ).toEqual([]);
  });

  test.each(PURE)("%s reads no file, speaks to no server and starts no process", (room) => {
    const io = /\bfetch\(|"node:(?:fs|fs\/promises|http|https|net|child_process|worker_threads)"|"undici"/g;
    expect(offenders([room], io)).toEqual([]);
  });
});
