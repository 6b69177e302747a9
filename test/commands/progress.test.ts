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

const CLEAR = "\r\u001b[2K";

/** What a terminal of this width gets for one apply. */
function onTerminal(columns: number, site = "maple"): string {
  const made = fakeProcess({ cwd: "/", isTerminal: true });
  Object.defineProperty(made.world.stderr, "columns", { value: columns });
  const progress = createProgress(createContext(FLAGS, made.world), 8);
  const here = { ...step, site };
  progress.show({ type: "step-started", step: here });
  progress.show({ type: "job-progress", step: here, jobId: "j", done: 2, total: 4 });
  progress.show({ type: "notice", site, message: "wait\u001b", detail: null });
  progress.show({ type: "site-finished", site });
  progress.show({ type: "step-finished", step: here, succeeded: 4 });
  progress.show({ type: "verification-started" });
  progress.end();
  return made.stderr();
}

test("on a terminal a bar moves with the jobs, notices stand above it, and nothing of it is left", () => {
  const bar = (filled: number) => `[${"#".repeat(filled)}${".".repeat(30 - filled)}]`;
  expect(onTerminal(120)).toBe(
    [
      `${CLEAR}  ${bar(0)} 0/8  maple: create by a job`,
      `${CLEAR}  ${bar(7)} 2/8  maple: create by a job`,
      `${CLEAR}maple: wait\\u{1b}\n`,
      `${CLEAR}  ${bar(7)} 2/8  maple: create by a job`,
      `${CLEAR}  ${bar(15)} 4/8  maple: create by a job`,
      `${CLEAR}  ${bar(15)} 4/8  Reading live state again`,
      CLEAR,
    ].join(""),
  );
});

test.each([
  [60, "  [##........] 2/8  maple: create by a job"],
  [59, "  2/8  maple: create by a job"],
  [20, "  2/8  maple: create"],
  [8, "  2/8  "],
  [1, ""],
])("a terminal of %i columns gets what fits on one line", (columns, line) => {
  const drawn = onTerminal(columns).split(CLEAR)[2] ?? "";
  expect(drawn).toBe(line.slice(0, columns - 1));
});

test("wide characters count as two columns", () => {
  expect(onTerminal(12, "楓の家").split(CLEAR)[2]).toBe("  2/8  楓の");
});

test.each([
  ["with -v", { verbose: true as const }, {}],
  ["on a terminal that moves no cursor", {}, { TERM: "dumb" }],
])("%s a step is a line on a terminal too", (_where, flags, env) => {
  const made = fakeProcess({ cwd: "/", isTerminal: true, env });
  const progress = createProgress(createContext({ ...FLAGS, ...flags }, made.world), 4);
  progress.show({ type: "step-started", step });
  progress.show({ type: "step-finished", step, succeeded: 3 });
  progress.end();
  expect(made.stderr()).toBe("maple: create by a job: 3 of 4 done\n");
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
