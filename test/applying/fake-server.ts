import { emailKey } from "../../src/domain/email.ts";
import { formatUtc, liveInstant } from "../../src/domain/live-date.ts";
import type { LiveResident } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import type { Timing } from "../../src/domain/timing.ts";
import type {
  BulkActionName,
  ElevenOS,
  JobEntry,
  JobStatus,
  ResidentFields,
  SiteAddress,
} from "../../src/elevenos/api.ts";
import { ApiError } from "../../src/elevenos/api-error.ts";

const START = Date.parse("2026-11-23T10:00:00Z");
const DAY = 86_400_000;

interface Job {
  readonly id: string;
  readonly due: number;
  readonly run: () => JobStatus;
  status: JobStatus | null;
}

export type CallName = Exclude<keyof ElevenOS, "close">;

/** A server in memory that keeps the rules this room relies on, and can be told to misbehave. */
export interface FakeServer {
  readonly api: ElevenOS;
  readonly timing: Timing;
  readonly residents: Map<string, { siteId: string; live: LiveResident }>;
  /** Addresses, in the order in which they were invited. */
  readonly invitations: string[];
  readonly calls: { name: CallName; args: readonly unknown[] }[];
  /** The calls that reached the server and were acted on. */
  readonly accepted: CallName[];
  /** Milliseconds from submission to the end of a job. */
  jobDuration: number;
  /** Called before and after each call acts; what it throws is what the caller gets. */
  hook: (name: CallName, phase: "before" | "after", args: readonly unknown[]) => void | Promise<void>;
  /** What a job's status is made to look like. */
  distort: (status: JobStatus) => JobStatus;
  /** Residents on whom nothing has an effect although success is reported. */
  ignores: (email: string) => boolean;
  /** Words with which an entry of a job, or a single request, is refused. */
  refuses: (email: string) => string | null;
  add: (siteId: string, live: Partial<LiveResident> & { email: string }) => LiveResident;
  advance: (milliseconds: number) => void;
}

export function lost(request = "POST /x"): ApiError {
  return new ApiError({ kind: "network", outcome: "unknown", request }, `${request}: connection closed`);
}

export function notDone(detail: string, request = "POST /x"): ApiError {
  return new ApiError({ kind: "refused", outcome: "not-done", request, detail }, `${request}: ${detail}`);
}

