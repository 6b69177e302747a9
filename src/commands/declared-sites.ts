import pc from "picocolors";
import { loadDeclarations } from "../declarations/load.ts";
import { didYouMean } from "../declarations/suggest.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { ExpectedError } from "../domain/exit.ts";
import type { DeclaredSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { problemsText } from "../reporting/problem-text.ts";
import { type Context, wantsColor } from "./context.ts";

/** The declarations of a run. */
export interface DeclaredSites {
  /** All sites of the repository. */
  readonly all: readonly DeclaredSite[];
  /** The names of those that paths and `--site` select. */
  readonly selected: ReadonlySet<string>;
  /** SHA-256 of the files. */
  readonly digest: string;
}

/**
 * Loads the declarations. Null where anything is wrong with them: every problem is on stderr then, and the exit
 * code is 4. A path or a `--site` that names nothing is an `ExpectedError` with that code.
 */
export function readDeclaredSites(context: Context, paths: readonly string[]): DeclaredSites | null {
  const { problems, sites, selected, digest } = loadDeclarations(workingTree(context.directory), { paths });
  if (problems.length > 0) {
    context.world.stderr.write(problemsOnStderr(context, problems));
    return null;
  }
  const names = sites.map(({ name }) => name);
  const byPath = paths.length === 0 ? new Set(names) : selected;
  return { all: sites, selected: selectByFlag(context.flags.site, names, byPath), digest };
}

/** Problems as stderr shows them. */
export function problemsOnStderr(context: Context, problems: Parameters<typeof problemsText>[0]): string {
  const { world, flags } = context;
  const colors = pc.createColors(wantsColor(flags, world, world.stderr));
  return problemsText(problems, { colors, isRedacted: context.pseudonym !== null });
}

/** The sites that `--site` names, of those that the paths select; all of these without the flag. */
export function selectByFlag(
  wanted: readonly string[],
  names: readonly string[],
  selected: ReadonlySet<string>,
): ReadonlySet<string> {
  if (wanted.length === 0) return selected;
  for (const name of wanted) {
    if (names.includes(name)) continue;
    throw new ExpectedError(
      4,
      `--site "${visibleText(name, 100)}": no such site is declared.`,
      `${didYouMean(name, names)}Declared are ${names.map((known) => visibleText(known)).join(", ")}.`,
    );
  }
  return new Set(wanted.filter((name) => selected.has(name)));
}

/**
 * The declarations at a git ref, to compare with. A ref without any is an empty repository; declarations that
 * were invalid there cannot be compared with: a note on stderr, and null.
 */
export async function readBase(context: Context, ref: string): Promise<readonly DeclaredSite[] | null> {
  const { gitTree } = await import("../declarations/git-tree.ts");
  const { problems, sites } = loadDeclarations(gitTree(context.directory, ref), { paths: [] });
  if (problems.every(({ rule }) => rule === "no-files")) return sites;
  context.world.stderr.write(
    `warning: the declarations at ${visibleText(ref)} are invalid (${problems.length} problems): ` +
      "what changed since then cannot be told from drift.\n",
  );
  return null;
}
