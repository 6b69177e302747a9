import path from "node:path";
import type { FileTree } from "../declarations/file-tree.ts";
import { type Declarations, loadDeclarations } from "../declarations/load.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { type ExitCode, ExpectedError, gravest } from "../domain/exit.ts";
import type { DeclaredSite, LiveSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { describeApiError } from "../elevenos/describe-error.ts";
import { connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { problemsOnStderr, selectByFlag } from "./declared-sites.ts";
import { editedTree, readTexts } from "./edited-tree.ts";
import type { CommonFlags } from "./flags.ts";
import { type NewSiteFlags, newSiteFile } from "./new-site-file.ts";
import { pullSites } from "./pull-sites.ts";
import { pulledText } from "./pulled-text.ts";
import { readLiveSites } from "./read-live.ts";
import { replaceFile } from "./replace-file.ts";
import { failureText } from "./report-error.ts";
import { fileDiff } from "./show-diff.ts";
import type { World } from "./world.ts";

/** The flags of `pull`. */
export interface PullFlags extends CommonFlags, NewSiteFlags {
  readonly check?: true;
  readonly includeExpired?: true;
}

/** Beyond so many declared residents, a site at which the API lists nobody is taken for a fault. */
const MOST_GONE_AT_ONCE = 10;

/**
 * `pull`: live to YAML. Exit 0 where the files are what is live; 1 where a site could not be read or a resident not be
 * declared; 2 with `--check` where something would change; 3 where the API lists nobody at a site of many; 4 for
 * invalid declarations.
 */
export async function pull(flags: PullFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const disk = workingTree(context.directory);
  const fresh = newSiteFile(disk, flags);
  const tree = fresh === null ? disk : editedTree(disk, new Map([[fresh.file, fresh.text]]));
  const declarations = loadDeclarations(tree);
  if (declarations.problems.length > 0) {
    world.stderr.write(problemsOnStderr(context, declarations.problems));
    return 4;
  }
  const selected = selectSites(context, declarations, fresh?.name ?? null);
  const { live, code } = await readLive(context, selected);
  const texts = readTexts(
    tree,
    declarations.files.map(({ file }) => file),
  );
  const { edits, pulled } = pullSites({
    declared: declarations.sites,
    texts,
    live: live.sites,
    now: live.now,
    includeExpired: flags.includeExpired === true,
  });
  const written = new Map([
    ...(fresh === null || !live.sites.has(fresh.name) ? [] : [[fresh.file, fresh.text] as const]),
    ...edits,
  ]);
  requireValid(context, disk, written);
  for (const site of pulled) world.stderr.write(pulledText(context, site));
  const isIncomplete = pulled.some(({ notes }) => notes.some(({ kind }) => kind === "left-out"));
  const codes: readonly ExitCode[] = [code, isIncomplete ? 1 : 0];
  if (flags.check === true) {
    showEdits(context, disk, written);
    return gravest([...codes, written.size > 0 ? 2 : 0]);
  }
  for (const [file, text] of written) await replaceFile(path.join(context.directory, file), text);
  for (const file of written.keys()) context.note(`${visibleText(file)} written`);
  return gravest(codes);
}

function selectSites(
  context: Context,
  { sites }: Declarations,
  fresh: string | null,
): readonly DeclaredSite[] {
  const names = sites.map(({ name }) => name);
  if (fresh === null) {
    const chosen = selectByFlag(context.flags.site, names, new Set(names));
    return sites.filter(({ name }) => chosen.has(name));
  }
  const own = sites.filter(({ name }) => name === fresh);
  if (own.length > 0) return own;
  throw new ExpectedError(
    4,
    "The sites globs of residentctl.yaml do not reach sites/, where a new site's file would be.",
    'Add "sites/**/*.yaml" to them.',
  );
}

interface Live {
  /** By name; only those that can be pulled. */
  readonly sites: ReadonlyMap<string, LiveSite>;
  /** Epoch milliseconds. */
  readonly now: number;
}

async function readLive(
  context: Context,
  selected: readonly DeclaredSite[],
): Promise<{ readonly live: Live; readonly code: ExitCode }> {
  const { flags, world } = context;
  const connection = await connect(context);
  try {
    const { live, unread } = await readLiveSites(connection.api, selected, flags.concurrency);
    for (const { name, error } of unread) {
      const { message, remedy } = describeApiError(error);
      const said = `${visibleText(name)} could not be read: ${message}`;
      world.stderr.write(failureText({ message: said, remedy, exitCode: 1 }, world, flags));
    }
    const empty = selected.filter(
      ({ name, residents }) => live.get(name)?.residents.length === 0 && residents.length > MOST_GONE_AT_ONCE,
    );
    for (const { name, residents } of empty) {
      const message = `${visibleText(name)} is not pulled: the API lists nobody, and ${residents.length} are declared.`;
      const remedy = "If the site is really empty, take its residents out of the files by hand.";
      world.stderr.write(failureText({ message, remedy, exitCode: 3 }, world, flags));
    }
    const isEmpty = new Set(empty.map(({ name }) => name));
    const sites = new Map([...live].filter(([name]) => !isEmpty.has(name)));
    const code = gravest([unread.length > 0 ? 1 : 0, empty.length > 0 ? 3 : 0]);
    return { live: { sites, now: connection.now.epochMilliseconds }, code };
  } finally {
    await connection.close();
  }
}

/** What would be written has to load; where it does not (the live state breaks a rule), nothing is written. */
function requireValid(context: Context, disk: FileTree, edits: ReadonlyMap<string, string>): void {
  if (edits.size === 0) return;
  const { problems } = loadDeclarations(editedTree(disk, edits));
  if (problems.length === 0) return;
  context.world.stderr.write(problemsOnStderr(context, problems));
  throw new ExpectedError(
    1,
    "What is live cannot be declared: the files would have the problems above (at the lines they would have then). Nothing was written.",
    "Correct what clashes in Site Manager, and pull again.",
  );
}

function showEdits(context: Context, disk: FileTree, edits: ReadonlyMap<string, string>): void {
  const before = readTexts(disk, [...edits.keys()]);
  for (const [file, text] of edits) {
    const shown =
      context.pseudonym === null
        ? fileDiff(context, file, before.get(file) ?? "", text)
        : `${visibleText(file)} would change\n`;
    context.world.stdout.write(shown);
  }
}
