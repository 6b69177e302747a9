import { expect, test } from "vitest";
import { createContext } from "../../src/commands/context.ts";
import { createProgress } from "../../src/commands/progress.ts";
import { fakeProcess } from "./scene.ts";

const step = {
  id: "s",
  site: "maple",
  wave: 1,
  work: { kind: "import", action: "create" },
  size: 4,
} as const;
const FLAGS = { site: [], redact: "off", color: "never", concurrency: 4, timeout: 30 } as const;

test("on a terminal a bar moves with the jobs, and notices stand above it", async () => {
  const made = fakeProcess({ cwd: "/", isTerminal: true });
  const progress = createProgress(createContext(FLAGS, made.world), 8);
  progress.show({ type: "step-started", step });
  progress.show({ type: "job-progress", step, jobId: "j", done: 2, total: 4 });
  progress.show({ type: "notice", site: "maple", message: "wait\u001b", detail: null });
  progress.show({ type: "site-finished", site: "maple" });
  progress.show({ type: "step-finished", step, succeeded: 4 });
  await expect.poll(made.stderr).toContain("4/8  maple: create by a job");
  progress.end();
  expect(made.stderr()).toContain("\r\u001b[Kmaple: wait\\u{1b}\n");
});

test("elsewhere a step is a line, and with -q nothing", () => {
  for (const [quiet, expected] of [
    [{}, "maple: create by a job: 3 of 4 done\n"],
    [{ quiet: true }, ""],
  ] as const) {
    const made = fakeProcess({ cwd: "/" });
    const progress = createProgress(createContext({ ...FLAGS, ...quiet }, made.world), 4);
    progress.show({ type: "step-started", step });
    progress.show({ type: "step-finished", step, succeeded: 3 });
    progress.end();
    expect(made.stderr()).toBe(expected);
  }
});
