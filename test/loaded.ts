import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Says every module on stderr that Node loads, and loads it. */
const HOOK = `
import { writeSync } from "node:fs";
export function load(url, context, next) {
  writeSync(2, "loaded " + url + "\\n");
  return next(url, context);
}`;

const REGISTER = `
import { register } from "node:module";
register(${JSON.stringify(dataUrl(HOOK))});`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** What a run of the built program loads. */
export interface Loaded {
  readonly code: number;
  readonly stdout: string;
  /** The files below `dist/`. */
  readonly files: readonly string[];
  /** The modules that those files hold (`src/…`, `node_modules/…`, from the root), and Node's own (`node:…`). */
  readonly modules: readonly string[];
}

/** Runs the built program, offline but for what `args` name, and tells what it loads. */
export function loadedBy(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  return new Promise((resolve) => {
    const run = ["--import", dataUrl(REGISTER), path.join(ROOT, "dist/main.js"), ...args];
    execFile(
      process.execPath,
      run,
      { cwd: ROOT, env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => {
        const urls = [...stderr.matchAll(/^loaded (\S+)$/gm)].map(([, url]) => url ?? "");
        const files = urls.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url));
        const own = urls.filter((url) => url.startsWith("node:"));
        const held = files.filter(existsSync).flatMap(modulesOf);
        resolve({
          code: error === null ? 0 : Number(error.code),
          stdout,
          files: files.map((file) => path.relative(path.join(ROOT, "dist"), file)),
          modules: [...held, ...own],
        });
      },
    );
  });
}

/** The bundler writes above each module's code which one it is. */
function modulesOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^\/\/ ((?:src|node_modules)\/\S+)$/gm)].map(
    ([, name]) => name ?? "",
  );
}
