import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beginJournal } from "../../src/applying/journal.ts";
import { nodeJournalFiles } from "../../src/applying/journal-files.ts";
import { openSteps, readJournal } from "../../src/applying/journal-lines.ts";
import { lockJournal } from "../../src/applying/journal-lock.ts";
import { stepsOf } from "../../src/applying/steps.ts";
import { ExpectedError } from "../../src/domain/exit.ts";
import { createFakeServer } from "./fake-server.ts";
import { memoryFiles } from "./memory-files.ts";
import { actionOf, siteOf } from "./plans.ts";
import { apply, BASE_URL, everyKind, temporaryDirectory } from "./scene.ts";

const HEAD = { toolVersion: "0.0.0", planDigest: "d1", baseUrl: BASE_URL };

async function wholeJournal(): Promise<string> {
  const at = everyKind();
  const { journalFile } = await apply(at);
  return readFileSync(journalFile ?? "", "utf8");
}

describe("the journal of an apply", () => {
  test("names each step before its request, its job, and its end; and is the owner's only", async () => {
    const at = everyKind();
    const directory = path.join(at.directory, ".residentctl", "journal");
    const files = nodeJournalFiles;
    await files.makeDirectory(directory);
    const { journalFile } = await apply(at, { journal: { directory, files, baseUrl: BASE_URL } });
    const file = journalFile ?? "";
    expect(path.basename(file)).toMatch(/^20261123T100000-[0-9a-f]{8}\.jsonl$/);
    expect(readdirSync(directory)).toEqual([path.basename(file)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const { lines } = readJournal(readFileSync(file, "utf8"), file);
    const types = lines.map((line) => ("step" in line ? `${line.type} ${line.step}` : line.type));
    expect(types.slice(0, 4)).toEqual([
      "start",
      "intent one/1/bulkaction-terminate/1",
      "job one/1/bulkaction-terminate/1",
      "result one/1/bulkaction-terminate/1",
    ]);
    expect(types.at(-1)).toBe("end");
    expect(openSteps(lines)).toEqual([]);
  });

  test("an intent is on the disk before the request is sent", async () => {
    const at = everyKind();
    const seen: string[] = [];
    at.server.hook = (name, phase) => {
      if (phase !== "before" || !/submit|update|terminate|purge/.test(name)) return;
      const [file = ""] = readdirSync(at.directory);
      const { lines } = readJournal(readFileSync(path.join(at.directory, file), "utf8"), file);
      const last = openSteps(lines).at(-1);
      seen.push(`${name}: ${last?.intent.work.kind} ${last?.jobId}`);
    };
    await apply(at);
    expect(seen).toEqual([
      "submitBulkAction: bulkaction null",
      "submitBulkAction: bulkaction null",
      "terminateResident: delete null",
      "purgeResident: delete null",
      "submitBulkAction: bulkaction null",
      "submitBulkAction: bulkaction null",
      "updateResident: put null",
      "updateResident: put null",
      "submitImport: import null",
    ]);
  });

  test("holds no personal data but ResidentIds", async () => {
    const text = await wholeJournal();
    expect(text).toContain('"r-1"');
    for (const secret of ["example.com", "moved", "Chris", "Wilson", "543-678", "Hudson", "301"]) {
      expect(text).not.toContain(secret);
    }
  });

  test("cut at every byte, it is read to its last whole line", async () => {
    const text = await wholeJournal();
    const all = readJournal(text, "j").lines;
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at += 1) {
      const cut = bytes.subarray(0, at).toString("utf8");
      const { lines, wholeBytes } = readJournal(cut, "j");
      expect(lines.length).toBe(cut.split("\n").length - 1);
      expect(lines).toEqual(all.slice(0, lines.length));
      expect(wholeBytes).toBe(cut.lastIndexOf("\n") + 1);
    }
  });

  test("cut in the middle of a character", () => {
    const start = JSON.stringify({
      type: "start",
      version: 1,
      tool: "é",
      plan: "",
      at: "",
      baseUrl: "",
      key: "",
    });
    fc.assert(
      fc.property(fc.nat({ max: 8 }), (length) => {
        const tail = Buffer.from('{"é":"é"').subarray(0, length);
        const text = Buffer.concat([Buffer.from(`${start}\n`), tail]).toString("utf8");
        expect(readJournal(text, "j")).toMatchObject({ wholeBytes: Buffer.byteLength(`${start}\n`) });
      }),
    );
  });

  const START = { type: "start", version: 1, tool: "t", plan: "p", at: "a", baseUrl: "b", key: "k" };
  test.each<[string, readonly unknown[], string]>([
    ["a line that is not JSON", [START, "{"], "j.jsonl:2: is not a line of a journal"],
    ["a line that is no object", [START, 7], "j.jsonl:2: is not a line of a journal"],
    ["null", [START, null], "j.jsonl:2: is not a line of a journal"],
    ["an object without a type", [START, {}], "j.jsonl:2: is not a line of a journal"],
    ["an unknown type", [START, { type: "x" }], "j.jsonl:2: is not a line of a journal"],
    ["a missing field", [START, { type: "job", step: "s" }], "j.jsonl:2: is not a line of a journal"],
    ["a field of another type", [START, { type: "end", at: 7 }], "j.jsonl:2: is not a line of a journal"],
    [
      "a null for an object",
      [START, { type: "result", step: "s", open: 0, outcomes: null }],
      "j.jsonl:2: is not",
    ],
    ["no start", [{ type: "end", at: "a" }], "j.jsonl:1: is not a line of a journal"],
    ["two starts", [START, START], "j.jsonl:2: is not a line of a journal"],
    ["another version", [{ ...START, version: 2 }], "j.jsonl:1: has version 2, and this program reads 1"],
  ])("damaged: %s", (_case, lines, message) => {
    const text = lines.map((line) => `${line === "{" ? line : JSON.stringify(line)}\n`).join("");
    expect(() => readJournal(text, "j.jsonl")).toThrow(message);
    expect(() => readJournal(text, "j.jsonl")).toThrow(ExpectedError);
  });

  test("a second submission replaces the first", () => {
    const intent = {
      type: "intent" as const,
      step: "s",
      at: "a",
      site: { name: "", siteId: "", teamId: "" },
      work: { kind: "import" as const, action: "create" as const },
      targets: [],
    };
    const job = { type: "job" as const, step: "s", jobId: "1" };
    expect(openSteps([intent, job, intent])).toMatchObject([{ jobId: null }]);
    expect(openSteps([intent, job, intent, { ...job, jobId: "2" }])).toMatchObject([{ jobId: "2" }]);
    expect(openSteps([job])).toEqual([]);
  });

  test("that cannot be written ends the apply before anything more is sent", async () => {
    const at = everyKind();
    let lines = 0;
    const files = {
      ...nodeJournalFiles,
      create: async (file: string) => {
        const real = await nodeJournalFiles.create(file);
        const append = async (text: string) => {
          lines += 1;
          if (lines > 4) throw Object.assign(new Error("full"), { code: "ENOSPC" });
          await real.append(text);
        };
        return { append, close: real.close };
      },
    };
    const applied = apply(at, { journal: { directory: at.directory, files, baseUrl: BASE_URL } });
    await expect(applied).rejects.toThrow(/cannot be read or written \(ENOSPC\), so nothing more is sent/);
    expect(at.server.accepted.filter((name) => /submit|update/.test(name))).toEqual(["submitBulkAction"]);
  });

  test("that cannot be written while a step is stopped at once is still an error", async () => {
    const at = everyKind();
    const files = memoryFiles();
    const create = async (file: string) => {
      const real = await files.create(file);
      const append = async (text: string) => {
        if (text.includes('"job"')) {
          at.aborting.abort(new Error("stopped"));
          throw Object.assign(new Error("full"), { code: "ENOSPC" });
        }
        await real.append(text);
      };
      return { ...real, append };
    };
    const applied = apply(at, {
      journal: { directory: "/j", files: { ...files, create }, baseUrl: BASE_URL },
    });
    await expect(applied).rejects.toThrow(ExpectedError);
  });

  test("an error that is not the disk's is not hidden", async () => {
    const files = { ...memoryFiles(), create: () => Promise.reject(new TypeError("bug")) };
    await expect(beginJournal("/j", HEAD, files, createFakeServer().timing)).rejects.toThrow(TypeError);
  });

  test("an action without an attempt keeps its step open", async () => {
    const files = memoryFiles();
    const journal = await beginJournal("/j", HEAD, files, createFakeServer().timing);
    const [step] = stepsOf(siteOf("one", [actionOf("terminate", "a")]));
    if (step === undefined) throw new Error("no step");
    await journal.intent(step);
    await journal.result(step, new Map());
    expect(await journal.end()).toBe(journal.file);
    const { lines } = readJournal(await files.read(journal.file), journal.file);
    expect(openSteps(lines)).toHaveLength(1);
  });

  test("lines that come at once are written one after the other", async () => {
    const files = memoryFiles();
    const journal = await beginJournal("/j", HEAD, files, createFakeServer().timing);
    const steps = stepsOf(siteOf("one", [actionOf("terminate", "a"), actionOf("create", "b")]));
    await Promise.all(steps.map((step) => journal.intent(step)));
    const { lines } = readJournal(await files.read(journal.file), journal.file);
    expect(lines.map((line) => line.type)).toEqual(["start", "intent", "intent"]);
    await journal.abandon();
  });
});

describe("the real files", () => {
  test("a directory that is not there is empty; one that cannot be listed is an error", async () => {
    const directory = temporaryDirectory();
    expect(await nodeJournalFiles.list(path.join(directory, "none"))).toEqual([]);
    writeFileSync(path.join(directory, "file"), "");
    await expect(nodeJournalFiles.list(path.join(directory, "file"))).rejects.toThrow("ENOTDIR");
  });

  test("resumed after its whole lines, and what was cut is gone", async () => {
    const file = path.join(temporaryDirectory(), "j");
    writeFileSync(file, "whole\ncut");
    const opened = await nodeJournalFiles.resume(file, 6);
    await opened.append("more\n");
    await opened.close();
    expect(readFileSync(file, "utf8")).toBe("whole\nmore\n");
  });
});

describe("the lock", () => {
  const { timing } = createFakeServer();
  const owner = (pid: number, ...alive: number[]) => ({
    pid,
    isAlive: (other: number) => alive.includes(other),
  });
  const lock = (directory: string, who: ReturnType<typeof owner>) =>
    lockJournal(directory, nodeJournalFiles, who, timing);

  test("one at a time; a second apply is refused with the process that holds it", async () => {
    const directory = path.join(temporaryDirectory(), "a", "b");
    const first = await lock(directory, owner(11, 12));
    await expect(lock(directory, owner(12, 11))).rejects.toThrow(/process 11 holds .*lock-11-/);
    await expect(lock(directory, owner(12, 11))).rejects.toMatchObject({ exitCode: 1 });
    await first.release();
    const second = await lock(directory, owner(12, 11));
    expect(readdirSync(directory)).toHaveLength(1);
    await second.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("taken over at once from a dead process, and from an earlier one with our own number", async () => {
    const directory = temporaryDirectory();
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, "lock-11-abc"), "");
    writeFileSync(path.join(directory, "lock-12-def"), "");
    writeFileSync(path.join(directory, "unrelated"), "");
    const held = await lock(directory, owner(12, 12));
    expect(readdirSync(directory).filter((name) => name.startsWith("lock"))).toHaveLength(1);
    await held.release();
    expect(readdirSync(directory)).toEqual(["unrelated"]);
  });

  test("a place that cannot be written is an error that names it", async () => {
    const directory = temporaryDirectory();
    writeFileSync(path.join(directory, "file"), "");
    const below = path.join(directory, "file", "journal");
    await expect(lock(below, owner(1))).rejects.toThrow(
      `The journal ${below} cannot be read or written (ENOTDIR)`,
    );
  });

  test("many at once: never two", async () => {
    const directory = temporaryDirectory();
    const pids = Array.from({ length: 8 }, (_, index) => index + 1);
    let holders = 0;
    let most = 0;
    const ends = await Promise.allSettled(
      pids.map(async (pid) => {
        const held = await lock(directory, owner(pid, ...pids));
        holders += 1;
        most = Math.max(most, holders);
        await new Promise((resolve) => setImmediate(resolve));
        holders -= 1;
        await held.release();
      }),
    );
    expect(most).toBeLessThanOrEqual(1);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(ExpectedError);
  });
});
