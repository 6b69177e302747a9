import { describe, expect, test } from "vitest";
import { finishOpen } from "../../src/applying/finish-open.ts";
import { beginJournal } from "../../src/applying/journal.ts";
import { DEFAULT_SETTINGS } from "../../src/applying/settings.ts";
import { type Step, stepsOf } from "../../src/applying/steps.ts";
import type { ActionKind } from "../../src/domain/action-kind.ts";
import { parseStatus } from "../../src/domain/status.ts";
import type { Action } from "../../src/planning/plan.ts";
import { lost } from "./fake-server.ts";
import { memoryFiles } from "./memory-files.ts";
import { actionOf, siteOf } from "./plans.ts";
import { BASE_URL, contextOf, declareSite, type Scene, scene } from "./scene.ts";

const HEAD = { toolVersion: "0.0.0", planDigest: "d1", baseUrl: BASE_URL };
const EMAIL = "a@example.com";

interface Left {
  readonly at: Scene;
  readonly files: ReturnType<typeof memoryFiles>;
  readonly file: string;
  readonly step: Step;
}

/** A journal that was left after the intent for one action, or (`jobId`) after the job that it became. */
async function leftOpen(kind: ActionKind, via: Action["via"] | null = null, jobId?: string): Promise<Left> {
  const at = scene([declareSite("one", [])]);
  const files = memoryFiles();
  const live = kind === "create" ? null : at.server.add("site-one", { email: EMAIL });
  const more = via === null ? {} : { via };
  const action = actionOf(kind, "a", { residentId: live?.residentId ?? null, ...more });
  const [step] = stepsOf(siteOf("one", [action]));
  if (step === undefined) throw new Error("no step");
  const journal = await beginJournal("/j", HEAD, files, at.server.timing);
  await journal.intent(step);
  if (jobId !== undefined) await journal.job(step, jobId);
  return { at, files, file: journal.file, step };
}

function finish(left: Left, baseUrl = BASE_URL) {
  return finishOpen({ directory: "/j", files: left.files, baseUrl, context: contextOf(left.at) });
}

function waited(left: Left): number {
  return left.at.server.timing.now() - Date.parse("2026-11-23T10:00:00Z");
}

