// Builds dist/ from src/: the bundle, the licences of what is in it, and the types for those who import it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { licencesText } from "./licences.js";
import { library, program } from "./rolldown.js";

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

/**
 * Bundles; resolves with the files that are in the bundle.
 *
 * @param {import("./rolldown.js").Bundle} wanted
 */
async function writeBundle({ input, output, type }) {
  const bundle = await rolldown(input);
  const { output: files } = await bundle.write(output);
  await bundle.close();
  writeFileSync(path.join(ROOT, output.dir, "package.json"), `{ "type": "${type}" }\n`);
  const names = files.map(({ fileName }) => path.posix.join(output.dir, fileName));
  removeStale(path.posix.join(output.dir, "chunks"), new Set(names));
  return files.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
}

/**
 * What an earlier build left. It goes last: whoever runs the program meanwhile finds the old files or the new ones.
 *
 * @param {string} folder
 * @param {ReadonlySet<string>} written
 */
function removeStale(folder, written) {
  const names = readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`);
  for (const name of names) if (!written.has(name)) rmSync(path.join(ROOT, name));
}

const [held, heldToo] = await Promise.all([writeBundle(program), writeBundle(library), writeTypes()]);
writeFileSync(path.join(DIST, "THIRD-PARTY-LICENSES.txt"), licencesText([...held, ...heldToo]));
chmodSync(path.join(DIST, "main.js"), 0o755);
