import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Temporal } from "temporal-polyfill";
import { onTestFinished } from "vitest";
import { type ApplyRequest, applyPlan } from "../../src/applying/apply-plan.ts";
import type { ApplyReport } from "../../src/applying/apply-report.ts";
import type { ApplyContext } from "../../src/applying/context.ts";
import type { ApplyEvent } from "../../src/applying/events.ts";
import { nodeJournalFiles } from "../../src/applying/journal-files.ts";
import { DEFAULT_SETTINGS } from "../../src/applying/settings.ts";
import type { DeclaredResident, DeclaredSite, LiveSite } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import { makePlan } from "../../src/planning/make-plan.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { createFakeServer, type FakeServer } from "./fake-server.ts";

export const BASE_URL = "http://127.0.0.1:1/v2";
const POSITION = { file: "sites/one.yaml", line: 1, column: 1 };

export function declare(email: string, unit: string, more: Partial<DeclaredResident> = {}): DeclaredResident {
  return {
    email,
    firstName: "Chris",
    lastName: "Wilson",
    phone: undefined,
    unit: { building: "Hudson", floor: "1", unit },
    accessStart: undefined,
    accessEnd: undefined,
    state: "active",
    isProtected: false,
    id: undefined,
    replaces: undefined,
    transferFrom: undefined,
    source: POSITION,
    ...more,
  };
}

export function declareSite(
  name: string,
  residents: readonly DeclaredResident[],
  more: Partial<DeclaredSite> = {},
): DeclaredSite {
  const all = { unit: "count", value: 10_000 } as const;
  return {
    name,
    siteId: `site-${name}`,
    teamId: "team-1",
    timezone: "America/Los_Angeles",
    times: { start: "00:00", end: "23:59" },
    policy: {
      undeclared: "report",
      limits: { create: all, update: all, suspend: all, terminate: all, purge: all },
    },
    accept: [],
    residents,
    source: POSITION,
    ...more,
  };
}

/** Reads all sites through the API and plans, as the command does. */
export async function planNow(server: FakeServer, declared: readonly DeclaredSite[]): Promise<Plan> {
  const live = new Map<string, LiveSite>();
  for (const site of declared) {
    const address = { siteId: site.siteId, teamId: site.teamId };
    live.set(site.name, {
      ...address,
      residents: await server.api.listResidents(address),
      mappings: await server.api.listMappings(address),
    });
  }
  return makePlan({
    now: Temporal.Instant.fromEpochMilliseconds(server.timing.now()),
    declared,
    live,
    base: null,
    source: { commit: null, dirty: null, digest: "0".repeat(64) },
    toolVersion: "0.0.0",
  });
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "residentctl-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface Scene {
  readonly server: FakeServer;
  readonly declared: readonly DeclaredSite[];
  readonly directory: string;
  readonly events: ApplyEvent[];
  readonly stopping: AbortController;
  readonly aborting: AbortController;
}

export function scene(declared: readonly DeclaredSite[]): Scene {
  return {
    server: createFakeServer(),
    declared,
    directory: temporaryDirectory(),
    events: [],
    stopping: new AbortController(),
    aborting: new AbortController(),
  };
}

export function contextOf(at: Scene): ApplyContext {
  return {
    api: at.server.api,
    timing: at.server.timing,
    settings: DEFAULT_SETTINGS,
    aborting: at.aborting.signal,
    emit: (event) => at.events.push(event),
  };
}

/** Plans and applies. */
export async function apply(at: Scene, more: Partial<ApplyRequest> = {}): Promise<ApplyReport> {
  const plan = more.plan ?? (await planNow(at.server, at.declared));
  return applyPlan({
    plan,
    heldSites: new Map(),
    api: at.server.api,
    timing: at.server.timing,
    settings: DEFAULT_SETTINGS,
    journal: { directory: at.directory, files: nodeJournalFiles, baseUrl: BASE_URL },
    stopping: at.stopping.signal,
    aborting: at.aborting.signal,
    replan: () => planNow(at.server, at.declared),
    onEvent: (event) => at.events.push(event),
    ...more,
  });
}

/** `kind email: ending` of each action, and the message where there is one. */
export function endings(report: ApplyReport): string[] {
  return report.outcomes.map(
    ({ kind, email, ending, message }) =>
      `${kind} ${email}: ${ending}${message === null ? "" : ` (${message})`}`,
  );
}

/** A site whose plan holds every kind of action, by every call. */
export function everyKind(): Scene {
  const at = scene([
    declareSite("one", [
      declare("new@example.com", "301"),
      declare("moved@example.com", "302"),
      declare("back@example.com", "303"),
      declare("pause@example.com", "304", { state: "suspended" }),
      declare("resume@example.com", "305"),
      declare("end@example.com", "306", { state: "terminated" }),
      declare("end-paused@example.com", "307", { state: "terminated" }),
      declare("gone@example.com", "308", { state: "purged" }),
      declare("gone-paused@example.com", "309", { state: "purged" }),
      declare("same@example.com", "310"),
    ]),
  ]);
  const { server } = at;
  const suspended = parseStatus(["current", "suspended"]);
  server.add("site-one", { email: "Moved@example.com", unit: "202", phone: "543-678-9012" });
  server.add("site-one", { email: "back@example.com", unit: "303", status: parseStatus(["expired"]) });
  server.add("site-one", { email: "pause@example.com", unit: "304" });
  server.add("site-one", { email: "resume@example.com", unit: "305", status: suspended });
  server.add("site-one", { email: "end@example.com", unit: "306" });
  server.add("site-one", { email: "end-paused@example.com", unit: "307", status: suspended });
  server.add("site-one", { email: "gone@example.com", unit: "308" });
  server.add("site-one", { email: "gone-paused@example.com", unit: "309", status: suspended });
  server.add("site-one", { email: "same@example.com", unit: "310" });
  return at;
}
