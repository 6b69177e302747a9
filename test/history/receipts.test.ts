import { describe, expect, test } from "vitest";
import type { Receipt } from "../../src/domain/receipt.ts";
import { appliedBy } from "../../src/history/applied-by.ts";
import { readHistory } from "../../src/history/read-history.ts";
import { formatReceipt, parseReceipt } from "../../src/history/receipt.ts";
import { writeReceipt } from "../../src/history/receipt-notes.ts";
import { type CommitModel, makeRepository, runGit } from "./git-repo.ts";
import { fileText, siteFile } from "./model.ts";

function receipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    formatVersion: "1.0",
    commit: "c0ffee",
    digest: "9c41f0aa",
    outcome: "done",
    counts: { create: 1, purge: 0 },
    jobs: ["job-1"],
    run: "https://example.com/runs/1",
    appliedAt: "2026-11-23T17:00:00Z",
    sites: null,
    ...changes,
  };
}

describe("a receipt", () => {
  test.each([
    [receipt()],
    [receipt({ sites: ["oak"], run: null, outcome: "interrupted", jobs: [], counts: {} })],
  ])("is read as it was written, in one line", (written) => {
    const line = formatReceipt(written);
    expect(line).not.toContain("\n");
    expect(parseReceipt(line)).toEqual({ kind: "receipt", receipt: written });
  });

  test("of a later minor version is read as far as it is known", () => {
    const line = JSON.stringify({
      ...receipt(),
      formatVersion: "1.7",
      outcome: "half",
      counts: { create: 2, update: "x", magic: 1, purge: -1 },
      jobs: [1, "j"],
      extra: [],
    });
    expect(parseReceipt(line)).toEqual({
      kind: "receipt",
      receipt: receipt({ formatVersion: "1.7", outcome: "unknown", counts: { create: 2 }, jobs: ["j"] }),
    });
    const bare = JSON.stringify({
      formatVersion: "1.0",
      digest: "d",
      appliedAt: "2026-11-23T17:00:00Z",
      counts: 3,
    });
    expect(parseReceipt(bare)).toMatchObject({
      receipt: { commit: "", counts: {}, jobs: [], run: null, sites: null },
    });
  });

  test.each([
    ["not JSON", "is not a JSON object"],
    ["[]", "is not a JSON object"],
    ["null", "is not a JSON object"],
    [JSON.stringify({ ...receipt(), formatVersion: "2.0" }), 'has format version "2.0", and 1 is known'],
    [JSON.stringify({ ...receipt(), formatVersion: 1 }), 'has format version "", and 1 is known'],
    [JSON.stringify({ ...receipt(), digest: 5 }), "has no digest, or no time"],
    [JSON.stringify({ ...receipt(), appliedAt: "soon" }), "has no digest, or no time"],
  ])("%s is none", (line, reason) => {
    expect(parseReceipt(line)).toEqual({ kind: "unreadable", reason });
  });
});

describe("the receipt of a change", () => {
  // 0 - 1 - 3 - 5 - 6, and 2 - 4 on a branch from 0 that is merged by 5.
  const commits = [[], [0], [0], [1], [2], [3, 4], [5]].map((parents, index) => ({
    id: String(index),
    parents: parents.map(String),
  }));
  const by = (receipts: Readonly<Record<string, readonly Receipt[]>>) =>
    appliedBy(commits, { byCommit: new Map(Object.entries(receipts)), problems: [] });

  test("stands on its commit, or on the first later one that contains it", () => {
    const of = by({ "1": [receipt({ digest: "at 1" })], "5": [receipt({ digest: "at 5" })] });
    const found = commits.map(({ id }) => of(id, "oak")?.digest ?? null);
    expect(found).toEqual(["at 1", "at 1", "at 5", "at 5", "at 5", "at 5", null]);
  });

  test("is of its site, and done if any is; else of the first that tried", () => {
    const failed = receipt({ digest: "failed", outcome: "incomplete" });
    const [oak, elm] = [
      receipt({ digest: "oak", sites: ["oak"] }),
      receipt({ digest: "elm", sites: ["elm"] }),
    ];
    const of = by({ "1": [failed, oak], "3": [elm], "5": [receipt({ digest: "all" })] });
    expect(of("0", "oak")?.digest).toBe("oak");
    expect(of("0", "elm")?.digest).toBe("elm");
    expect(of("0", "ash")?.digest).toBe("all");
    expect(of("0", null)?.digest).toBe("oak");
    expect(by({ "1": [failed], "6": [receipt({ outcome: "refused" })] })("1", "oak")?.digest).toBe("failed");
    expect(by({ "1": [failed] })("2", "oak")).toBeNull();
  });
});

describe("receipts in git", () => {
  const resident = { email: "ada@example.com", firstName: "Ada", unit: "1" };
  const tree = (unit: string) =>
    new Map([["sites/a.yaml", fileText(siteFile("oak", "id", [{ ...resident, unit }]))]]);
  const history: readonly CommitModel[] = [
    { parents: [], files: tree("1") },
    { parents: [0], files: tree("2") },
    { parents: [1], files: tree("3") },
  ];

  test("all applies of a commit keep theirs, and events carry them", async () => {
    const { folder, ids } = makeRepository(history);
    const [, second = ""] = ids;
    await writeReceipt(folder, second, receipt({ digest: "one", outcome: "incomplete" }));
    await writeReceipt(folder, second, receipt({ digest: "two" }));
    expect(runGit(folder, ["notes", "--ref=residentctl", "show", second]).trim().split("\n")).toHaveLength(2);
    expect(runGit(folder, ["log", "-1", "--format=%an <%ae>", "refs/notes/residentctl"])).toMatch(/<.+>/);
    const { events, warnings } = await readHistory(folder);
    const digests: (string | null)[] = [];
    for await (const event of events)
      if (event.type !== "site-created") digests.push(event.receipt?.digest ?? null);
    expect(digests).toEqual(["two", "two", null]);
    expect(warnings).toEqual([]);
  });

  test("of a note that was joined, the earliest apply comes first", async () => {
    const { folder, ids } = makeRepository(history);
    const [first = ""] = ids;
    // The letters say otherwise, and so would the offset.
    await writeReceipt(folder, first, receipt({ digest: "a", appliedAt: "2026-11-23T17:00:00Z" }));
    await writeReceipt(folder, first, receipt({ digest: "b", appliedAt: "2026-11-23T18:30:00+02:00" }));
    const { events } = await readHistory(folder);
    expect((await events.next()).value).toMatchObject({ receipt: { digest: "b" } });
    await events.return(undefined);
  });

  test("notes that are none are warned of", async () => {
    const { folder, ids } = makeRepository(history);
    const [first = ""] = ids;
    const note = `hello\n${formatReceipt(receipt())}\n`;
    runGit(
      folder,
      [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "notes",
        "--ref=residentctl",
        "add",
        "-F",
        "-",
        first,
      ],
      note,
    );
    const { events, warnings } = await readHistory(folder);
    expect(warnings).toEqual([
      `A receipt on commit ${first.slice(0, 12)} is not a JSON object: it is passed over.`,
    ]);
    expect((await events.next()).value).toMatchObject({ receipt: { digest: "9c41f0aa" } });
    await events.return(undefined);
  });

  test("a commit that is not there gets none", async () => {
    const { folder } = makeRepository(history);
    await expect(writeReceipt(folder, "0".repeat(40), receipt())).rejects.toThrow("There is no commit");
  });
});
