import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const TSC = path.join(ROOT, "node_modules/.bin/tsc");

const execute = promisify(execFile);

/** Runs a program with nothing of this process's environment but the path and the home of npm's cache. */
function run(program: string, args: readonly string[], cwd: string) {
  const { PATH, HOME, npm_config_cache, npm_config_registry } = process.env;
  return execute(program, args, {
    cwd,
    env: { PATH, HOME, NO_COLOR: "1", npm_config_cache, npm_config_registry },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Those that are so, and the others. */
function split(names: readonly string[], isSo: (name: string) => boolean): [string[], string[]] {
  return [names.filter(isSo), names.filter((name) => !isSo(name))];
}

function sourceOf(types: string): string {
  return types.replace(/^dist\/library\//, "src/").replace(/\.d\.ts$/, ".ts");
}

let place = "";
let clean = "";
let packed: readonly string[] = [];

/** Builds from the sources alone, packs that, and installs it where nothing else is. */
beforeAll(async () => {
  place = mkdtempSync(path.join(tmpdir(), "residentctl-package-"));
  const source = path.join(place, "source");
  for (const name of ["build", "src", "schemas", "package.json", "tsconfig.json", "README.md", "LICENSE"]) {
    cpSync(path.join(ROOT, name), path.join(source, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, "node_modules"), path.join(source, "node_modules"));
  await run("npm", ["run", "--silent", "build"], source);
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts"], source);
  const [tarball] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = tarball.files.map((file) => file.path).sort();
  clean = path.join(place, "clean");
  mkdirSync(clean);
  cpSync(path.join(ROOT, "examples/portfolio"), clean, { recursive: true });
  writeFileSync(path.join(clean, "package.json"), '{ "name": "clean", "private": true, "type": "module" }\n');
  const file = path.join(source, tarball.filename);
  await run(
    "npm",
    ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", file],
    clean,
  );
}, 240_000);

afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("the npm package", () => {
  test("holds what the program needs, and no more", () => {
    const schemas = readdirSync(path.join(ROOT, "schemas"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => `schemas/${name.replaceAll(path.sep, "/")}`);
    const [types, others] = split(packed, (name) => name.endsWith(".d.ts"));
    const [chunks, rest] = split(others, (name) => /^dist\/(library\/)?chunks\/[\w-]+\.js$/.test(name));
    expect(rest).toEqual(
      [
        "LICENSE",
        "README.md",
        "package.json",
        "dist/THIRD-PARTY-LICENSES.txt",
        "dist/main.js",
        "dist/package.json",
        "dist/library/index.js",
        "dist/library/emulator/index.js",
        "dist/library/package.json",
        ...schemas,
      ].sort(),
    );
    expect(types).toEqual(
      expect.arrayContaining(["dist/library/index.d.ts", "dist/library/emulator/index.d.ts"]),
    );
    expect(types.filter((name) => !existsSync(path.join(ROOT, sourceOf(name))))).toEqual([]);
    expect(chunks.length).toBeGreaterThan(10);
  });

  test("has no chunk that nothing loads", () => {
    const installed = path.join(clean, "node_modules/residentctl");
    const [scripts] = split(packed, (name) => name.endsWith(".js"));
    const code = scripts.map((name) => readFileSync(path.join(installed, name), "utf8")).join("\n");
    const named = new Set([...code.matchAll(/"[./\w-]*?([\w-]+\.js)"/g)].map(([, name]) => name));
    const ways = ["main.js", "index.js"];
    expect(
      scripts.map((name) => path.basename(name)).filter((name) => !named.has(name) && !ways.includes(name)),
    ).toEqual([]);
  });

  test("hands on the licence of every package that is in it", () => {
    const installed = path.join(clean, "node_modules/residentctl/dist");
    const licences = readFileSync(path.join(installed, "THIRD-PARTY-LICENSES.txt"), "utf8");
    const [scripts] = split(packed, (name) => name.endsWith(".js"));
    const held = scripts.flatMap((name) => [
      ...readFileSync(path.join(installed, "..", name), "utf8").matchAll(
        /^\/\/ \S*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
      ),
    ]);
    const packages = [...new Set(held.map(([, name]) => name ?? ""))];
    expect(packages).toEqual(expect.arrayContaining(["commander", "undici", "yaml"]));
    expect(packages.filter((name) => !new RegExp(`^${name} \\d`, "m").test(licences))).toEqual([]);
  });

  test("installs few packages, none of which runs a script", () => {
    const lock = JSON.parse(readFileSync(path.join(clean, "package-lock.json"), "utf8"));
    const packages: readonly [string, { hasInstallScript?: true }][] = Object.entries(lock.packages);
    const scripted = packages.filter(
      ([name, { hasInstallScript }]) => hasInstallScript && !name.endsWith("/residentctl"),
    );
    expect(scripted).toEqual([]);
    expect(packages.length).toBeLessThan(10);
  });

  test("runs: --help, validate, plan, completion", async () => {
    const bin = path.join(clean, "node_modules/.bin/residentctl");
    expect((await run(bin, ["--help"], clean)).stdout).toMatch(/^Usage: residentctl /);
    expect((await run(bin, ["validate"], clean)).stdout).toBe("Valid: 3 sites, 60 residents.\n");
    expect((await run(bin, ["plan", "--emulator", "seed.json"], clean)).stdout).toMatch(
      /^Plan for 3 sites[\s\S]*Plan: 4 to create/,
    );
    expect((await run(bin, ["completion", "bash"], clean)).stdout).toContain(
      "complete -F _residentctl residentctl",
    );
  });
});

/** Plans the example against the emulator, from code. */
const CONSUMER = `
import { readFileSync } from "node:fs";
import { createClient, parseBaseUrl, plan, readLiveSites, systemTiming, Temporal, validate } from "residentctl";
import type { ApplyRequest, Plan, Problem } from "residentctl";
import { type Emulator, loadSeed, startEmulator } from "residentctl/emulator";

const { sites, problems, digest } = validate(".");
const listed: readonly Problem[] = problems;
const seed = loadSeed(readFileSync("seed.json", "utf8"), "seed.json");
const emulator: Emulator = await startEmulator({ seed, timing: systemTiming });
const credentials = { token: null, login: { email: "operator@example.com", password: "emulator" } };
const api = createClient({ baseUrl: parseBaseUrl(emulator.url), credentials, timing: systemTiming });
const { live } = await readLiveSites(api, sites, 4);
const made: Plan = plan({
  now: Temporal.Instant.from("2026-11-23T17:00:00Z"),
  declared: sites,
  live,
  base: null,
  source: { commit: null, dirty: null, digest },
  toolVersion: "0.0.0",
});
await api.close();
await emulator.close();
const request: Pick<ApplyRequest, "plan"> = { plan: made };
console.log(listed.length, request.plan.sites.map((site) => site.actions.length).join(" "));
// @ts-expect-error: a plan is plain data that is not written to
made.digest = "";
`;

describe("from code", () => {
  test("a consumer, and the README's example, compile against the types, checked whole; the first runs", async () => {
    writeFileSync(path.join(clean, "consumer.ts"), CONSUMER);
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
    writeFileSync(
      path.join(clean, "readme.ts"),
      /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "no example",
    );
    const options = {
      target: "ES2023",
      lib: ["ES2023"],
      module: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ["node"],
      typeRoots: [path.join(ROOT, "node_modules/@types")],
      outDir: "out",
      rootDir: ".",
    };
    writeFileSync(
      path.join(clean, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["consumer.ts", "readme.ts"] }),
    );
    const { stdout } = await run(TSC, ["-p", "."], clean).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
    const ran = await run(process.execPath, ["out/consumer.js"], clean);
    expect(ran.stdout).toBe("0 8 8 2\n");
  }, 120_000);

  test("nothing else can be imported", async () => {
    const script = 'import("residentctl/dist/main.js").catch((error) => console.log(error.code))';
    expect((await run(process.execPath, ["-e", script], clean)).stdout).toBe(
      "ERR_PACKAGE_PATH_NOT_EXPORTED\n",
    );
  });
});
