import { existsSync } from "node:fs";
import path from "node:path";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import type { EmulatorSeed } from "../emulator/seed.ts";
import { type Emulator, startEmulator } from "../emulator/start.ts";
import { readSeed, seedText } from "./connect.ts";
import type { CommonFlags } from "./flags.ts";
import type { World } from "./world.ts";
import { writePrivately } from "./write-file.ts";

/** The flags of `emulator`. */
export interface EmulatorFlags extends CommonFlags {
  readonly seed?: string;
  readonly state?: string;
  /** 0: any free port. */
  readonly port: number;
}

/**
 * `emulator`: serves the API on loopback, prints its base URL as the first line of stdout, and runs until SIGINT or
 * SIGTERM; then writes the state back and exits 0. A second signal ends it without waiting.
 */
export async function emulator(flags: EmulatorFlags, world: World): Promise<ExitCode> {
  const state = flags.state === undefined ? null : path.resolve(world.cwd, flags.state);
  const seed = await firstSeed(flags, state, world);
  const interrupted = new Promise<void>((resolve) => {
    const forget = world.onInterrupt(() => {
      forget();
      resolve();
    });
  });
  const running = await start(seed, flags.port, world);
  world.stdout.write(`${running.url}\n`);
  if (flags.quiet !== true) {
    world.stderr.write(
      "Sign in with the account of the seed (without one: operator@example.com, password emulator). " +
        "Ctrl-C ends the emulator.\n",
    );
  }
  await interrupted;
  if (state !== null) await writePrivately(state, seedText(running.state()));
  await running.close();
  return 0;
}

/** The saved state where there is one, else the seed, else nothing at all. */
async function firstSeed(flags: EmulatorFlags, state: string | null, world: World): Promise<EmulatorSeed> {
  if (state !== null && existsSync(state)) return readSeed(state);
  return flags.seed === undefined ? { teams: [] } : readSeed(path.resolve(world.cwd, flags.seed));
}

async function start(seed: EmulatorSeed, port: number, world: World): Promise<Emulator> {
  try {
    return await startEmulator({ seed, port, timing: world.timing });
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new ExpectedError(
      1,
      `The emulator cannot listen on port ${port} (${error.code}).`,
      "Give another --port.",
      error,
    );
  }
}
