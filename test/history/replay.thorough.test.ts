import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Change, HistoryEvent } from "../../src/domain/history-event.ts";
import { readHistory } from "../../src/history/read-history.ts";
import { makeRepository, runGit } from "./git-repo.ts";
import { replay } from "./naive.ts";
import { seeded } from "./random.ts";
import { randomCommits } from "./random-repository.ts";

async function changesByCommit(
  folder: string,
  ids: readonly string[],
): Promise<readonly (readonly Change[])[]> {
  const byCommit: Change[][] = ids.map(() => []);
  const { events } = await readHistory(folder);
  for await (const event of events) byCommit[ids.indexOf(event.commit.id)]?.push(changeOf(event));
  return byCommit;
}

function changeOf({ commit: _commit, receipt: _receipt, ...change }: HistoryEvent): Change {
  return change;
}

function sorted(changes: readonly Change[]): readonly string[] {
  return changes
    .map((change) =>
      JSON.stringify(
        change,
        Object.keys({
          ...change,
          building: 0,
          floor: 0,
          unit: 0,
          ...("fields" in change ? change.fields : {}),
        }).sort(),
      ),
    )
    .sort();
}

/** Checks a commit out and reads every file that then stands in the folder. */
function checkOut(folder: string, id: string): ReadonlyMap<string, string> {
  runGit(folder, ["-c", "core.symlinks=false", "checkout", "-q", "--force", id]);
  const found = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" });
  return new Map(
    found
      .filter((file) => file.isFile() && !file.parentPath.includes(`${path.sep}.git`))
      .map((file) => path.join(file.parentPath, file.name))
      .map((file) => [path.relative(folder, file).split(path.sep).join("/"), readFileSync(file, "utf8")]),
  );
}

describe("history is what a replay of every commit finds", () => {
  const first = Number(process.env.SEED ?? 1);
  const seeds = Array.from({ length: Number(process.env.RUNS ?? 10) }, (_, index) => index + first);
  test.each(seeds)("random repository %i", async (seed) => {
    const commits = randomCommits(seeded(seed), seed % 10 === 0 ? 70 : 25);
    const { folder, ids } = makeRepository(commits);
    const found = await changesByCommit(folder, ids);
    expect(found.map(sorted)).toEqual(replay(commits).map(sorted));
  });

  test("with every commit checked out", async () => {
    const commits = randomCommits(seeded(77), 20);
    const { folder, ids } = makeRepository(commits);
    const found = await changesByCommit(folder, ids);
    const checkouts = commits.map(({ parents }, index) => ({
      parents,
      files: checkOut(folder, ids[index] ?? ""),
    }));
    const expected = replay(checkouts);
    expect(found.map(sorted)).toEqual(expected.map(sorted));
    expect(expected.flat().length).toBeGreaterThan(20);
  });
});
