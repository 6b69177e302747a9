#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { run } from "./cli.ts";
import { systemTiming } from "./commands/system-timing.ts";
import type { World } from "./commands/world.ts";

const world: World = {
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  timing: systemTiming,
  randomBytes,
  pid: process.pid,
  isAlive,
  onInterrupt: (listener) => {
    process.on("SIGINT", listener).on("SIGTERM", listener);
    return () => {
      process.off("SIGINT", listener).off("SIGTERM", listener);
    };
  },
};

// A reader that went away (`| head`) is nobody's error. Whatever is under way is finished all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), world);

/** Signal 0 only asks; a process that is not ours answers with EPERM. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
