import { expect, test, vi } from "vitest";
import { jobCasesFor, requestsOfAnApply, runAll } from "./fault-cases.ts";

// What takes longest in a case, and is the same in all of them: a process to ask git for the commit, and reading
// the declarations.
vi.mock(import("../../src/commands/git-source.ts"), () => ({
  gitSource: async () => ({ commit: null, dirty: null }),
}));
vi.mock(import("../../src/commands/declared-sites.ts"), async (original) => {
  const real = await original();
  let read: ReturnType<typeof real.readDeclaredSites> | undefined;
  return {
    ...real,
    readDeclaredSites: (context, paths) => {
      read ??= real.readDeclaredSites(context, paths);
      return read;
    },
  };
});

test("whatever becomes of a job, the next apply converges", async () => {
  const jobs = (await requestsOfAnApply()).filter(
    ({ method, path }) => method === "POST" && /\/(?:import|bulkaction)$/.test(path),
  );
  expect(jobs).toHaveLength(6);
  await runAll("every job", jobCasesFor(jobs));
}, 120_000);
