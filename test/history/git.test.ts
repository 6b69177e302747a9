import { describe, expect, test } from "vitest";
import { openBlobs } from "../../src/history/blobs.ts";
import { git, gitAnswer, gitTokens } from "../../src/history/git.ts";
import { inBatches, type LoggedCommit } from "../../src/history/git-log.ts";
import { keepRecent } from "../../src/history/recent.ts";
import { makeRepository, temporaryFolder } from "./git-repo.ts";

const BIG = "x".repeat(300_000);
/** More than a pipe gives at once; less than an argument may hold. */
const LONG = "y".repeat(100_000);

function repository(): { folder: string; ids: readonly string[] } {
  return makeRepository([
    {
      parents: [],
      files: new Map([
        ["empty", ""],
        ["small", "one\ntwo\n"],
        ["big", BIG],
      ]),
    },
  ]);
}

async function objectOf(folder: string, file: string): Promise<string> {
  return (await gitAnswer(folder, ["rev-parse", `HEAD:${file}`])) ?? "";
}

describe("blobs", () => {
  test("of any size, asked for one by one, together, or ahead; one that is not there is null", async () => {
    const { folder } = repository();
    const [empty, small, big] = await Promise.all(
      ["empty", "small", "big"].map((file) => objectOf(folder, file)),
    );
    const blobs = openBlobs(folder);
    try {
      const texts = async (...objects: readonly (string | undefined)[]) =>
        (await Promise.all(objects.map((object) => blobs.read(object ?? "")))).map(
          (bytes) => bytes?.toString() ?? null,
        );
      expect(await texts(small)).toEqual(["one\ntwo\n"]);
      expect(await texts(empty, big, "0".repeat(40), small, empty)).toEqual([
        "",
        BIG,
        null,
        "one\ntwo\n",
        "",
      ]);
      blobs.expect([big ?? "", small ?? "", big ?? ""]);
      expect(await texts(small, big, big)).toEqual(["one\ntwo\n", BIG, BIG]);
      blobs.expect([]);
      expect(await texts(big)).toEqual([BIG]);
    } finally {
      blobs.close();
    }
  });

  test("where git cannot be started or has ended, a message", async () => {
    const nowhere = openBlobs(`${temporaryFolder()}/nowhere`);
    nowhere.expect(["a"]);
    await expect(nowhere.read("b")).rejects.toThrow("git could not be started");
    await expect(nowhere.read("c")).rejects.toThrow("git could not be started");
    const { folder } = repository();
    const closed = openBlobs(folder);
    closed.close();
    await expect(closed.read("a")).rejects.toThrow("git could not read the repository");
  });
});

describe("git", () => {
  test("fails with a message", async () => {
    const folder = temporaryFolder();
    await expect(git(folder, ["rev-parse", "HEAD"])).rejects.toThrow("not a git repository");
    expect(await gitAnswer(folder, ["rev-parse", "HEAD"])).toBeNull();
    const tokens = async (where: string) => {
      for await (const token of gitTokens(where, ["log", "-z"])) expect(token).toBe("none");
    };
    await expect(tokens(folder)).rejects.toThrow("not a git repository");
    await expect(tokens(`${folder}/nowhere`)).rejects.toThrow("git could not be started");
  });

  test("says what stands between NULs, however long", async () => {
    const { folder } = repository();
    const tokens: string[] = [];
    for await (const token of gitTokens(folder, ["log", `--format=${LONG}%x00b`, "-z"])) tokens.push(token);
    expect(tokens).toEqual([LONG, "b"]);
  });
});

test("commits come in batches, the last one smaller", async () => {
  async function* commits(): AsyncGenerator<LoggedCommit> {
    const commit = {
      id: "",
      author: "",
      authorEmail: "",
      date: "",
      instant: 0,
      subject: "",
      parents: [],
      changes: [],
    };
    for (let index = 0; index < 5; index += 1) yield { ...commit, id: String(index) };
  }
  const batches: string[] = [];
  for await (const batch of inBatches(commits(), 2)) batches.push(batch.map(({ id }) => id).join());
  expect(batches).toEqual(["0,1", "2,3", "4"]);
});

test("what was used longest ago is forgotten first, when the budget is spent", () => {
  const recent = keepRecent<number>(10);
  recent.set("a", 1, 4);
  recent.set("b", 2, 4);
  expect(recent.get("a")).toBe(1);
  recent.set("c", 3, 4);
  expect(["a", "b", "c"].map(recent.get)).toEqual([1, undefined, 3]);
  recent.set("huge", 4, 100);
  expect(["a", "c", "huge"].map(recent.get)).toEqual([undefined, undefined, undefined]);
});
