// How the program is bundled: a file for the command line, and chunks that are loaded when a command needs them; and,
// apart from it, what is imported from code. What is not minified keeps the names of its functions, and the names of the
// source files stand above their code, so that a stack trace can be read without a source map.
import { fileURLToPath } from "node:url";
import { schemaModules } from "./schema-modules.js";
import { trimmedPackages } from "./trimmed-packages.js";
import { versionModule } from "./version-module.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/**
 * The modules of packages that are quicker here than the ones that are imported; the tests run the same.
 *
 * yaml: its CommonJS for Node takes 5 ms longer to start than its ES modules. js-yaml: its ES module builds the
 * parser's state by spreading objects, which V8 keeps as a slow dictionary; the CommonJS one is compiled to assignments,
 * and parses 20 MB in 0.28 s instead of 1.07.
 *
 * undici: the parts that are used.
 */
export const alias = {
  yaml: `${ROOT}node_modules/yaml/browser/index.js`,
  "js-yaml": `${ROOT}node_modules/js-yaml/dist/js-yaml.cjs.js`,
  undici: `${ROOT}build/undici-parts.cjs`,
};

/** @type {import("rolldown").InputOptions} */
const common = {
  cwd: ROOT,
  platform: "node",
  resolve: { alias },
  external: /^node:/,
  plugins: [schemaModules(), versionModule(), trimmedPackages()],
};

/**
 * Every file that is loaded takes its time, and so does code that is loaded for nothing. So what the commands that are
 * run most begin with is in one file each, with all that it imports and an earlier group has not.
 *
 * @type {import("rolldown").CodeSplittingGroup[]}
 */
const groups = [
  {
    name: "base",
    test: /\/src\/(domain\/(exit|visible-text)|commands\/(choice|system-timing|tool-version))\.ts$|built:version/,
  },
  { name: "undici", test: /\/node_modules\/undici\/|\/undici-parts\.cjs$/ },
  { name: "declarations", test: /\/src\/commands\/validate\.ts$/ },
  { name: "planning", test: /\/src\/commands\/plan\.ts$/ },
];

/**
 * @typedef {object} Bundle
 * @property {import("rolldown").InputOptions} input
 * @property {import("rolldown").OutputOptions & { dir: string }} output
 * @property {"commonjs" | "module"} type what Node is to take the files for
 */

/**
 * The command line, in CommonJS: Node starts that 4 ms sooner, because it need not load its loader of ES modules.
 *
 * @type {Bundle}
 */
export const program = {
  input: { ...common, input: { main: "src/main.ts" } },
  output: {
    dir: "dist",
    format: "cjs",
    exports: "named",
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: { groups },
  },
  type: "commonjs",
};

/** @type {Bundle} */
export const library = {
  input: { ...common, input: { index: "src/index.ts", "emulator/index": "src/emulator/index.ts" } },
  output: { dir: "dist/library", format: "esm", chunkFileNames: "chunks/[name]-[hash].js" },
  type: "module",
};
