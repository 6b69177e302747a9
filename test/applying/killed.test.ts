import { describe, expect, test } from "vitest";
import type { ApplyReport } from "../../src/applying/apply-report.ts";
import { finishOpen } from "../../src/applying/finish-open.ts";
import type { JournalFiles } from "../../src/applying/journal-files.ts";
import { lockJournal } from "../../src/applying/journal-lock.ts";
import { emailKey } from "../../src/domain/email.ts";
import { memoryFiles } from "./memory-files.ts";
import { apply, BASE_URL, contextOf, everyKind, type Scene } from "./scene.ts";

const DIRECTORY = "/journal";

class Killed extends Error {}

/** Counts what a process does that others can see, and ends it at one of these points, for good. */
function mortal(fatal: number) {
  let point = 0;
  const die = (): never => {
    throw new Killed(`at point ${fatal}`);
  };
  return {
    points: () => point,
    isDead: () => point >= fatal,
    /** A point at which the process may be killed. */
    pass: (atDeath: () => void = () => undefined): void => {
      if (point >= fatal) die();
      point += 1;
      if (point < fatal) return;
      atDeath();
      die();
    },
  };
}

/** Killed before a line is written, in the middle of it, and after it. */
function mortalFiles(files: ReturnType<typeof memoryFiles>, life: ReturnType<typeof mortal>): JournalFiles {
  const wrap = async (opened: ReturnType<JournalFiles["create"]>) => {
    const file = await opened;
    return {
      append: async (text: string) => {
        life.pass();
        life.pass(() => void file.append(text.slice(0, text.length / 2)));
        await file.append(text);
        life.pass();
      },
      close: file.close,
    };
  };
  return {
    ...files,
    create: (file) => wrap(files.create(file)),
    resume: (file, bytes) => wrap(files.resume(file, bytes)),
    rename: async (from, to) => {
      life.pass();
      await files.rename(from, to);
      life.pass();
    },
  };
}

/** One whole `apply`, as the command runs it: lock, finish what is open, plan, apply, unlock. */
async function applyAsProcess(
  at: Scene,
  files: ReturnType<typeof memoryFiles>,
  pid: number,
  fatal: number,
): Promise<{ report: ApplyReport | null; points: number }> {
  const life = mortal(fatal);
  const { server } = at;
  server.hook = () => life.pass();
  const guarded = mortalFiles(files, life);
  const timing = {
    ...server.timing,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      if (life.isDead()) throw new Killed();
      await server.timing.sleep(milliseconds, signal);
    },
  };
  try {
    const lock = await lockJournal(DIRECTORY, files, { pid, isAlive: () => false }, timing);
    const context = { ...contextOf(at), timing };
    await finishOpen({ directory: DIRECTORY, files: guarded, baseUrl: BASE_URL, context });
    const report = await apply(at, {
      timing,
      journal: { directory: DIRECTORY, files: guarded, baseUrl: BASE_URL },
    });
    await lock.release();
    return { report, points: life.points() };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { report: null, points: life.points() };
  } finally {
    server.hook = () => undefined;
  }
}

function expectDone(at: Scene): void {
  const live = [...at.server.residents.values()].map(({ live: resident }) => [
    emailKey(resident.email),
    `${resident.status.name} in ${resident.unit}`,
  ]);
  expect(Object.fromEntries(live)).toEqual({
    "new@example.com": "pending in 301",
    "moved@example.com": "current in 302",
    "back@example.com": "current in 303",
    "pause@example.com": "suspended in 304",
    "resume@example.com": "current in 305",
    "end@example.com": "expired in 306",
    "end-paused@example.com": "expired in 307",
    "same@example.com": "current in 310",
  });
  expect(at.server.invitations).toEqual(["new@example.com"]);
}

describe("killed at any point, an apply is finished by the next one, and nobody is invited twice", () => {
  test.each([
    { when: "at once, while jobs take a second", jobDuration: 1_000, pause: 0, imports: 1 },
    // Whoever waits longer than the patience is submitted again, and the server refuses the second.
    { when: "at once, while jobs take longer than the patience", jobDuration: 45_000, pause: 0, imports: 2 },
    { when: "two hours later", jobDuration: 1_000, pause: 7_200_000, imports: 1 },
  ])("run again $when", async ({ jobDuration, pause, imports }) => {
    const whole = await applyAsProcess(everyKind(), memoryFiles(), 1, Number.POSITIVE_INFINITY);
    expect(whole.report?.exitCode).toBe(0);
    expect(whole.points).toBeGreaterThan(100);
    for (let fatal = 1; fatal <= whole.points; fatal += 1) {
      const at = everyKind();
      at.server.jobDuration = jobDuration;
      const files = memoryFiles();
      const first = await applyAsProcess(at, files, 1, fatal);
      // With slow jobs a run has more polls, so more points: then all of these kill it.
      if (first.report !== null) break;
      at.server.advance(pause);
      const second = await applyAsProcess(at, files, 2, Number.POSITIVE_INFINITY);
      expect(second.report, `killed at point ${fatal}`).toMatchObject({ exitCode: 0 });
      expectDone(at);
      const accepted = at.server.accepted.filter((name) => name === "submitImport");
      expect(accepted.length).toBeLessThanOrEqual(imports);
      expect([...files.content.keys()].filter((file) => file.includes("open"))).toEqual([]);
    }
  });

  test("killed, and killed again while it finishes what was left open", async () => {
    const { points } = await applyAsProcess(everyKind(), memoryFiles(), 1, Number.POSITIVE_INFINITY);
    for (let fatal = 1; fatal <= points; fatal += 5) {
      for (const second of [1, 3, 8, 20, 60]) {
        const at = everyKind();
        const files = memoryFiles();
        await applyAsProcess(at, files, 1, fatal);
        await applyAsProcess(at, files, 2, second);
        const third = await applyAsProcess(at, files, 3, Number.POSITIVE_INFINITY);
        expect(third.report, `killed at ${fatal}, then at ${second}`).toMatchObject({ exitCode: 0 });
        expectDone(at);
      }
    }
  });
});
