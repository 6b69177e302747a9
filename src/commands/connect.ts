import path from "node:path";
import { Temporal } from "temporal-polyfill";
import { ExpectedError } from "../domain/exit.ts";
import type { Timing } from "../domain/timing.ts";
import { visibleText } from "../domain/visible-text.ts";
import type { ElevenOS } from "../elevenos/api.ts";
import { DEFAULT_BASE_URL, parseBaseUrl } from "../elevenos/base-url.ts";
import type { RequestEvent } from "../elevenos/caller.ts";
import type { ClientOptions } from "../elevenos/client.ts";
import { type Credentials, readCredentials } from "../elevenos/credentials.ts";
import type { EmulatorSeed } from "../emulator/seed.ts";
import type { Context } from "./context.ts";
import { readText } from "./read-text.ts";
import type { World } from "./world.ts";
import { writePrivately } from "./write-file.ts";

/** Sees every answer as it came, without the secrets in it. */
type OnAnswer = NonNullable<ClientOptions["onAnswer"]>;

/** The server of a run. */
export interface Connection {
  readonly api: ElevenOS;
  /** What a journal calls the server: its base URL, or `emulator:FILE`. */
  readonly serverName: string;
  /** True for an emulator that is part of this process and ends with it. */
  readonly isEmbedded: boolean;
  /** Time as the server sees it: an embedded emulator's clock may stand. */
  readonly timing: Timing;
  /** What `now` is: `--now`, else the embedded emulator's standing clock, else the clock. */
  readonly now: Temporal.Instant;
  /** With `--emulator FILE` writes its state back to the file. */
  readonly saveState: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Connects to the API, or to an embedded emulator with `--emulator FILE`. Nothing is sent yet. A base URL or
 * credentials that cannot be used are an `ExpectedError` with exit code 4. `onAnswer` sees every answer as it came.
 */
export async function connect(context: Context, onAnswer?: OnAnswer): Promise<Connection> {
  const { flags, world } = context;
  if (flags.emulator !== undefined) return connectToEmulator(context, flags.emulator, onAnswer);
  const fromEnvironment = world.env.ELEVENOS_BASE_URL ?? "";
  const baseUrl = parseBaseUrl(
    flags.baseUrl ?? (fromEnvironment === "" ? DEFAULT_BASE_URL : fromEnvironment),
  );
  const api = await clientOf(context, baseUrl, readCredentials(world.env), onAnswer);
  return {
    api,
    serverName: baseUrl.href,
    isEmbedded: false,
    timing: world.timing,
    now: context.now,
    saveState: async () => undefined,
    close: () => api.close(),
  };
}

async function connectToEmulator(
  context: Context,
  given: string,
  onAnswer: OnAnswer | undefined,
): Promise<Connection> {
  const { flags, world } = context;
  if (flags.baseUrl !== undefined) {
    throw new ExpectedError(4, "--emulator and --base-url name two servers.", "Give one of them.");
  }
  const file = path.resolve(world.cwd, given);
  const { startEmulator } = await import("../emulator/start.ts");
  const seed = await readSeed(file);
  const emulator = await startEmulator({ seed, timing: world.timing });
  const credentials = await emulatorCredentials(seed);
  const api = await clientOf(context, parseBaseUrl(emulator.url), credentials, onAnswer);
  const standing = seed.now === undefined ? null : Temporal.Instant.from(seed.now);
  return {
    api,
    serverName: `emulator:${file}`,
    isEmbedded: true,
    timing: standing === null ? world.timing : { ...world.timing, now: () => standing.epochMilliseconds },
    now: flags.now === undefined && standing !== null ? standing : context.now,
    saveState: () => writePrivately(file, seedText(emulator.state())),
    close: async () => {
      await api.close();
      await emulator.close();
    },
  };
}

/** The seed in a file; one that cannot be read or used is an `ExpectedError` with exit code 4. */
export async function readSeed(file: string): Promise<EmulatorSeed> {
  const { loadSeed } = await import("../emulator/load-seed.ts");
  return loadSeed(await readText(file, "The seed"), file);
}

/** A state as `loadSeed` reads it again. */
export function seedText(seed: EmulatorSeed): string {
  return `${JSON.stringify(seed, null, 2)}\n`;
}

/** Who may sign in to an emulator with this seed. */
export async function emulatorCredentials(seed: EmulatorSeed): Promise<Credentials> {
  const { DEFAULT_ACCOUNT } = await import("../emulator/seed.ts");
  const { email, password } = seed.account ?? seed.accounts?.[0] ?? DEFAULT_ACCOUNT;
  return { token: null, login: { email, password } };
}

/** Requests at once: a site is read with two of them, and one site's changes may have eight. */
export function mostRequests({ concurrency }: Pick<Context["flags"], "concurrency">): number {
  return Math.max(8, 2 * concurrency);
}

/** Milliseconds. Making a connection takes a moment or does not work: it is not given all of a long limit. */
const LONGEST_CONNECT = 10_000;

/** The HTTP client is loaded here: with invalid declarations, and offline, nobody needs it. */
async function clientOf(
  context: Context,
  baseUrl: URL,
  credentials: Credentials,
  onAnswer: OnAnswer | undefined,
): Promise<ElevenOS> {
  const { createClient } = await import("../elevenos/client.ts");
  const { flags, world } = context;
  const requestTime = flags.timeout * 1000;
  return createClient({
    baseUrl,
    credentials,
    timing: world.timing,
    limits: {
      concurrency: mostRequests(flags),
      requestTime,
      connectTime: Math.min(LONGEST_CONNECT, requestTime),
    },
    ...(flags.verbose === true ? { onRequest: requestLogger(world) } : {}),
    ...(onAnswer === undefined ? {} : { onAnswer }),
  });
}

/** One line a request: `GET /team 200 12 ms`. Paths hold ids only; no header and no body is ever shown. */
function requestLogger(world: World): (event: RequestEvent) => void {
  return ({ method, path: target, status, error, milliseconds, attempt }) => {
    const outcome = status ?? error ?? "no answer";
    const again = attempt > 1 ? `, attempt ${attempt}` : "";
    world.stderr.write(
      `${method} ${visibleText(target)} ${outcome} ${Math.round(milliseconds)} ms${again}\n`,
    );
  };
}
