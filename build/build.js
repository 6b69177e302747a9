// Builds dist/ from src/: the bundle, the licences of what is in it, and the types for those who import it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { licencesText } from "./licences.js";
import { input, output } from "./rolldown.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DIST = path.join(ROOT, "dist");

/** The types are TypeScript's work, in a process of its own beside the bundler. */
async function writeTypes() {
  const tsc = spawn(process.execPath, [path.join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "src"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  const [code] = await once(tsc, "exit");
  if (code !== 0) process.exitCode = 1;
}

async function writeBundle() {
  const bundle = await rolldown(input);
  const { output: files } = await bundle.write(output);
  await bundle.close();
  const chunks = files.flatMap((file) => (file.type === "chunk" ? [file] : []));
  writeFileSync(
    path.join(DIST, "THIRD-PARTY-LICENSES.txt"),
    licencesText(chunks.flatMap(({ moduleIds }) => moduleIds)),
  );
  chmodSync(path.join(DIST, "main.js"), 0o755);
  removeStale(new Set(files.map(({ fileName }) => fileName)));
}

/**
 * What an earlier build left. It goes last: whoever runs the program meanwhile finds the old files or the new ones.
 *
 * @param {ReadonlySet<string>} written
 */
function removeStale(written) {
  const names = readdirSync(DIST, { recursive: true, encoding: "utf8" });
  for (const name of names.map((file) => file.replaceAll(path.sep, "/"))) {
    if (name.endsWith(".js") && !written.has(name)) rmSync(path.join(DIST, name));
  }
}

await Promise.all([writeTypes(), writeBundle()]);
