import { resolveCommit } from "../declarations/git-tree.ts";
import type { Receipt } from "../domain/receipt.ts";
import type { BlobReader } from "./blobs.ts";
import { git, gitAnswer } from "./git.ts";
import { formatReceipt, parseReceipt } from "./receipt.ts";

/** Notes of ours stand in `refs/notes/residentctl`: beside the commits, so that their ids stay what they are. */
const NOTES = ["notes", "--ref=residentctl"];

/**
 * Writes a receipt as a note on a commit of the repository of `directory`. A commit that is applied several times
 * keeps all its receipts, a line each. Rejects (ExpectedError, exit 4) where there is no such commit or git
 * cannot write.
 */
export async function writeReceipt(directory: string, commit: string, receipt: Receipt): Promise<void> {
  const id = resolveCommit(directory, commit);
  const earlier = await gitAnswer(directory, [...NOTES, "show", id]);
  const lines = [...(earlier ?? "").split("\n").filter((line) => line !== ""), formatReceipt(receipt)];
  const identity = (await gitAnswer(directory, ["var", "GIT_COMMITTER_IDENT"])) === null ? NOBODY : [];
  await git(directory, [...identity, ...NOTES, "add", "-f", "-F", "-", id], `${lines.join("\n")}\n`);
}

/** Who writes a note where git was not told who works here, as on a runner. */
const NOBODY = ["-c", "user.name=residentctl", "-c", "user.email=residentctl@localhost"];

/** All receipts of a repository. */
export interface Receipts {
  /** By the id of the commit that carries them; the earliest apply first. */
  readonly byCommit: ReadonlyMap<string, readonly Receipt[]>;
  /** What stands in notes and is no receipt: for a warning each. */
  readonly problems: readonly string[];
}

/** Reads all receipts, in one pass over the notes. A repository without notes has none. */
export async function readReceipts(directory: string, blobs: BlobReader): Promise<Receipts> {
  const byCommit = new Map<string, readonly Receipt[]>();
  const problems: string[] = [];
  const list = (await git(directory, [...NOTES, "list"])).toString("utf8");
  for (const entry of list.split("\n").filter((line) => line !== "")) {
    const [note = "", commit = ""] = entry.split(" ");
    const text = (await blobs.read(note))?.toString("utf8") ?? "";
    const receipts: Receipt[] = [];
    for (const line of text.split("\n").filter((written) => written.trim() !== "")) {
      const read = parseReceipt(line);
      if (read.kind === "receipt") receipts.push(read.receipt);
      else problems.push(`A receipt on commit ${commit.slice(0, 12)} ${read.reason}: it is passed over.`);
    }
    // Notes that were joined are sorted by their letters.
    receipts.sort((a, b) => Date.parse(a.appliedAt) - Date.parse(b.appliedAt));
    if (receipts.length > 0) byCommit.set(commit, receipts);
  }
  return { byCommit, problems };
}
