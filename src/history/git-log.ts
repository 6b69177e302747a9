import type { HistoryCommit } from "../domain/history-event.ts";
import { gitTokens } from "./git.ts";

/** A file that differs from the first parent's; `object` is null where it is gone. */
export interface ChangedPath {
  readonly path: string;
  /** As git writes it: `100644`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
  readonly object: string | null;
}

/** A commit and what differs from its first parent, or from nothing. */
export interface LoggedCommit extends HistoryCommit {
  readonly parents: readonly string[];
  readonly changes: readonly ChangedPath[];
}

const FIELDS = ["%H", "%P", "%an", "%ae", "%cI", "%ct", "%s"];

/**
 * All commits up to `tip`, parents before children, with what each changed below `directory` (paths relative to it).
 * File names and subjects may hold anything: everything is between NULs. Renames are a removal and an addition.
 */
export async function* logCommits(directory: string, tip: string): AsyncGenerator<LoggedCommit> {
  const tokens = gitTokens(directory, [
    ...["-c", "log.showRoot=true", "log", "--topo-order", "--reverse", "--relative"],
    ...[
      "--raw",
      "-z",
      "--no-abbrev",
      "--no-renames",
      "--diff-merges=first-parent",
      "--ignore-submodules=none",
    ],
    ...["--no-color", "--no-notes", "--no-show-signature", "--encoding=UTF-8"],
    ...[`--format=${FIELDS.join("%x00")}`, tip, "--"],
  ]);
  let fields: string[] = [];
  let changes: ChangedPath[] = [];
  let isInChanges = false;
  let change: Pick<ChangedPath, "mode" | "object"> | null = null;
  for await (const token of tokens) {
    if (change !== null) {
      changes.push({ ...change, path: token });
      change = null;
      continue;
    }
    if (isInChanges) {
      change = readChange(token);
      if (change !== null) continue;
      yield commitOf(fields, changes);
      [fields, changes, isInChanges] = [[], [], false];
    }
    fields.push(token);
    isInChanges = fields.length === FIELDS.length;
  }
  if (isInChanges) yield commitOf(fields, changes);
}

/** `:100644 100644 <old> <new> M`, the first of a commit after a line break; null for the next commit's id. */
function readChange(token: string): Pick<ChangedPath, "mode" | "object"> | null {
  const [, mode, object, status] = /^\n?:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(token) ?? [];
  if (mode === undefined || object === undefined) return null;
  return { mode, object: status === "D" ? null : object };
}

function commitOf(fields: readonly string[], changes: readonly ChangedPath[]): LoggedCommit {
  const [id = "", parents = "", author = "", authorEmail = "", date = "", seconds = "", subject = ""] =
    fields;
  return {
    id,
    parents: parents === "" ? [] : parents.split(" "),
    author,
    authorEmail,
    date,
    instant: Number(seconds) * 1000,
    subject,
    changes,
  };
}

/** The same commits, some together: what they need can then be asked for in one go. */
export async function* inBatches(
  commits: AsyncIterable<LoggedCommit>,
  size: number,
): AsyncGenerator<readonly LoggedCommit[]> {
  let batch: LoggedCommit[] = [];
  for await (const commit of commits) {
    batch.push(commit);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
