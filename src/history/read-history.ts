import { ExpectedError } from "../domain/exit.ts";
import type { HistoryEvent } from "../domain/history-event.ts";
import { visibleText } from "../domain/visible-text.ts";
import { type AppliedBy, appliedBy, type CommitParents } from "./applied-by.ts";
import { openBlobs } from "./blobs.ts";
import { commitChanges } from "./commit-changes.ts";
import { declarationPaths } from "./declaration-paths.ts";
import { declaredIndex } from "./declared-index.ts";
import { fileReader } from "./file-reader.ts";
import { git, gitAnswer } from "./git.ts";
import { inBatches, logCommits } from "./git-log.ts";
import { expectFiles, growTree } from "./grow-tree.ts";
import { readReceipts } from "./receipt-notes.ts";
import type { Tree } from "./tree.ts";

/** The history of a branch. */
export interface History {
  /** As they are found: parents before children; of one commit, sites before residents. */
  readonly events: AsyncGenerator<HistoryEvent>;
  /** What an auditor must know about the whole, such as that the clone is shallow. */
  readonly warnings: readonly string[];
}

/**
 * Reads who changed what about whom from the commits of the branch that is checked out in `directory`, which is the
 * repository's root or the folder in it that holds residentctl.yaml. Events come while git is still being read.
 * Rejects (ExpectedError, exit 4) where there is no git, no repository or no commit. What is in the files never rejects.
 */
export async function readHistory(directory: string): Promise<History> {
  const tip = await tipOf(directory);
  const shallow = await gitAnswer(directory, ["rev-parse", "--is-shallow-repository"]);
  const commits = await listCommits(directory, tip);
  const blobs = openBlobs(directory);
  try {
    const receipts = await readReceipts(directory, blobs);
    const events = walk(directory, tip, commits, appliedBy(commits, receipts));
    return { events, warnings: [...(shallow === "true" ? [SHALLOW] : []), ...receipts.problems] };
  } finally {
    blobs.close();
  }
}

const SHALLOW =
  'The clone is shallow: what was declared before its first commit looks as if that commit had created it. "git fetch --unshallow" (in GitHub Actions, fetch-depth: 0) gets the rest.';

async function tipOf(directory: string): Promise<string> {
  await git(directory, ["rev-parse", "--git-dir"]);
  const tip = await gitAnswer(directory, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (tip !== null) return tip;
  throw new ExpectedError(
    4,
    `The git repository of ${visibleText(directory)} has no commits on this branch yet.`,
    "History begins with the first commit.",
  );
}

async function listCommits(directory: string, tip: string): Promise<readonly CommitParents[]> {
  const listed = await git(directory, ["rev-list", "--topo-order", "--reverse", "--parents", tip, "--"]);
  return listed
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [id = "", ...parents] = line.split(" ");
      return { id, parents };
    });
}

/** Enough for git to work while files are parsed. */
const COMMITS_AT_ONCE = 32;

async function* walk(
  directory: string,
  tip: string,
  commits: readonly CommitParents[],
  receiptOf: AppliedBy,
): AsyncGenerator<HistoryEvent> {
  const blobs = openBlobs(directory);
  const trees = keptTrees(commits);
  const index = declaredIndex();
  const growing = { directory, paths: declarationPaths(), reader: fileReader(blobs) };
  try {
    let latest: Tree = new Map();
    for await (const batch of inBatches(logCommits(directory, tip), COMMITS_AT_ONCE)) {
      expectFiles(batch, latest, growing);
      for (const logged of batch) {
        const parents = trees.take(logged.parents);
        latest = await growTree(logged, parents, growing);
        trees.keep(logged.id, latest);
        if (parents.includes(latest)) continue;
        const { parents: _parents, changes: _changes, ...commit } = logged;
        for (const change of commitChanges(latest, parents, index)) {
          const site = "site" in change ? change.site : null;
          yield { ...change, commit, receipt: receiptOf(commit.id, site) };
        }
      }
    }
  } finally {
    blobs.close();
  }
}

interface KeptTrees {
  /** The trees of a commit's parents; each is forgotten when its last child has taken it. */
  readonly take: (parents: readonly string[]) => readonly Tree[];
  readonly keep: (commit: string, tree: Tree) => void;
}

/** As many trees as there are lines of history side by side. */
function keptTrees(commits: readonly CommitParents[]): KeptTrees {
  const children = new Map<string, number>();
  for (const { parents } of commits) {
    for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const trees = new Map<string, Tree>();
  return {
    take: (parents) =>
      parents.flatMap((parent) => {
        const tree = trees.get(parent);
        const left = (children.get(parent) ?? 0) - 1;
        children.set(parent, left);
        if (left === 0) trees.delete(parent);
        return tree ?? [];
      }),
    keep: (commit, tree) => {
      if (children.has(commit)) trees.set(commit, tree);
    },
  };
}
