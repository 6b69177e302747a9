import { expect, test, vi } from "vitest";
import { ACTED_FAULTS, casesFor, ENDING_FAULTS, isWrite, requestsOfAnApply, runAll } from "./fault-cases.ts";

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

// The thorough run adds the reads and polls, and faults twice in a row.
test("whatever befalls a request that changes something, the next apply converges, and nobody is invited twice", async () => {
  const writes = (await requestsOfAnApply()).filter(isWrite);
  expect(writes).toHaveLength(11);
  await runAll("every write", casesFor(writes, { ...ENDING_FAULTS, ...ACTED_FAULTS }, 1));
}, 120_000);
