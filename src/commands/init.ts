import { realpath } from "node:fs/promises";
import path from "node:path";
import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { loadDeclarations } from "../declarations/load.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { problemsOnStderr } from "./declared-sites.ts";
import { editedTree } from "./edited-tree.ts";
import type { CommonFlags } from "./flags.ts";
import { gitRoot } from "./git-root.ts";
import { type Asker, createAsker } from "./init/ask.ts";
import { type ChoiceFlags, chooseByAsking, chooseByFlags, chooseFromApi } from "./init/choose.ts";
import type { Chosen } from "./init/chosen.ts";
import { IGNORED, projectText, siteText } from "./init/file-texts.ts";
import { PLACEHOLDER, workflowTexts } from "./init/workflow-texts.ts";
import { ignoreOnce, makeDirectory, writeNew } from "./init/write-new.ts";
import { siteSlug } from "./site-slug.ts";
import type { World } from "./world.ts";

/** The flags of `init`. */
export interface InitFlags extends CommonFlags, ChoiceFlags {
  /** `OWNER/REPOSITORY@COMMIT`: where the reusable workflows are. */
  readonly workflows?: string;
  readonly yes?: true;
}

/**
 * `init`: writes what a repository of residents needs, and nothing that is there already. Exit 0; 4 where something
 * has to be told and nobody can be asked, or what was told makes no valid declarations (nothing is written then).
 */
export async function init(flags: InitFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const source = readSource(flags.workflows);
  const chosen = await choose(context, flags);
  const { directory } = context;
  await makeDirectory(directory);
  const files = declarationFiles(directory, chosen);
  const { problems } = loadDeclarations(editedTree(workingTree(directory), files));
  if (problems.length > 0) {
    world.stderr.write(problemsOnStderr(context, problems));
    throw new ExpectedError(
      4,
      "With these files the declarations would not be valid.",
      "Nothing was written.",
    );
  }
  const root = (await gitRoot(directory)) ?? directory;
  const below = await pathBelow(root, directory);
  const workflows = [...workflowTexts(source, below)].map(
    ([name, text]) => [path.join(root, ".github", "workflows", name), text] as const,
  );
  const written: string[] = [];
  const kept: string[] = [];
  const all = [
    ...[...files].map(([name, text]) => [path.join(directory, name), text] as const),
    ...workflows,
  ];
  for (const [file, text] of all) {
    ((await writeNew(file, text)) ? written : kept).push(path.relative(directory, file));
  }
  for (const name of keptFiles(directory, files, chosen)) if (!kept.includes(name)) kept.push(name);
  const ignore = `.gitignore (${IGNORED})`;
  ((await ignoreOnce(path.join(directory, ".gitignore"))) ? written : kept).push(ignore);
  world.stdout.write(reportText(written, kept, chosen.leftOut, source === PLACEHOLDER));
  return 0;
}

/** Team and sites: from the flags alone, else from the API, else by asking. */
async function choose(context: Context, flags: InitFlags): Promise<Chosen> {
  const given = chooseByFlags(flags);
  if (given !== null) return given;
  const { world } = context;
  const canAsk = flags.yes !== true && world.stdin.isTTY === true;
  const canList = flags.emulator !== undefined || hasCredentials(world.env);
  if (!canAsk && !(canList && isDecided(flags))) {
    throw new ExpectedError(
      4,
      "init needs to know the team and a site, and there is no terminal to ask at.",
      "Give --team-id, --site-id, --name and --timezone; or ELEVENOS_EMAIL and ELEVENOS_PASSWORD in the environment, and --yes.",
    );
  }
  const asker = canAsk ? createAsker(world) : null;
  try {
    if (canList) return await chooseLive(context, flags, asker);
    return await chooseByAsking(flags, asker ?? createAsker(world));
  } finally {
    asker?.close();
  }
}

/** True where somebody agreed to whatever there is, or said which site is meant. */
function isDecided(flags: InitFlags): boolean {
  return flags.yes === true || flags.siteId.length > 0;
}

async function chooseLive(context: Context, flags: InitFlags, asker: Asker | null): Promise<Chosen> {
  const connection = await connect(context);
  try {
    return await chooseFromApi(connection.api, { flags, asker });
  } finally {
    await connection.close();
  }
}

function hasCredentials({ ELEVENOS_TOKEN, ELEVENOS_EMAIL, ELEVENOS_PASSWORD }: World["env"]): boolean {
  return [ELEVENOS_TOKEN, ELEVENOS_EMAIL, ELEVENOS_PASSWORD].some((value) => (value ?? "") !== "");
}

function readSource(text: string | undefined): string {
  if (text === undefined || /^[\w.-]+\/[\w.-]+@[\w./-]+$/.test(text)) return text ?? PLACEHOLDER;
  const message = `--workflows "${visibleText(text, 100)}" is not OWNER/REPOSITORY@COMMIT.`;
  throw new ExpectedError(4, message, "Give a commit: a tag or branch can be moved.");
}

/** The declarations to write, by path relative to the directory: those that are not there, of sites not declared. */
function declarationFiles(directory: string, { teamId, sites }: Chosen): ReadonlyMap<string, string> {
  const tree = workingTree(directory);
  const declared = new Set(loadDeclarations(tree).sites.map(({ siteId }) => siteId));
  const hasProject = tree.read([PROJECT_FILE]).size > 0;
  const files = new Map<string, string>();
  if (!hasProject) files.set(PROJECT_FILE, projectText(teamId));
  for (const site of sites) {
    const file = fileOf(site.name);
    if (declared.has(site.siteId) || tree.read([file]).size > 0) continue;
    files.set(file, siteText(site, hasProject ? teamId : null));
  }
  return files;
}

function fileOf(siteName: string): string {
  return `sites/${siteSlug(siteName)}.yaml`;
}

/** What would have been written, and is there in some form. */
function keptFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
  { sites }: Chosen,
): readonly string[] {
  const { sites: declared } = loadDeclarations(workingTree(directory));
  const ofSites = sites.map(({ siteId, name }) => {
    const known = declared.find((site) => site.siteId === siteId);
    return known === undefined ? fileOf(name) : known.source.file;
  });
  return [PROJECT_FILE, ...ofSites].filter((file) => !files.has(file));
}

/** Where a directory is in a repository, with forward slashes; empty for its root. */
async function pathBelow(root: string, directory: string): Promise<string> {
  const below = path.relative(await realpath(root), await realpath(directory));
  return below.split(path.sep).join("/");
}

function reportText(
  written: readonly string[],
  kept: readonly string[],
  leftOut: Chosen["leftOut"],
  isPlaceholder: boolean,
): string {
  const without = leftOut.map(
    ({ siteId, name }) =>
      `Left out: ${visibleText(name, 80)}, whose time zone nothing tells; give --site-id ${visibleText(siteId, 80)} --timezone ZONE\n`,
  );
  const list = (files: readonly string[]): string => files.map((file) => `  ${visibleText(file)}\n`).join("");
  const fill = isPlaceholder ? "put in OWNER and COMMIT in .github/workflows/residents-*.yml, and " : "";
  return `${written.length === 0 ? "" : `Written:\n${list(written)}`}${
    kept.length === 0 ? "" : `Kept as it is:\n${list(kept)}`
  }${without.join("")}Next:
  1. residentctl doctor     checks credentials, sites and time zones
  2. residentctl pull       brings in who is live; residentctl plan has nothing to do then
  3. commit, and change residents by pull requests from here on
  For GitHub: npm install --save-dev residentctl, ${fill}make the environments
  that the workflows name.
`;
}
