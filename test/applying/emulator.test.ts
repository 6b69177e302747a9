import { Temporal } from "temporal-polyfill";
import { describe, expect, onTestFinished, test } from "vitest";
import { type ApplyRequest, applyPlan } from "../../src/applying/apply-plan.ts";
import { finishOpen } from "../../src/applying/finish-open.ts";
import { nodeJournalFiles } from "../../src/applying/journal-files.ts";
import { DEFAULT_SETTINGS } from "../../src/applying/settings.ts";
import type { DeclaredSite, LiveSite } from "../../src/domain/site.ts";
import type { Timing } from "../../src/domain/timing.ts";
import { parseBaseUrl } from "../../src/elevenos/base-url.ts";
import { createClient } from "../../src/elevenos/client.ts";
import type { Fault } from "../../src/emulator/faults.ts";
import { DEFAULT_ACCOUNT, type SeedResident } from "../../src/emulator/seed.ts";
import { startEmulator } from "../../src/emulator/start.ts";
import { makePlan } from "../../src/planning/make-plan.ts";
import { declare, declareSite, endings, temporaryDirectory } from "./scene.ts";

const NOW = "2026-11-23T17:00:00Z";
const STARTED = performance.now() + 3_600_000;

/**
 * A clock that runs from an hour before `NOW`, whatever the day is, so that who is to have access at once has it by the
 * emulator's clock too; and waits that take a hundredth of their time.
 */
const HURRIED: Timing = {
  now: () => Temporal.Instant.from(NOW).epochMilliseconds + Math.floor(performance.now() - STARTED),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 100)),
  random: Math.random,
};

const DECLARED: readonly DeclaredSite[] = [
  declareSite("one", [
    declare("new@example.com", "101", { firstName: "Nora", lastName: "Newman" }),
    declare("moved@example.com", "102"),
    declare("pause@example.com", "103", { state: "suspended" }),
    declare("end@example.com", "104", { state: "terminated" }),
    declare("end-paused@example.com", "105", { state: "terminated" }),
    declare("gone@example.com", "106", { state: "purged" }),
    declare("back@example.com", "107"),
    declare("resume@example.com", "108"),
    declare("same@example.com", "110"),
  ]),
];

function person(email: string, unit: string, more: Partial<SeedResident> = {}): SeedResident {
  return {
    residentId: `id-${email.split("@")[0]}`,
    email,
    firstName: "Chris",
    lastName: "Wilson",
    phone: null,
    building: "Hudson",
    floor: "1",
    unit,
    activation: "2026-01-05T08:00:00Z",
    deactivation: null,
    onboardedAt: "2026-01-06T08:00:00Z",
    ...more,
  };
}

const RESIDENTS = [
  person("moved@example.com", "104b"),
  person("pause@example.com", "103"),
  person("end@example.com", "102"),
  person("end-paused@example.com", "105", { suspended: true }),
  person("gone@example.com", "101"),
  person("back@example.com", "107", {
    deactivation: "2026-11-19T07:59:59Z",
    terminatedAt: "2026-11-20T00:00:00Z",
  }),
  person("resume@example.com", "108", { suspended: true }),
  person("same@example.com", "110"),
];