export function createFakeServer(): FakeServer {
  let now = START;
  let ids = 0;
  const jobs = new Map<string, Job>();
  const residents: FakeServer["residents"] = new Map();
  let seed = 1;

  const server: FakeServer = {
    residents,
    invitations: [],
    calls: [],
    accepted: [],
    jobDuration: 1000,
    hook: () => undefined,
    distort: (status) => status,
    ignores: () => false,
    refuses: () => null,
    timing: {
      now: () => now,
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        now += Math.max(0, Math.ceil(milliseconds));
        await Promise.resolve();
        signal?.throwIfAborted();
      },
      random: () => {
        seed = (seed * 48271) % 2147483647;
        return seed / 2147483647;
      },
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
    add: (siteId, live) => {
      ids += 1;
      const resident: LiveResident = {
        residentId: `r-${ids}`,
        firstName: "Chris",
        lastName: "Wilson",
        phone: null,
        building: "Hudson",
        floor: "1",
        unit: String(100 + ids),
        activationDate: null,
        activationDateUTC: formatUtc(START - 30 * DAY),
        deactivationDate: null,
        deactivationDateUTC: null,
        status: parseStatus(["current"]),
        ...live,
      };
      residents.set(resident.residentId, { siteId, live: resident });
      return resident;
    },
    api: undefined as never,
  };

  const set = (id: string, change: Partial<LiveResident>): void => {
    const held = residents.get(id);
    if (held !== undefined) residents.set(id, { ...held, live: { ...held.live, ...change } });
  };
  const tick = (): void => {
    for (const job of [...jobs.values()].sort((a, b) => a.due - b.due)) {
      if (job.status === null && job.due <= now) job.status = job.run();
    }
  };
  const find = (site: SiteAddress, id: string): LiveResident => {
    const held = residents.get(id);
    if (held === undefined || held.siteId !== site.siteId) {
      throw new ApiError(
        { kind: "not-found", outcome: "not-done", request: `GET /${id}`, status: 404 },
        `GET /${id}: 404`,
      );
    }
    return held.live;
  };

  const create = (site: SiteAddress, fields: ResidentFields): string | null => {
    const words = server.refuses(fields.email);
    if (words !== null) return words;
    if (server.ignores(fields.email)) return null;
    for (const { siteId, live } of residents.values()) {
      if (emailKey(live.email) === emailKey(fields.email)) return "Email already exists";
      const isSameUnit = live.building === fields.building && live.unit === fields.unit;
      if (siteId === site.siteId && isSameUnit && live.status.name !== "expired") return "Unit is occupied";
    }
    const start = liveInstant(fields.activationDateUTC, null, "UTC") ?? now;
    const isScheduled = start > now;
    server.add(site.siteId, {
      ...fields,
      status: parseStatus(isScheduled ? ["scheduled"] : ["current", "pending"]),
    });
    if (!isScheduled) server.invitations.push(fields.email);
    return null;
  };

  const act = (site: SiteAddress, action: BulkActionName, id: string): string | null => {
    const held = residents.get(id);
    if (held === undefined || held.siteId !== site.siteId) return "Resident not found";
    const { live } = held;
    const status = live.status.name;
    const words = server.refuses(live.email);
    if (words !== null) return words;
    if (server.ignores(live.email)) return null;
    switch (action) {
      case "suspend":
        if (status === "current") set(id, { status: parseStatus(["current", "suspended"]) });
        return null;
      case "unsuspend":
        if (status === "suspended") set(id, { status: parseStatus(["current"]) });
        return null;
      case "terminate":
        if (status === "expired") return "Already expired";
        set(id, { status: parseStatus(["expired"]), deactivationDateUTC: formatUtc(now - DAY) });
        return null;
      case "terminate-purge":
        if (status === "expired") return "Expired residents cannot be purged";
        residents.delete(id);
        return null;
      default:
        return `no such action: ${action}`;
    }
  };

  const submit = (items: readonly { entry: JobEntry; act: () => string | null }[]): string => {
    const id = `job-${jobs.size + 1}`;
    const run = (): JobStatus => {
      const succeeded: JobEntry[] = [];
      const failed: JobEntry[] = [];
      for (const item of items) {
        const message = item.act();
        if (message === null) succeeded.push({ ...item.entry, message: "done" });
        else failed.push({ ...item.entry, message });
      }
      return {
        isFinished: true,
        status: "finished",
        progress: 100,
        total: items.length,
        success: succeeded.length,
        failed: failed.length,
        result: { succeeded, failed },
      };
    };
    jobs.set(id, { id, due: now + server.jobDuration, run, status: null });
    return id;
  };
  const jobOf = (id: string): JobStatus => {
    const job = jobs.get(id);
    if (job === undefined) throw notDone("no such job", "GET job");
    const running = { isFinished: false, status: "started", progress: 40, total: null };
    return server.distort(job.status ?? { ...running, success: null, failed: null, result: null });
  };

  type Implementation = { [Name in CallName]: (...args: Parameters<ElevenOS[Name]>) => unknown };
  const unused = (): never => {
    throw new Error("apply never calls this");
  };
  const calls: Implementation = {
    listTeams: unused,
    listSites: unused,
    addResident: unused,
    inviteResident: unused,
    resetPsk: unused,
    setStatus: unused,
    listMappings: () =>
      Array.from({ length: 400 }, (_, index) => ({
        building: "Hudson",
        floor: "1",
        unit: String(100 + index),
        ssid: "wifi",
        vlan: String(index),
      })),
    listResidents: (site) =>
      [...residents.values()].filter((held) => held.siteId === site.siteId).map((held) => held.live),
    getResident: find,
    updateResident: (site, id, fields) => {
      const before = find(site, id);
      const words = server.refuses(before.email);
      if (words !== null) throw notDone(words, "PUT");
      if (fields.email !== before.email) throw new Error("a PUT with another e-mail");
      if (!server.ignores(before.email)) {
        const isBack = before.status.name === "expired";
        set(id, { ...fields, ...(isBack ? { status: parseStatus(["current"]) } : {}) });
      }
      return find(site, id);
    },
    terminateResident: (site, id) => {
      const words = act(site, "terminate", find(site, id).residentId);
      if (words !== null) throw notDone(words, "DELETE");
    },
    purgeResident: (site, id) => {
      const words = act(site, "terminate-purge", find(site, id).residentId);
      if (words !== null) throw notDone(words, "DELETE");
    },
    submitImport: (site, list) =>
      submit(
        list.map((fields) => ({
          entry: { residentId: null, email: fields.email, message: null },
          act: () => create(site, fields),
        })),
      ),
    importJob: (_site, id) => jobOf(id),
    submitBulkAction: (site, action, list) => {
      if (list.length === 0) throw new Error("a bulk action without targets");
      return submit(
        list.map((id) => ({
          entry: { residentId: id, email: null, message: null },
          act: () => act(site, action, id),
        })),
      );
    },
    bulkActionJob: (_site, id) => jobOf(id),
  };

  const wrap = <Name extends CallName>(name: Name): ElevenOS[Name] =>
    (async (...args: Parameters<ElevenOS[Name]>) => {
      const signal = args.find((arg) => arg instanceof AbortSignal);
      if (signal instanceof AbortSignal) signal.throwIfAborted();
      server.calls.push({ name, args });
      await server.hook(name, "before", args);
      tick();
      const answer = calls[name](...args);
      server.accepted.push(name);
      await server.hook(name, "after", args);
      if (signal instanceof AbortSignal) signal.throwIfAborted();
      return answer;
    }) as unknown as ElevenOS[Name];

  const names = Object.keys(calls) as CallName[];
  const api = Object.fromEntries(names.map((name) => [name, wrap(name)]));
  return Object.assign(server, { api: { ...api, close: async () => undefined } as unknown as ElevenOS });
}
