import { loadDeclarations } from "../declarations/load.ts";
import { workingTree } from "../declarations/working-tree.ts";
import type { ExitCode } from "../domain/exit.ts";
import { problemsFromRoot } from "../reporting/from-root.ts";
import { isValid, VALIDATION_REPORTERS, type ValidationFormat } from "../reporting/validation-reporters.ts";
import { createContext } from "./context.ts";
import { problemsOnStderr, selectByFlag } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import { folderInRepository } from "./git-source.ts";
import type { World } from "./world.ts";

/** The flags of `validate`. */
export interface ValidateFlags extends CommonFlags {
  readonly format: ValidationFormat;
}

/**
 * `validate [PATH…]`: everything that can be checked offline. All files are read whatever the paths, because what
 * is unique is so over all of them; the paths say which sites are counted. Exit 0, or 4 with problems.
 */
export async function validate(
  paths: readonly string[],
  flags: ValidateFlags,
  world: World,
): Promise<ExitCode> {
  const context = createContext(flags, world);
  const { problems, sites, selected } = loadDeclarations(workingTree(context.directory), { paths });
  const names = sites.map(({ name }) => name);
  const byPath = paths.length === 0 ? new Set(names) : selected;
  // A name cannot be looked up in declarations that cannot be read.
  const chosen = problems.length === 0 ? selectByFlag(flags.site, names, byPath) : byPath;
  const counted = sites.filter(({ name }) => chosen.has(name));
  const residents = counted.reduce((sum, site) => sum + site.residents.length, 0);
  const isForGitHub = flags.format === "github" || flags.format === "sarif";
  const placed = isForGitHub
    ? problemsFromRoot(problems, (await folderInRepository(context.directory)) ?? "")
    : problems;
  const validation = { problems: placed, sites: counted.length, residents };
  world.stdout.write(VALIDATION_REPORTERS[flags.format](validation, context.pseudonym !== null));
  if (flags.format === "text") world.stderr.write(problemsOnStderr(context, problems));
  return isValid(validation) ? 0 : 4;
}
