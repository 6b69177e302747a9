import { describe, expect, test } from "vitest";
import { loadedBy } from "./loaded.ts";

const EXAMPLE = ["-C", "examples/portfolio"];

/** A port that nobody listens on: the client is loaded, and has nobody to speak to. */
const NOBODY = ["--base-url", "http://127.0.0.1:1"];

const CLIENT = /node_modules\/undici\/|^src\/elevenos\/client\.ts$|^node:https?$/;
const EMULATOR = /^src\/emulator\//;
const YAML = /node_modules\/yaml\//;

async function loads(args: readonly string[], what: RegExp, env = {}) {
  const { modules } = await loadedBy(args, env);
  return modules.some((name) => what.test(name));
}

describe("a command loads what it needs, and no more", () => {
  test.each([["--help"], ["--version"], ["plan --help"], ["completion bash"]])(
    "%s: nothing but the command line",
    async (line) => {
      const { code, files, modules } = await loadedBy(line.split(" "));
      expect(code).toBe(0);
      expect(files.length).toBeLessThanOrEqual(4);
      expect(files[0]).toBe("main.js");
      const packages = modules.flatMap((name) => /node_modules\/([^/]+)/.exec(name)?.[1] ?? []);
      expect(new Set(packages)).toEqual(new Set(["commander"]));
      expect(modules).not.toContain("node:crypto");
      expect(modules).not.toContain("node:child_process");
    },
  );

  test.each([["validate"], ["fmt --check"], ["sites"], ["explain unit-overlap"]])(
    "%s: no HTTP client, no emulator",
    async (line) => {
      const { code, modules } = await loadedBy([...line.split(" "), ...EXAMPLE]);
      expect(code).toBe(0);
      expect(modules.filter((name) => CLIENT.test(name) || EMULATOR.test(name))).toEqual([]);
    },
  );

  test("plan: the HTTP client, and no emulator", async () => {
    const { modules } = await loadedBy(["plan", ...EXAMPLE, ...NOBODY], { ELEVENOS_TOKEN: "token" });
    expect(modules.some((name) => CLIENT.test(name))).toBe(true);
    expect(modules.filter((name) => EMULATOR.test(name))).toEqual([]);
  });

  test("plan of declarations that cannot be read: no HTTP client", async () => {
    const { code, modules } = await loadedBy(["plan", "-C", "schemas", ...NOBODY], {
      ELEVENOS_TOKEN: "token",
    });
    expect(code).toBe(4);
    expect(modules.filter((name) => CLIENT.test(name))).toEqual([]);
  });

  test("plan --emulator: both, so that the tests above see what they look for", async () => {
    const args = ["plan", ...EXAMPLE, "--emulator", "examples/portfolio/seed.json"];
    expect(await loads(args, EMULATOR)).toBe(true);
    expect(await loads(args, CLIENT)).toBe(true);
    expect(await loads(["fmt", "--check", ...EXAMPLE], YAML)).toBe(true);
    expect(await loads(["validate", ...EXAMPLE], /^node:crypto$/)).toBe(true);
  });

  test("no schema is compiled when the program runs: of ajv there are helpers only", async () => {
    const { modules } = await loadedBy(["plan", ...EXAMPLE, "--emulator", "examples/portfolio/seed.json"]);
    const ajv = modules.filter((name) => name.includes("node_modules/ajv/"));
    expect(ajv.filter((name) => !name.startsWith("node_modules/ajv/dist/runtime/"))).toEqual([]);
    expect(modules).toContain("node_modules/ajv/dist/runtime/ucs2length.js");
  });
});
