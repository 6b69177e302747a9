import { describe, expect, test } from "vitest";
import type { Change, HistoryEvent } from "../../src/domain/history-event.ts";
import { readHistory } from "../../src/history/read-history.ts";
import { makeRepository } from "./git-repo.ts";
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

describe("history is what a replay of every commit finds", () => {
  test.each(
    Array.from(
      { length: Number(process.env.RUNS ?? 30) },
      (_, index) => index + Number(process.env.SEED ?? 1),
    ),
  )("random repository %i", async (seed) => {
    const commits = randomCommits(seeded(seed), 30);
    const { folder, ids } = makeRepository(commits);
    const found = await changesByCommit(folder, ids);
    const expected = replay(commits);
    expect(found.map(sorted)).toEqual(expected.map(sorted));
  });
});
