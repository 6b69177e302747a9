import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { newSiteText } from "../declarations/edit/new-site.ts";
import { outlineOf, textUnderKey } from "../declarations/edit/outline.ts";
import type { FileTree } from "../declarations/file-tree.ts";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { readTexts } from "./edited-tree.ts";

/** The flags that describe a site that is not declared yet. */
export interface NewSiteFlags {
  readonly name?: string;
  readonly siteId?: string;
  readonly teamId?: string;
  readonly timezone?: string;
}

/** A file that is not there yet. Its path is relative to the tree's root. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
  /** The new site's name. */
  readonly name: string;
}

/**
 * The Site file that the flags describe; null where none of them was given. Too few of them, and a file that is there
 * already, are an `ExpectedError` with exit code 4.
 */
export function newSiteFile(tree: FileTree, flags: NewSiteFlags): NewFile | null {
  const { name, siteId, teamId, timezone } = flags;
  if ([name, siteId, teamId, timezone].every((flag) => flag === undefined)) return null;
  if (name === undefined || siteId === undefined || timezone === undefined) {
    throw new ExpectedError(
      4,
      "A site that is not declared yet needs --name, --site-id and --timezone.",
      "Give all of them, or none to pull the sites that are declared.",
    );
  }
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[.-]+/, "");
  const file = `sites/${slug === "" ? "site" : slug}.yaml`;
  if (tree.read([file]).size > 0) {
    throw new ExpectedError(
      4,
      `${visibleText(file)} is there already.`,
      "Give another --name, or --site to pull it.",
    );
  }
  const own = teamId === undefined || teamId === projectTeam(tree) ? null : teamId;
  return { file, name, text: newSiteText({ name, siteId, teamId: own, timezone }) };
}

function projectTeam(tree: FileTree): string | undefined {
  const text = readTexts(tree, [PROJECT_FILE]).get(PROJECT_FILE);
  return text === undefined ? undefined : textUnderKey(outlineOf(text), "teamId");
}
