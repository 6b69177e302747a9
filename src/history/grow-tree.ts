import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { type DeclarationPaths, globsOf } from "./declaration-paths.ts";
import type { FileReader, PresentPath } from "./file-reader.ts";
import { git } from "./git.ts";
import type { ChangedPath, LoggedCommit } from "./git-log.ts";
import type { WrittenFile } from "./read-file.ts";
import type { Tree, TreeFile } from "./tree.ts";

/** What a commit's tree is made with. */
export interface Growing {
  readonly directory: string;
  readonly paths: DeclarationPaths;
  readonly reader: FileReader;
}

const SUBMODULE = "160000";
const LINK = "120000";

/**
 * The declaration files of a commit: those of its first parent with what the commit changed. What another parent
 * has, too, is the same object. The tree is the first parent's own where no declaration file differs.
 */
export async function growTree(
  commit: LoggedCommit,
  parents: readonly Tree[],
  growing: Growing,
): Promise<Tree> {
  const base: Tree = parents[0] ?? new Map();
  const projectChange = commit.changes.filter(({ path }) => path === PROJECT_FILE);
  const withProject = await grown(base, projectChange, parents, growing);
  const globs = globsOf(withProject);
  const areGlobsSame = JSON.stringify(globs) === JSON.stringify(globsOf(base));
  const changes = areGlobsSame ? commit.changes : await allAsChanges(commit.id, base, growing);
  const wanted = growing.paths.among(
    changes.map(({ path }) => path),
    globs,
  );
  const siteChanges = changes
    .filter(({ path }) => path !== PROJECT_FILE)
    .map((change) => (wanted.has(change.path) ? change : { ...change, object: null }));
  return grown(withProject, siteChanges, parents, growing);
}

/** Asks for the declaration files of commits that come next, as far as they can be told before they are looked at. */
export function expectFiles(commits: readonly LoggedCommit[], tree: Tree, { paths, reader }: Growing): void {
  const places = commits.flatMap(({ changes }) => changes).filter(isFile);
  const wanted = paths.among(
    places.map(({ path }) => path),
    globsOf(tree),
  );
  reader.expect(places.filter(({ path }) => wanted.has(path)));
}

/** Other globs make other files count: then all files are looked at, changed by this commit or not. */
async function allAsChanges(
  commit: string,
  base: Tree,
  { directory }: Growing,
): Promise<readonly ChangedPath[]> {
  const listed = (await git(directory, ["ls-tree", "-r", "-z", commit])).toString("utf8").split("\0");
  const present = listed.flatMap((line) => {
    const [, mode, object, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return mode === undefined || object === undefined || path === undefined ? [] : [{ path, mode, object }];
  });
  const there = new Set(present.map(({ path }) => path));
  const gone = [...base.keys()].filter((path) => !there.has(path));
  return [...present, ...gone.map((path) => ({ path, mode: "000000", object: null }))];
}

async function grown(
  base: Tree,
  changes: readonly ChangedPath[],
  parents: readonly Tree[],
  { reader }: Growing,
): Promise<Tree> {
  const places = changes.filter(({ path, object }) => object !== null || base.has(path));
  if (places.length === 0) return base;
  const tree: Tree = new Map(base);
  for (const place of places) {
    if (isFile(place)) {
      const earlier = relatives(place.path, places, base);
      tree.set(
        place.path,
        sameInParent(place, parents) ?? (await readTreeFile(place, parents, earlier, reader)),
      );
    } else tree.delete(place.path);
  }
  return tree;
}

function isFile(place: ChangedPath): place is PresentPath {
  return place.object !== null && place.mode !== SUBMODULE;
}

function sameInParent({ path, mode, object }: PresentPath, parents: readonly Tree[]): TreeFile | undefined {
  return parents
    .map((tree) => tree.get(path))
    .find((file) => file?.object === object && (file.mode === LINK) === (mode === LINK));
}

async function readTreeFile(
  place: PresentPath,
  parents: readonly Tree[],
  earlier: Iterable<WrittenFile>,
  reader: FileReader,
): Promise<TreeFile> {
  const { object, mode } = place;
  const read = await reader.read(place, earlier);
  if ("frame" in read) return { object, mode, file: read, problem: null };
  const lastRead = parents.map((tree) => tree.get(place.path)?.file ?? null).find((file) => file !== null);
  return { object, mode, file: lastRead ?? null, problem: read };
}

/** What a file may share items with: its own last version, then files that changed together with it. */
function* relatives(path: string, places: readonly ChangedPath[], base: Tree): Generator<WrittenFile> {
  for (const candidate of [path, ...places.map((place) => place.path)]) {
    const file = base.get(candidate)?.file;
    if (file) yield file;
  }
}
