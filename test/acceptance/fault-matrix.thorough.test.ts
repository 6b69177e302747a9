import { expect, test, vi } from "vitest";
import { ACTED_FAULTS, casesFor, ENDING_FAULTS, requestsOfAnApply, runAll } from "./fault-cases.ts";

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

test("whatever befalls any request, the next apply converges, and nobody is invited twice", async () => {
  const requests = await requestsOfAnApply();
  expect(requests.length).toBeGreaterThan(30);
  await runAll("every request", casesFor(requests, { ...ENDING_FAULTS, ...ACTED_FAULTS }, 1));
}, 600_000);

test("whatever befalls any request twice in a row, the next apply converges", async () => {
  await runAll(
    "twice in a row",
    casesFor(await requestsOfAnApply(), { ...ENDING_FAULTS, ...ACTED_FAULTS }, 2),
  );
}, 600_000);
