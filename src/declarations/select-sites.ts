import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { PROJECT_FILE } from "./declaration-file.ts";
import { didYouMean } from "./suggest.ts";

/** A file that was read, and the site it belongs to as far as that can be said. */
export interface FileOfSite {
  readonly file: string;
  readonly site: string | undefined;
}

/**
 * The names of the sites that have a file at or below one of the paths; of all sites for residentctl.yaml, which
 * goes for all. Paths are relative to `root`. Rejects (ExpectedError, exit 4) a path with no declaration file.
 */
export function selectSites(
  paths: readonly string[],
  root: string,
  files: readonly FileOfSite[],
  globs: readonly string[],
): ReadonlySet<string> {
  const selected = new Set<string>();
  for (const given of paths) {
    const wanted = path.relative(root, path.resolve(root, given)).split(path.sep).join("/");
    const found = files.filter(
      ({ file }) => wanted === "" || file === wanted || file.startsWith(`${wanted}/`),
    );
    if (found.length === 0) {
      const shown = visibleText(given, 200);
      throw new ExpectedError(
        4,
        `There is no declaration file at "${shown}".`,
        `${didYouMean(
          wanted,
          files.map(({ file }) => file),
        )}Declaration files are ${PROJECT_FILE} and what matches ${visibleText(globs.join(", "), 300)}, in ${visibleText(root, 300)}.`,
      );
    }
    const isForAll = found.some(({ file }) => file === PROJECT_FILE);
    for (const { site } of isForAll ? files : found) {
      if (site !== undefined) selected.add(site);
    }
  }
  return selected;
}
