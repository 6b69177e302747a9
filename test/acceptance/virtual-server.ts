import { subscribe } from "node:diagnostics_channel";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ApplyReport } from "../../src/applying/apply-report.ts";
import { run } from "../../src/cli.ts";
import type { ExitCode } from "../../src/domain/exit.ts";
import type { Timing } from "../../src/domain/timing.ts";
import type { JobPace } from "../../src/emulator/job.ts";
import type { EmulatorSeed, SeedResident } from "../../src/emulator/seed.ts";
import { type Emulator, startEmulator } from "../../src/emulator/start.ts";
import { statusAt } from "../../src/emulator/status.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { fakeProcess, NOW, temporaryDirectory, writeFiles } from "../commands/scene.ts";
import { mulberry } from "./chance.ts";
import { credentialsFor, OPERATOR } from "./every-request.ts";

/** Every token that this process has sent: undici tells of all its requests. */
const tokens = new Set<string>();
subscribe("undici:request:create", (message) => {
  const { headers } = (message as { readonly request: { readonly headers: unknown } }).request;
  for (const text of [headers].flat(2)) {
    const token = /^Bearer (\S+)$/.exec(String(text))?.[1];
    if (token !== undefined) tokens.add(token);
  }
});

/** Time that passes only when somebody waits, for the program and its server alike. */
export interface VirtualClock extends Timing {
  readonly advance: (milliseconds: number) => void;
}

/** A clock that begins at `NOW`, with chance that repeats itself for the same seed. */
function virtualClock(seed: number): VirtualClock {
  let now = Date.parse(NOW);
  return {
    now: () => now,
    sleep: (milliseconds, signal) => {
      now += Math.ceil(milliseconds);
      return new Promise((resolve, reject) => {
        setImmediate(() => (signal?.aborted === true ? reject(signal.reason) : resolve()));
      });
    },
    random: mulberry(seed),
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** What one run of `apply` came to. */
export interface Applied {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** null where it did not come so far. */
  readonly plan: Plan | null;
  readonly report: Omit<ApplyReport, "remaining"> | null;
}

/** A server with virtual time, and a repository that is applied to it over real HTTP. */
export interface VirtualServer {
  readonly cwd: string;
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  /** Runs `apply --yes -v --format json`, and checks that it betrays no secret. */
  readonly apply: (...args: readonly string[]) => Promise<Applied>;
  /** E-mail to status, unit and phone of everybody at all sites. */
  readonly residents: () => Readonly<Record<string, string>>;
  /** How many invitations each e-mail address got. */
  readonly invitations: () => Readonly<Record<string, number>>;
  /** Journals that are not ended. */
  readonly openJournals: () => readonly string[];
}

/** Each has ids and tokens of its own. */
let servers = 0;

/** Starts a server and writes the repository; the caller closes the emulator. */
export async function startVirtualServer(
  seed: EmulatorSeed,
  files: Readonly<Record<string, string>>,
  // Done before the first poll, whatever its jitter: so an apply has the same requests each time.
  jobs: Partial<JobPace> = { milliseconds: 10, polls: 1 },
): Promise<VirtualServer> {
  servers += 1;
  const clock = virtualClock(servers);
  const emulator = await startEmulator({ seed, timing: clock, jobs });
  const cwd = temporaryDirectory();
  writeFiles(cwd, files);
  const journal = path.join(cwd, ".residentctl", "journal");
  return {
    cwd,
    clock,
    emulator,
    apply: async (...args) => {
      const made = fakeProcess({ cwd, env: credentialsFor(emulator.url) });
      const world = { ...made.world, timing: clock };
      const code = await run(["apply", "--yes", "-v", "--format", "json", ...args], world);
      const [stdout, stderr] = [made.stdout(), made.stderr()];
      refuseSecrets(`${stdout}${stderr}${journalText(journal)}`);
      const lines = stdout.split("\n").filter((line) => line !== "");
      const items = lines.map((line) => JSON.parse(line) as Item);
      const plan = items.find((item) => item.type === "plan");
      const report = items.find((item) => item.type === "report");
      return { code, stdout, stderr, plan: plan?.plan ?? null, report: report?.report ?? null };
    },
    residents: () => residentsOf(emulator.state(), clock.now()),
    invitations: () => {
      const counts: Record<string, number> = {};
      for (const { kind, to } of emulator.outbox()) {
        if (kind === "invitation") counts[to] = (counts[to] ?? 0) + 1;
      }
      return counts;
    },
    openJournals: () => namesIn(journal).filter((name) => name.includes(".open.")),
  };
}

type Item =
  | { readonly type: "plan"; readonly plan: Plan }
  | { readonly type: "report"; readonly report: Omit<ApplyReport, "remaining"> }
  | { readonly type: "event" };

/** E-mail to status, unit and phone, as the server has it. */
export function residentsOf(state: EmulatorSeed, now: number): Readonly<Record<string, string>> {
  const residents = state.teams.flatMap(({ sites }) => sites.flatMap((site) => site.residents));
  return Object.fromEntries(
    residents
      .map((resident): [string, string] => [resident.email, inWords(resident, now)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function inWords(resident: SeedResident, now: number): string {
  const record = {
    uuid: "",
    residentId: "",
    phone: null,
    onboardedAt: null,
    onboardNowAt: null,
    invitedAt: null,
    terminatedAt: null,
    suspended: false,
    listedStatus: null,
    ...resident,
  };
  const phone = (resident.phone ?? null) === null ? "" : `, ${resident.phone}`;
  return `${statusAt(record, now)} in ${resident.unit}${phone}`;
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function journalText(directory: string): string {
  return namesIn(directory)
    .map((name) => readFileSync(path.join(directory, name), "utf8"))
    .join("");
}

function refuseSecrets(text: string): void {
  const encoded = Buffer.from(`${OPERATOR.email}:${OPERATOR.password}`).toString("base64");
  for (const secret of [OPERATOR.password, encoded, ...tokens]) {
    if (text.includes(secret)) throw new Error(`a secret is in the output: ${secret}`);
  }
}
