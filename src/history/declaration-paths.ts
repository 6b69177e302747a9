import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { matchListed } from "../declarations/listed-glob.ts";
import { defaultProject } from "../declarations/read-project.ts";
import type { Tree } from "./tree.ts";

/** Says which paths hold declarations; what it has found out about a path it knows. */
export interface DeclarationPaths {
  /** Those of the paths that are the Project's or match the globs. */
  readonly among: (paths: readonly string[], globs: readonly string[]) => ReadonlySet<string>;
}

/** Begins with knowing nothing. */
export function declarationPaths(): DeclarationPaths {
  const byGlobs = new Map<string, Map<string, boolean>>();
  return {
    among: (paths, globs) => {
      const name = JSON.stringify(globs);
      const known = byGlobs.get(name) ?? new Map<string, boolean>();
      byGlobs.set(name, known);
      const unknown = paths.filter((path) => !known.has(path));
      if (unknown.length > 0) {
        const matching = new Set(matchListed(unknown, globs)).add(PROJECT_FILE);
        for (const path of unknown) known.set(path, matching.has(path));
      }
      return new Set(paths.filter((path) => known.get(path) === true));
    },
  };
}

/** Where site files are, as the Project of a tree says or, without one, by default. */
export function globsOf(tree: Tree): readonly string[] {
  return tree.get(PROJECT_FILE)?.file?.frame.globs ?? defaultProject(true).globs;
}
