import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Says every module on stderr that the program asks Node for. */
const HOOK = path.join(import.meta.dirname, "loaded-hook.cjs");

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
    const run = ["--require", HOOK, path.join(ROOT, "dist/main.js"), ...args];
    execFile(
      process.execPath,
      run,
      { cwd: ROOT, env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => {
        const loaded = [...stderr.matchAll(/^loaded (.+)$/gm)].map(([, name]) => name ?? "");
        const files = loaded.filter(path.isAbsolute);
        resolve({
          code: error === null ? 0 : Number(error.code),
          stdout,
          files: files.map((file) => path.relative(path.join(ROOT, "dist"), file)),
          modules: [...files.flatMap(modulesOf), ...loaded.filter((name) => name.startsWith("node:"))],
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
