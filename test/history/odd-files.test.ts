import { describe, expect, test } from "vitest";
import type { HistoryEvent } from "../../src/domain/history-event.ts";
import { readHistory } from "../../src/history/read-history.ts";
import { writeReceipt } from "../../src/history/receipt-notes.ts";
import { makeRepository, runGit } from "./git-repo.ts";
import { fileText, siteFile } from "./model.ts";

const ADA = { email: "ada@example.com", firstName: "Ada", building: "Main", floor: "1", unit: "101" };
const OAK = fileText(siteFile("oak", "id-oak", [ADA]));

async function eventsOf(folder: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of (await readHistory(folder)).events) events.push(event);
  return events;
}

/** What the second of two commits of a file says. */
async function second(before: string, after: string): Promise<readonly HistoryEvent[]> {
  const files = (text: string) => new Map([["sites/a.yaml", text]]);
  const { folder, ids } = makeRepository([
    { parents: [], files: files(before) },
    { parents: [0], files: files(after) },
  ]);
  return (await eventsOf(folder)).filter(({ commit }) => commit.id === ids[1]);
}

describe("a file that says nothing that can be read", () => {
  test.each([
    ["an empty one", "", "The file is empty, or holds nothing but comments."],
    ["only comments", "# nobody\n", "The file is empty, or holds nothing but comments."],
    ["a line indented by a tab", OAK.replace("    firstName", "\tfirstName"), null],
    ["a list entry that is a text", OAK.replace(/residents:.*/s, "residents:\n  - ada\n"), null],
  ])("%s: nobody is gone", async (_what, after, message) => {
    const events = await second(OAK, after);
    expect(events.map(({ type }) => type)).toEqual(["unreadable"]);
    if (message !== null) expect(events[0]).toMatchObject({ message });
  });
});

describe("a file that can be read, in an odd form", () => {
  test("tabs after the text of a line change nothing", async () => {
    expect(await second(OAK, OAK.replace("firstName: Ada", "firstName: Ada\t"))).toEqual([]);
  });

  test("an accept list that is empty is none", async () => {
    expect(await second(OAK, OAK.replace("residents:", "accept: []\nresidents:"))).toEqual([]);
  });

  test("what is no text in an accept list is no consent", async () => {
    const accept = "accept: [{ a: b }, limit-exceeded/purge/0123abcd]\nresidents:";
    expect(await second(OAK, OAK.replace("residents:", accept))).toMatchObject([
      { type: "site-changed", field: "accept", old: null, new: "limit-exceeded/purge/0123abcd" },
    ]);
  });

  test("larger than 32 MiB it is not read, and nobody is gone", async () => {
    expect(await second(OAK, `${OAK}# ${"x".repeat(32 * 1024 * 1024)}\n`)).toMatchObject([
      { type: "unreadable", site: "oak", message: "The file is larger than 32 MiB." },
    ]);
  });

  test("a list that becomes empty has nobody any more", async () => {
    const events = await second(OAK, OAK.replace(/residents:.*/s, "residents: []\n"));
    expect(events).toMatchObject([{ type: "resident-removed", email: "ada@example.com" }]);
  });
});

describe("receipts", () => {
  const receipt = {
    ...{ formatVersion: "1.0", commit: "", digest: "d", outcome: "done" as const, counts: {}, jobs: [] },
    ...{ run: null, appliedAt: "2026-11-23T17:00:00Z", sites: ["elm"] },
  };

  test("are written where git does not know who works here, as on a runner", async () => {
    const { folder, ids } = makeRepository([{ parents: [], files: new Map([["sites/a.yaml", OAK]]) }]);
    // It may not make up somebody of the machine's name.
    runGit(folder, ["config", "user.useConfigOnly", "true"]);
    await writeReceipt(folder, ids[0] ?? "", receipt);
    expect(runGit(folder, ["log", "-1", "--format=%cn", "refs/notes/residentctl"]).trim()).not.toBe("");
  });

  test("of another site do not apply a change, and a note of no receipt counts for nothing", async () => {
    const { folder, ids } = makeRepository([
      { parents: [], files: new Map([["sites/a.yaml", OAK]]) },
      { parents: [0], files: new Map([["sites/a.yaml", OAK.replace('"101"', '"102"')]]) },
    ]);
    await writeReceipt(folder, ids[0] ?? "", receipt);
    const who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    runGit(folder, [...who, "notes", "--ref=residentctl", "add", "-m", "hello", ids[1] ?? ""]);
    const events = await eventsOf(folder);
    expect(events.filter((event) => "email" in event).map((event) => event.receipt)).toEqual(
      events.filter((event) => "email" in event).map(() => null),
    );
  });
});
