import { Temporal } from "temporal-polyfill";
import { applyPlan } from "../applying/apply-plan.ts";
import type { ApplyReport } from "../applying/apply-report.ts";
import type { JournalFiles } from "../applying/journal-files.ts";
import { DEFAULT_SETTINGS } from "../applying/settings.ts";
import type { Timing } from "../domain/timing.ts";
import { parseBaseUrl } from "../elevenos/base-url.ts";
import { createClient } from "../elevenos/client.ts";
import { seedFromLive } from "../emulator/seed-from-live.ts";
import { type Emulator, startEmulator } from "../emulator/start.ts";
import type { Rehearsal } from "../reporting/shown-plan.ts";
import { count } from "../reporting/words.ts";
import { emulatorCredentials } from "./connect.ts";
import type { Planned } from "./planning-context.ts";
import { readLiveSites } from "./read-live.ts";
import type { World } from "./world.ts";

const nothing = async (): Promise<void> => undefined;
const noFile = async () => ({ append: nothing, close: nothing });

/** A rehearsal that is killed leaves nothing behind that would have to be finished. */
const NO_JOURNAL: JournalFiles = {
  makeDirectory: nothing,
  list: async () => [],
  read: async () => "",
  create: noFile,
  resume: noFile,
  rename: nothing,
  remove: nothing,
};

/**
 * Applies a plan to an emulator in memory that begins with the live state it was made from, over real HTTP on
 * loopback, and plans again. Refused sites are left as they are, as an apply would. Waiting takes no time: it
 * moves the emulator's clock instead.
 */
export async function rehearse(
  planned: Planned,
  concurrency: number,
  world: Pick<World, "timing">,
): Promise<Rehearsal> {
  const start = Temporal.Instant.from(planned.plan.now).epochMilliseconds;
  const sites = planned.sites.flatMap(({ name, timezone }) => {
    const live = planned.live.get(name);
    return live === undefined ? [] : [{ name, timezone, live }];
  });
  const seed = seedFromLive(sites, start);
  const emulator = await startEmulator({ seed, timing: world.timing });
  const timing = emulatedTime(emulator, start, world.timing);
  const baseUrl = parseBaseUrl(emulator.url);
  const api = createClient({ baseUrl, credentials: await emulatorCredentials(seed), timing });
  const never = new AbortController().signal;
  try {
    const report = await applyPlan({
      plan: planned.plan,
      heldSites: new Map(),
      api,
      timing,
      settings: { ...DEFAULT_SETTINGS, sites: concurrency },
      journal: { directory: "", files: NO_JOURNAL, baseUrl: "rehearsal" },
      stopping: never,
      aborting: never,
      replan: async () => planned.planAgain((await readLiveSites(api, planned.sites, concurrency)).live),
      onEvent: () => undefined,
    });
    const remaining = whatIsLeft(report);
    return { converged: remaining.length === 0, remaining };
  } finally {
    await api.close();
    await emulator.close();
  }
}

/** Time that passes only when somebody waits, here and in the emulator alike. */
function emulatedTime(emulator: Emulator, start: number, real: Timing): Timing {
  let now = start;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      emulator.moveClock({ advanceSeconds: milliseconds / 1000 });
    },
    random: real.random,
  };
}

function whatIsLeft({ outcomes, sites, problems }: ApplyReport): readonly string[] {
  const open = new Set(sites.filter((site) => site.refusedBy.length === 0).map((site) => site.name));
  const failed = outcomes.filter(
    ({ site, ending }) => open.has(site) && ending !== "applied" && ending !== "already",
  );
  const due = sites.filter(({ name, remaining }) => open.has(name) && remaining !== 0);
  return [
    ...failed.map(
      ({ site, kind, email, ending, message, detail }) =>
        `${site}: ${kind} ${email}: ${[ending, message, detail].filter((words) => words !== null).join(": ")}`,
    ),
    ...due.map(({ name, remaining }) =>
      remaining === null
        ? `${name}: could not be read again`
        : `${name}: ${count(remaining, "action")} still due`,
    ),
    ...problems.map(({ site, message }) => (site === null ? message : `${site}: ${message}`)),
  ];
}
