// The main job, end to end, against the embedded emulator: validate, plan, apply, and a second plan that is empty.
// It needs no account and no network. `npm run demo` runs it; it ends with 1 where the program did not do as promised.
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const RESIDENTCTL = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const PORTFOLIO = fileURLToPath(new URL("portfolio", import.meta.url));

/** The moment that seed.json describes. The emulator's clock stands there, and so must the planner's. */
const NOW = "2026-11-23T17:00:00Z";

/** The account in seed.json. It opens nothing but the emulator. */
const ACCOUNT = { ELEVENOS_EMAIL: "operator@example.com", ELEVENOS_PASSWORD: "emulator" };

const KINDS = ["create", "update", "reinstate", "suspend", "unsuspend", "terminate", "purge"];

const STARTUP_MS = 10_000;

const isTerminal = process.stdout.isTTY === true && !process.env.NO_COLOR;

function say(text) {
  process.stdout.write(`${text}\n`);
}

function heading(text) {
  say(isTerminal ? `\n\u001b[1m${text}\u001b[22m` : `\n${text}`);
}

/** Starts the emulator on a free port; resolves with its process and base URL once it listens. */
function startEmulator() {
  heading("$ residentctl emulator --seed examples/portfolio/seed.json &");
  const seed = path.join(PORTFOLIO, "seed.json");
  const child = spawn(process.execPath, [RESIDENTCTL, "emulator", "--seed", seed], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let heard = "";
    const fail = (why) => {
      clearTimeout(timer);
      child.kill();
      reject(new Error(`The emulator did not start: ${why}\n${heard}`));
    };
    const timer = setTimeout(() => fail(`no address after ${STARTUP_MS / 1000} s`), STARTUP_MS);
    const listen = (chunk) => {
      heard += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+\/v2\b/.exec(heard)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      child.stdout.off("data", listen);
      say(`It listens at ${url}`);
      resolve({ child, url });
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", (chunk) => {
      heard += chunk;
    });
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code) => fail(`it ended with ${code}`));
  });
}

/** Shows a command as one would type it, runs it, and shows what it says as it says it. */
function residentctl(args, cwd, env) {
  heading(`$ residentctl ${args.join(" ")}`);
  const color = isTerminal ? ["--color", "always"] : [];
  const child = spawn(process.execPath, [RESIDENTCTL, ...args, ...color], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      process.stdout.write(chunk);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout }));
  });
}

/** Asks the emulator, as a test would, what it saw. */
async function ask(url, what) {
  const answer = await fetch(new URL(`/emulator/${what}`, url));
  return (await answer.json())[what];
}

/** What residents got: `invitation to …`, one line an e-mail. Reports to the operator are counted. */
function outboxLines(outbox) {
  const toResidents = outbox.filter((mail) => mail.kind !== "operator-report");
  const lines = toResidents.map((mail) => `  ${mail.kind} to ${mail.to}`);
  return [...lines, `  and ${outbox.length - toResidents.length} job reports to ${ACCOUNT.ELEVENOS_EMAIL}`];
}

function demand(isTrue, otherwise) {
  if (!isTrue) throw new Error(otherwise);
}

/** Runs the demo; rejects as soon as something is not as promised. */
async function demo(directory, url) {
  const env = { ...process.env, ...ACCOUNT, ELEVENOS_BASE_URL: url };
  // The people here are invented, so they may be shown in CI as well.
  const common = ["--now", NOW, "--redact", "off"];

  const validated = await residentctl(["validate"], directory, env);
  demand(validated.code === 0, `validate ended with ${validated.code}`);

  const planned = await residentctl(["plan", ...common], directory, env);
  demand(planned.code === 0, `plan ended with ${planned.code}`);
  for (const kind of KINDS) {
    demand(new RegExp(`\\b[1-9]\\d* to ${kind}\\b`).test(planned.stdout), `plan shows nothing to ${kind}`);
  }

  const applied = await residentctl(["apply", "--yes", ...common], directory, env);
  demand(applied.code === 0, `apply ended with ${applied.code}`);

  const again = await residentctl(["plan", "--detailed-exitcode", ...common], directory, env);
  demand(again.code === 0, `the second plan ended with ${again.code}: something is left to do`);
  demand(/^.*No changes\b/m.test(again.stdout), "the second plan does not say «No changes»");

  const violations = await ask(url, "violations");
  demand(violations.length === 0, `the emulator saw ${violations.length} calls that no client may make`);

  heading("What you saw");
  say("The files and the live system agree now. These e-mails would have been sent:");
  say(outboxLines(await ask(url, "outbox")).join("\n"));
  say("Still to come, by time alone or by a resident: what the plan listed as deferred.");
}

const directory = await mkdtemp(path.join(tmpdir(), "residentctl-demo-"));
let emulator = null;
try {
  await cp(PORTFOLIO, directory, { recursive: true });
  emulator = await startEmulator();
  await demo(directory, emulator.url);
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
} finally {
  emulator?.child.kill();
  await rm(directory, { recursive: true, force: true });
}
