#!/usr/bin/env node
import { run } from "./cli.ts";
import { plainOutput } from "./commands/plain-output.ts";
import { systemTiming } from "./commands/system-timing.ts";
import type { World } from "./commands/world.ts";

/** Ctrl-C, a runner that is told to stop, and a terminal or connection that is gone. */
const INTERRUPTS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const watched = new Set<string>();

const world: World = {
  env: process.env,
  cwd: process.cwd(),
  // Node makes a stream when it is first asked for it, which takes its time: most runs read nothing.
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return stream("stdout");
  },
  plainStdout: plainOutput(1, () => stream("stdout")),
  get stderr() {
    return stream("stderr");
  },
  timing: systemTiming,
  // Without an import: most runs need no chance, and node:crypto takes its time to load.
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  pid: process.pid,
  isAlive,
  onInterrupt: (listener) => {
    for (const signal of INTERRUPTS) process.on(signal, listener);
    return () => {
      for (const signal of INTERRUPTS) process.off(signal, listener);
    };
  },
};

// The answer is what the process ends with; a run that ends without one, or whose output is lost, has failed. Not said
// beforehand, because commander takes an exit code that is set for its own.
let answer: number | null = null;
let isOutputLost = false;
process.once("exit", () => {
  if (answer === null || (answer === 0 && isOutputLost)) process.exitCode ||= 1;
});
void run(process.argv.slice(2), world).then((code) => {
  answer = code;
  process.exitCode = code;
});

/**
 * A stream of the process. A reader that went away (`| head`) is nobody's error, and a full disk no reason to stop in the
 * midst of an apply: what is under way is finished.
 */
function stream(name: "stdout" | "stderr"): NodeJS.WriteStream {
  const made = process[name];
  if (!watched.has(name)) {
    watched.add(name);
    made.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (error.syscall === undefined) throw error;
      if (!isOutputLost && name === "stdout") {
        world.stderr.write(`error: The output cannot be written (${error.code}); the rest of it is lost.\n`);
      }
      isOutputLost = true;
    });
  }
  return made;
}

/** Signal 0 only asks; a process that is not ours answers with EPERM. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
