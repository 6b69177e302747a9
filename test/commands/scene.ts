import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { run } from "../../src/cli.ts";
import type { World } from "../../src/commands/world.ts";
import type { ExitCode } from "../../src/domain/exit.ts";
import type { EmulatorSeed, SeedResident } from "../../src/emulator/seed.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/start.ts";

export const NOW = "2026-11-23T17:00:00Z";
export const CREDENTIALS = { ELEVENOS_EMAIL: "operator@example.com", ELEVENOS_PASSWORD: "emulator" };

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "residentctl-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes files below a directory. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A stream that keeps what is written to it. */
class Captured extends Writable {
  readonly columns = 120;
  readonly isTTY: boolean;
  text = "";

  constructor(isTTY: boolean) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** How a made-up process is. */
export interface ProcessFacts {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed at the terminal; without it stdin is no terminal. */
  readonly typed?: string;
  /** Whether stdout and stderr are a terminal. */
  readonly isTerminal?: boolean;
}

/** A made-up process: its world, what it wrote, and its signals. */
export function fakeProcess({ cwd, env = {}, typed, isTerminal = false }: ProcessFacts) {
  let now = Date.parse(NOW);
  const listeners = new Set<() => void>();
  const stdout = new Captured(isTerminal);
  const stderr = new Captured(isTerminal);
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  if (typed !== undefined && typed !== "") stdin.end(typed);
  const world: World = {
    env,
    cwd,
    stdin,
    stdout,
    plainStdout: { columns: stdout.columns, write: (text) => stdout.write(text) },
    stderr,
    timing: {
      now: () => now,
      random: Math.random,
      sleep: (milliseconds, signal) => {
        now += milliseconds;
        return new Promise((resolve, reject) => {
          setImmediate(() => (signal?.aborted === true ? reject(signal.reason) : resolve()));
        });
      },
    },
    randomBytes: (size) => new Uint8Array(size).fill(7),
    pid: process.pid,
    isAlive: () => false,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    world,
    stdin,
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    interrupt: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}

/** What a run came to. */
export interface Ended {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process. */
export async function residentctl(args: readonly string[], facts: ProcessFacts): Promise<Ended> {
  const made = fakeProcess(facts);
  const code = await run(args, made.world);
  return { code, stdout: made.stdout(), stderr: made.stderr() };
}

export const TEAM = "11111111-1111-4111-8111-111111111111";
export const MAPLE = "22222222-2222-4222-8222-222222222222";
export const OAK = "33333333-3333-4333-8333-333333333333";

/** A resident of the seed in `Hudson`, floor 1; current where nothing else is said. */
export function live(name: string, unit: string, changes: Partial<SeedResident> = {}): SeedResident {
  return {
    residentId: `id-${name.toLowerCase()}`,
    email: `${name.toLowerCase()}@example.com`,
    firstName: name,
    lastName: "Tenant",
    building: "Hudson",
    floor: "1",
    unit,
    activation: "2026-01-01T08:00:00Z",
    deactivation: null,
    onboardedAt: "2026-01-02T08:00:00Z",
    ...changes,
  };
}

/** Two sites, maple and oak, with units 101 to 120 each. */
export function seedOf(maple: readonly SeedResident[], oak: readonly SeedResident[] = []): EmulatorSeed {
  const mappings = Array.from({ length: 20 }, (_, index) => ({
    building: "Hudson",
    floor: "1",
    unit: String(101 + index),
    ssid: "Hudson",
    vlan: String(100 + index),
  }));
  const site = (siteId: string, name: string, residents: readonly SeedResident[]) => ({
    siteId,
    name,
    timezone: "America/Los_Angeles",
    siteType: "PPK-C",
    mappings,
    residents,
  });
  return {
    now: NOW,
    teams: [
      { teamId: TEAM, name: "Team", sites: [site(MAPLE, "Maple House", maple), site(OAK, "Oak House", oak)] },
    ],
  };
}

/** An entry of a site file; `more` are further lines of it. */
export function entry(name: string, unit: string, ...more: readonly string[]): string {
  const lines = [
    `  - email: ${name.toLowerCase()}@example.com`,
    `    firstName: ${name}`,
    "    lastName: Tenant",
    "    building: Hudson",
    '    floor: "1"',
    `    unit: "${unit}"`,
    ...more.map((line) => `    ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** A site file; `head` are further lines of its head. */
export function siteFile(
  name: string,
  siteId: string,
  entries: readonly string[],
  ...head: readonly string[]
): string {
  const residents = entries.length === 0 ? "residents: []\n" : `residents:\n${entries.join("")}`;
  return [
    "apiVersion: residentctl/v1",
    "kind: Site",
    `name: ${name}`,
    `siteId: ${siteId}`,
    `teamId: ${TEAM}`,
    "timezone: America/Los_Angeles",
    ...head,
    residents,
  ].join("\n");
}

/** Six people who live at maple, and are declared so. */
const NAMES = ["Ada", "Bob", "Cid", "Dan", "Eve", "Fay"];
export const LIVING = NAMES.map((name, index) => live(name, String(101 + index)));
export const DECLARED = NAMES.map((name, index) => entry(name, String(101 + index)));

/** A repository with maple and its seed: Ada's phone differs, Fay is to be suspended, Gus is new. */
export function repository(): string {
  const directory = temporaryDirectory();
  writeFiles(directory, {
    "sites/maple.yaml": siteFile("maple", MAPLE, [
      entry("Ada", "101", "phone: 543-678-9012"),
      ...DECLARED.slice(1, 5),
      entry("Fay", "106", "state: suspended"),
      entry("Gus", "107"),
    ]),
    "seed.json": JSON.stringify(seedOf(LIVING)),
  });
  return directory;
}

/** A running emulator, closed after the test. */
export async function emulatorWith(
  seed: EmulatorSeed,
  options: Partial<EmulatorOptions> = {},
): Promise<Emulator> {
  const emulator = await startEmulator({ seed, timing: realTiming, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

const realTiming = {
  now: Date.now,
  random: Math.random,
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};