describe("what an earlier apply left open", () => {
  test("nothing: nothing is asked", async () => {
    const at = scene([]);
    const report = await finishOpen({
      directory: "/j",
      files: memoryFiles(),
      baseUrl: BASE_URL,
      context: contextOf(at),
    });
    expect(report).toEqual({ steps: [], foreign: [] });
    expect(at.server.calls).toEqual([]);
  });

  test("a job that runs is waited for", async () => {
    const left = await leftOpen("create", null, "job-1");
    const site = { teamId: "team-1", siteId: "site-one" };
    const send = left.step.actions[0]?.send;
    if (send == null) throw new Error("nothing to send");
    await left.at.server.api.submitImport(site, [send]);
    left.at.server.jobDuration = 30_000;
    const report = await finish(left);
    expect(report.steps).toMatchObject([{ end: "finished", jobId: "job-1", action: "create", size: 1 }]);
    expect(left.at.server.invitations).toEqual([EMAIL]);
    expect([...left.files.content.keys()]).toEqual([left.file.replace(".open", "")]);
    expect((await finish(left)).steps).toEqual([]);
  });

  test("a job that never finishes is given up at the time limit, once", async () => {
    const left = await leftOpen("suspend", null, "job-1");
    const [id = ""] = left.at.server.residents.keys();
    left.at.server.jobDuration = Number.POSITIVE_INFINITY;
    await left.at.server.api.submitBulkAction({ teamId: "team-1", siteId: "site-one" }, "suspend", [id]);
    expect((await finish(left)).steps).toMatchObject([{ end: "still-running" }]);
    expect(waited(left)).toBeGreaterThanOrEqual(DEFAULT_SETTINGS.jobTime);
    expect((await finish(left)).steps).toEqual([]);
  });

  test("a job that the server does not know: live state tells", async () => {
    const left = await leftOpen("suspend", null, "job-9");
    expect((await finish(left)).steps).toMatchObject([{ end: "not-seen" }]);
  });

  test.each<[ActionKind, readonly string[] | null]>([
    ["suspend", ["current", "suspended"]],
    ["unsuspend", ["current"]],
    ["terminate", ["expired"]],
    ["purge", null],
  ])("a %s without a job is seen in live state", async (kind, status) => {
    const left = await leftOpen(kind);
    const [id = ""] = left.at.server.residents.keys();
    left.at.server.residents.delete(id);
    if (status !== null) {
      left.at.server.add("site-one", { email: EMAIL, residentId: id, status: parseStatus(status) });
    }
    const report = await finish(left);
    expect(report.steps).toMatchObject([{ end: "seen", jobId: null }]);
    expect(waited(left)).toBe(0);
  });

  test("a create without a job is seen by the hash of its e-mail, whatever its case", async () => {
    const left = await leftOpen("create");
    left.at.server.add("site-one", { email: "A@Example.com" });
    expect((await finish(left)).steps).toMatchObject([{ end: "seen" }]);
  });

  test("what does not show is given the patience to, counted from when it was begun", async () => {
    const left = await leftOpen("terminate");
    left.at.server.advance(10_000);
    expect((await finish(left)).steps).toMatchObject([{ end: "not-seen" }]);
    expect(waited(left)).toBe(DEFAULT_SETTINGS.patience);
  });

  test("an hour later nothing is waited for", async () => {
    const left = await leftOpen("create");
    left.at.server.advance(3_600_000);
    expect((await finish(left)).steps).toMatchObject([{ end: "not-seen" }]);
    expect(waited(left)).toBe(3_600_000);
  });

  test("a clock that was put back does not make the wait longer", async () => {
    const left = await leftOpen("create");
    left.at.server.advance(-3_600_000);
    await finish(left);
    expect(waited(left)).toBe(-3_600_000 + DEFAULT_SETTINGS.patience);
  });

  test.each<[ActionKind, Action["via"] | null]>([
    ["update", null],
    ["purge", "delete"],
  ])("single requests (%s) have ended with their apply", async (kind, via) => {
    const left = await leftOpen(kind, via);
    expect((await finish(left)).steps).toMatchObject([{ end: "direct" }]);
    expect(left.at.server.calls).toEqual([]);
  });

  test("where live state cannot be read it stays open", async () => {
    const left = await leftOpen("create");
    left.at.server.hook = () => {
      throw lost("GET /resident");
    };
    const report = await finish(left);
    expect(report.steps).toMatchObject([{ end: "unreadable" }]);
    expect([...left.files.content.keys()]).toEqual([left.file]);
    left.at.server.hook = () => undefined;
    expect((await finish(left)).steps).toMatchObject([{ end: "not-seen" }]);
  });

  test("a journal for another server is left alone, and named", async () => {
    const left = await leftOpen("create");
    const report = await finish(left, "https://api.11os.com/v2");
    expect(report).toEqual({ steps: [], foreign: [{ file: left.file, baseUrl: BASE_URL }] });
    expect([...left.files.content.keys()]).toEqual([left.file]);
  });

  test("a journal that was cut in its first line began nothing", async () => {
    const left = await leftOpen("create");
    left.files.content.set(left.file, '{"type":"sta');
    expect((await finish(left)).steps).toEqual([]);
    expect([...left.files.content.keys()]).toEqual([left.file.replace(".open", "")]);
  });

  test("a cut line is taken away before the journal goes on", async () => {
    const left = await leftOpen("terminate", "delete");
    left.files.content.set(left.file, `${left.files.content.get(left.file)}{"type":"resu`);
    await finish(left);
    const lines = (left.files.content.get(left.file.replace(".open", "")) ?? "").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(["start", "intent", "settled", "end"]);
  });

  test("a damaged journal stops everything, with file and line", async () => {
    const left = await leftOpen("create");
    left.files.content.set(left.file, "{}\n");
    await expect(finish(left)).rejects.toThrow(`${left.file}:1: is not a line of a journal`);
  });

  test("an interrupt ends it", async () => {
    const left = await leftOpen("create");
    left.at.server.hook = () => left.at.aborting.abort(new Error("stopped"));
    await expect(finish(left)).rejects.toThrow("stopped");
  });
});
