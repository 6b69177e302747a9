import { expect, test, vi } from "vitest";
import {
  ACTED_FAULTS,
  casesFor,
  ENDING_FAULTS,
  isWrite,
  jobCasesFor,
  requestsOfAnApply,
  runAll,
} from "./fault-cases.ts";

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

/** With RESIDENTCTL_FAULTS=all reads fail twice as well; a read is repeated, however often it failed. */
const isAll = process.env.RESIDENTCTL_FAULTS === "all";

test("whatever befalls a request twice in a row, the next apply converges", async () => {
  const requests = (await requestsOfAnApply()).filter((request) => isAll || isWrite(request));
  await runAll("twice in a row", casesFor(requests, { ...ENDING_FAULTS, ...ACTED_FAULTS }, 2));
}, 120_000);

test("whatever becomes of a job, the next apply converges", async () => {
  const jobs = (await requestsOfAnApply()).filter(
    ({ method, path }) => method === "POST" && /\/(?:import|bulkaction)$/.test(path),
  );
  expect(jobs).toHaveLength(6);
  await runAll("every job", jobCasesFor(jobs));
}, 120_000);