async function world(faults: readonly Fault[] = []) {
  const units = ["101", "102", "103", "104", "104b", "105", "106", "107", "108", "109", "110"];
  const emulator = await startEmulator({
    seed: {
      now: NOW,
      teams: [
        {
          teamId: "team-1",
          name: "Team",
          sites: [
            {
              siteId: "site-one",
              name: "One",
              timezone: "America/Los_Angeles",
              siteType: "PPK-C",
              mappings: units.map((unit) => ({
                building: "Hudson",
                floor: "1",
                unit,
                ssid: "wifi",
                vlan: unit,
              })),
              residents: RESIDENTS,
            },
          ],
        },
      ],
    },
    timing: HURRIED,
    jobs: { milliseconds: 5, polls: 1 },
    faults: { faults },
  });
  onTestFinished(() => emulator.close());
  const api = createClient({
    baseUrl: parseBaseUrl(emulator.url),
    credentials: { token: null, login: DEFAULT_ACCOUNT },
    timing: HURRIED,
  });
  onTestFinished(() => api.close());
  const directory = temporaryDirectory();
  const settings = { ...DEFAULT_SETTINGS, patience: 300, jobTime: 500 };

  async function plan() {
    const live = new Map<string, LiveSite>();
    for (const { name, siteId, teamId } of DECLARED) {
      const [residents, mappings] = [
        await api.listResidents({ siteId, teamId }),
        await api.listMappings({ siteId, teamId }),
      ];
      live.set(name, { siteId, teamId, residents, mappings });
    }
    return makePlan({
      now: Temporal.Instant.from(NOW),
      declared: DECLARED,
      live,
      base: null,
      source: { commit: null, dirty: null, digest: "0".repeat(64) },
      toolVersion: "0.0.0",
    });
  }

  /** One whole apply: what is open, a new plan, its steps. */
  async function apply(more: Partial<ApplyRequest> = {}) {
    const never = new AbortController().signal;
    const journal = { directory, files: nodeJournalFiles, baseUrl: emulator.url };
    await finishOpen({
      ...journal,
      context: { api, timing: HURRIED, settings, aborting: never, emit: () => undefined },
    });
    return applyPlan({
      plan: await plan(),
      heldSites: new Map(),
      api,
      timing: HURRIED,
      settings,
      journal,
      stopping: never,
      aborting: never,
      replan: plan,
      onEvent: () => undefined,
      ...more,
    });
  }
  return { emulator, apply };
}

function invitations(emulator: { outbox: () => readonly { readonly kind: string; readonly to: string }[] }) {
  return emulator.outbox().filter((mail) => mail.kind === "invitation" && mail.to === "new@example.com");
}

describe("over real HTTP", () => {
  test("every kind of action, and a new plan is empty", async () => {
    const { emulator, apply } = await world();
    const report = await apply();
    expect(endings(report).filter((line) => !line.endsWith(": applied"))).toEqual([]);
    expect(report.outcomes).toHaveLength(8);
    expect(report).toMatchObject({ exitCode: 0, problems: [] });
    expect(emulator.violations()).toEqual([]);
    expect(invitations(emulator)).toHaveLength(1);
  });

  const IMPORT = "**/import";
  const BULK = "**/bulkaction";
  test.each<[string, Fault]>([
    [
      "an import's answer dropped before the server acted",
      { method: "POST", path: IMPORT, nth: 1, kind: "drop" },
    ],
    [
      "an import's answer dropped after it",
      { method: "POST", path: IMPORT, nth: 1, kind: "drop", acts: true },
    ],
    ["an import's answer truncated", { method: "POST", path: IMPORT, nth: 1, kind: "truncated" }],
    ["an import answered with 500", { method: "POST", path: IMPORT, nth: 1, kind: "status", status: 500 }],
    [
      "an import answered with a web page",
      { method: "POST", path: IMPORT, nth: 1, kind: "html", acts: true },
    ],
    [
      "a bulk action's answer dropped after it",
      { method: "POST", path: BULK, nth: 2, kind: "drop", acts: true },
    ],
    ["a PUT's answer dropped after it", { method: "PUT", nth: 1, kind: "drop", acts: true }],
    ["a DELETE's answer dropped after it", { method: "DELETE", nth: 1, kind: "drop", acts: true }],
    ["tokens that expire at the import", { method: "POST", path: IMPORT, nth: 1, kind: "expire-tokens" }],
    ["a job that sticks", { method: "POST", path: BULK, nth: 1, kind: "job", stuckAfter: 0 }],
    ["a job that counts wrong", { method: "POST", path: IMPORT, nth: 1, kind: "job", counts: { total: 9 } }],
    ["entries without ids", { method: "POST", path: BULK, nth: 1, kind: "job", entries: "without-ids" }],
  ])("%s: one more apply converges, and nobody is invited twice", async (_case, fault) => {
    const { emulator, apply } = await world([fault]);
    const first = await apply();
    const isStuck = fault.kind === "job" && fault.stuckAfter !== undefined;
    expect(first.exitCode).toBe(isStuck ? 1 : 0);
    const second = await apply();
    expect(second).toMatchObject({ exitCode: 0 });
    expect(invitations(emulator)).toHaveLength(1);
    expect(emulator.violations()).toEqual([]);
  });
});
