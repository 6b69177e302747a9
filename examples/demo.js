// The main job, end to end, against the embedded emulator: validate, plan, apply, and a second plan that is empty.
// Needs no account and no network. Run it with `npm run demo`; it ends with 1 where the program did not do as promised.
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const RESIDENTCTL = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const PORTFOLIO = fileURLToPath(new URL("portfolio", import.meta.url));

/** The moment at which the seed describes the live system; the emulator's clock stands there too. */
const NOW = "2026-11-23T17:00:00Z";

/** The account in seed.json. It opens nothing but the emulator. */
const ACCOUNT = { ELEVENOS_EMAIL: "operator@example.com", ELEVENOS_PASSWORD: "emulator" };

const STARTUP_MS = 5_000;

const isTerminal = process.stdout.isTTY === true && !process.env.NO_COLOR;
const bold = (text) => (isTerminal ? `\u001b[1m${text}\u001b[22m` : text);
const say = (text = "") => process.stdout.write(`${text}\n`);

/** Starts the emulator on a free port; resolves with its process and base URL once it listens. */
function startEmulator() {
  const child = spawn(
    process.execPath,
    [RESIDENTCTL, "emulator", "--seed", path.join(PORTFOLIO, "seed.json"), "--port", "0"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  return new Promise((resolve, reject) => {
    let heard = "";
    const fail = (why) => {
      child.kill();
      reject(new Error(`The emulator did not start: ${why}\n${heard}`));
    };
    const timer = setTimeout(() => fail(`nothing heard for ${STARTUP_MS / 1000} s`), STARTUP_MS);
    const listen = (chunk) => {
      heard += chunk;
      const url = /http:\/\/[\w.:[\]-]+:\d+[\w/]*/.exec(heard)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ child, url });
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code) => fail(`it ended with ${code}`));
  });
}

/** Shows a command as one would type it, runs it, shows its output as it comes; resolves with stdout. */
function run(args, { cwd, env, quiet = false }) {
  say(`\n${bold(`$ residentctl ${args.join(" ")}`)}`);
  const color = isTerminal ? ["--color", "always"] : [];
  const child = spawn(process.execPath, [RESIDENTCTL, ...args, ...color], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (!quiet) process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout }));
  });
}
