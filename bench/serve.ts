import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { plainEnvironment } from "./measure.ts";
import { MAIN } from "./paths.ts";
import { ACCOUNT } from "./portfolio.ts";

/** The environment of a program that signs in to the emulator. */
export const SIGNED_IN = { ELEVENOS_EMAIL: ACCOUNT.email, ELEVENOS_PASSWORD: ACCOUNT.password };

/** Serves `DIRECTORY/seed.json` from a process of its own while `use` runs with its base URL. */
export async function serving<Value>(
  directory: string,
  latencyMs: number,
  use: (baseUrl: string) => Promise<Value>,
): Promise<Value> {
  const seed = path.join(directory, "seed.json");
  const child = spawn(process.execPath, [MAIN, "emulator", "--quiet", "--seed", seed], {
    env: plainEnvironment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const url = await firstLine(child.stdout);
    if (latencyMs > 0) await setLatency(url, latencyMs);
    return await use(url);
  } finally {
    child.kill();
    await ended;
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error("The emulator did not start.");
}

async function setLatency(url: string, latencyMs: number): Promise<void> {
  const answer = await fetch(new URL("/emulator/faults", url), {
    method: "POST",
    body: JSON.stringify({ latencyMs }),
  });
  if (!answer.ok) throw new Error(`The emulator takes no latency: ${await answer.text()}`);
}
