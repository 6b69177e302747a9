import path from "node:path";
import { formatFile } from "../declarations/edit/format-file.ts";
import { loadDeclarations } from "../declarations/load.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { type ExitCode, gravest } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { createContext } from "./context.ts";
import { problemsOnStderr } from "./declared-sites.ts";
import { readTexts } from "./edited-tree.ts";
import type { CommonFlags } from "./flags.ts";
import { replaceFile } from "./replace-file.ts";
import type { World } from "./world.ts";

/** The flags of `fmt`. */
export interface FmtFlags extends CommonFlags {
  readonly check?: true;
  readonly sort?: true;
}

/**
 * `fmt [PATH…]`: writes declaration files in the one style; their paths, as they change, go to stdout. A file with a
 * problem is reported and left alone. Exit 0; 1 with `--check` where a file would change; 4 where one has problems.
 */
export async function fmt(paths: readonly string[], flags: FmtFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const tree = workingTree(context.directory);
  const { files, problems } = loadDeclarations(tree, { paths });
  const chosen = files
    .map(({ file }) => file)
    .filter((file) => paths.length === 0 || paths.some((given) => isWithin(context.directory, given, file)));
  const concerned = problems.filter(
    ({ position, rule }) => chosen.includes(position.file) || rule === "no-files" || paths.length === 0,
  );
  if (concerned.length > 0) world.stderr.write(problemsOnStderr(context, concerned));
  const broken = new Set(problems.map(({ position }) => position.file));
  let changed = 0;
  for (const [file, text] of readTexts(tree, chosen)) {
    if (broken.has(file)) continue;
    const formatted = formatFile(text, flags.sort === true);
    if (formatted === text) continue;
    changed += 1;
    if (flags.check !== true) await replaceFile(path.join(context.directory, file), formatted);
    world.stdout.write(`${visibleText(file)}\n`);
  }
  return gravest([concerned.length > 0 ? 4 : 0, flags.check === true && changed > 0 ? 1 : 0]);
}

/** True where a file, relative to the directory, is at a given path or below it. */
function isWithin(directory: string, given: string, file: string): boolean {
  const relative = path.relative(path.resolve(directory, given), path.resolve(directory, file));
  return (
    relative === "" ||
    !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  );
}
