import pLimit from "p-limit";
import { expect, onTestFinished } from "vitest";
import { ENDINGS } from "../../src/applying/attempt.ts";
import type { EndingFault, Fault, ShapingFault } from "../../src/emulator/faults.ts";
import type { LoggedRequest } from "../../src/emulator/request-log.ts";
import { NOW } from "../commands/scene.ts";
import {
  EVERY_REQUEST_GOAL,
  EVERY_REQUEST_INVITED,
  everyRequestFiles,
  everyRequestSeed,
} from "./every-request.ts";
import { type Applied, startVirtualServer, type VirtualServer } from "./virtual-server.ts";

/** A request of an apply: which of those that look the same, from 1. */
export interface Target {
  readonly method: string;
  /** With `*` for the id of a job. */
  readonly path: string;
  readonly nth: number;
}

/** What goes wrong at one place. */
export interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly args: readonly string[];
}

const START = Date.parse(NOW);
const SEED = everyRequestSeed(START);
const FILES = everyRequestFiles(START);

/** Seconds. Really waited for, where a server hangs. */
const SHORT_TIMEOUT = "0.3";

/** What may befall any request. */
export const ENDING_FAULTS: Readonly<Record<string, EndingFault>> = {
  "429": { kind: "status", status: 429, retryAfter: 1 },
  "500": { kind: "status", status: 500 },
  "connection dropped before": { kind: "drop" },
  "connection dropped after it acted": { kind: "drop", acts: true },
  "truncated JSON": { kind: "truncated" },
  "HTML instead of JSON": { kind: "html" },
  "401": { kind: "status", status: 401 },
  hang: { kind: "hang" },
};

/** What makes a difference only where the request changes something. */
export const ACTED_FAULTS: Readonly<Record<string, EndingFault>> = {
  "500 after it acted": { kind: "status", status: 500, acts: true },
  "HTML after it acted": { kind: "html", acts: true },
  "hang after it acted": { kind: "hang", acts: true },
  "no token counts any more": { kind: "expire-tokens" },
};

/** What may befall any job. */
const JOB_FAULTS: Readonly<Record<string, ShapingFault>> = {
  "stuck at once": { kind: "job", stuckAfter: 0 },
  "stuck in the middle": { kind: "job", stuckAfter: 1 },
  "one fails": {
    kind: "job",
    failEmails: ["end", "gone", "pause", "resume", "other"].map((name) => `${name}@example.com`),
  },
  "all fail": {
    kind: "job",
    failEmails: [...Object.keys(EVERY_REQUEST_GOAL), "gone@example.com", "erased@example.com"],
  },
  "counts too many": { kind: "job", counts: { total: 9, success: 9 } },
  "counts nobody": { kind: "job", counts: { total: 0, success: 0, failed: 0 } },
  "counts failures that it does not list": { kind: "job", counts: { failed: 1 } },
  "result in an object": { kind: "job", nesting: "object" },
  "result in a pair": { kind: "job", nesting: "pair" },
  "result in a list of one": { kind: "job", nesting: "single" },
  "entries without ids": { kind: "job", entries: "without-ids" },
  "entries without e-mails": { kind: "job", entries: "without-emails" },
};

/** One apply that nothing befalls: the requests there are. */
export async function requestsOfAnApply(): Promise<readonly Target[]> {
  const server = await startVirtualServer(SEED, FILES);
  onTestFinished(() => server.emulator.close());
  const { code } = await server.apply();
  expect(code).toBe(0);
  expect(server.residents()).toEqual(EVERY_REQUEST_GOAL);
  return targetsOf(server.emulator.requests());
}

function targetsOf(requests: readonly LoggedRequest[]): readonly Target[] {
  const seen = new Map<string, number>();
  return requests.map(({ method, path: exact }) => {
    const path = exact.replace(/(?<=\/(?:import|bulkaction)\/)[^/]+$/, "*");
    const nth = (seen.get(`${method} ${path}`) ?? 0) + 1;
    seen.set(`${method} ${path}`, nth);
    return { method, path, nth };
  });
}

function shortly({ method, path, nth }: Target): string {
  return `${method} ${path.replace(/^\/team\/[^/]+\/site\/[^/]+\//, "…/")} #${nth}`;
}

/** One apply with the fault, then one without: gives what is not as promised. */
async function troubleWith({ fault, args }: Case): Promise<readonly string[]> {
  const server = await startVirtualServer(SEED, FILES);
  try {
    server.emulator.setFaults({ faults: [fault] });
    const first = await server.apply(...args);
    const trouble = dishonesty(first, server);
    const isSeen = server.emulator.requests().some((request) => request.fault === fault.kind);
    if (!isSeen && fault.kind !== "job") trouble.push("the fault never befell anything");
    server.emulator.setFaults({});
    const second = await server.apply();
    if (second.code !== 0) trouble.push(`the next apply exits ${second.code}: ${second.stderr}`);
    trouble.push(...dishonesty(second, server), ...unfinished(server));
    return trouble;
  } catch (error) {
    return [String(error)];
  } finally {
    await server.emulator.close();
  }
}

/** Where a run says other than what is so. */
function dishonesty({ code, plan, report, stderr }: Applied, server: VirtualServer): string[] {
  const trouble: string[] = [];
  const live = server.residents();
  const isSo = (email: string) => live[email] === EVERY_REQUEST_GOAL[email];
  if (code !== 0 && code !== 1) trouble.push(`exit ${code}`);
  if (report === null) {
    if (code !== 1 || !/^error: /m.test(stderr)) trouble.push(`no report, and exit ${code}: ${stderr}`);
    return trouble;
  }
  const planned = plan?.sites.flatMap((site) => site.actions.map((action) => action.id)) ?? [];
  const reported = report.outcomes.map((outcome) => outcome.actionId);
  if (reported.toSorted().join() !== planned.toSorted().join()) trouble.push("some residents have no ending");
  for (const { email, ending } of report.outcomes) {
    if (!ENDINGS.includes(ending)) trouble.push(`${email} ended as ${ending}`);
    const isDone = ending === "applied" || ending === "already";
    if (isDone && !isSo(email)) trouble.push(`${email} is reported ${ending}, and is ${live[email]}`);
    if (code === 0 && !isDone) trouble.push(`exit 0, and ${email} ended as ${ending}`);
  }
  const isClean =
    report.sites.length > 0 && report.sites.every((site) => site.isVerified && site.remaining === 0);
  if (code === 0 && !isClean) trouble.push("exit 0 without a clean reading at the end");
  if (code === 0 && !Object.keys(live).every(isSo)) trouble.push("exit 0, and not everything is so");
  if (code === 1 && isClean) trouble.push("exit 1 after a clean reading at the end");
  return trouble;
}

function unfinished(server: VirtualServer): string[] {
  const trouble: string[] = [];
  const { emulator } = server;
  const differs = (what: string, is: unknown, wanted: unknown): void => {
    const [text, wish] = [JSON.stringify(is), JSON.stringify(wanted)];
    if (text !== wish) trouble.push(`${what}: ${text}`);
  };
  const goal = Object.entries(EVERY_REQUEST_GOAL).sort(([a], [b]) => (a < b ? -1 : 1));
  differs("in the end", Object.entries(server.residents()), goal);
  const invited = Object.entries(server.invitations()).sort(([a], [b]) => (a < b ? -1 : 1));
  differs("invitations", invited, Object.entries(EVERY_REQUEST_INVITED));
  differs("violations", emulator.violations(), []);
  differs("journals left open", server.openJournals(), []);
  return trouble;
}

/** Runs cases side by side; says how many there were. */
export async function runAll(what: string, cases: readonly Case[]): Promise<void> {
  const limit = pLimit(12);
  const start = performance.now();
  const ended = await Promise.all(
    cases.map((one) =>
      limit(async () => (await troubleWith(one)).map((trouble) => `${one.name}: ${trouble}`)),
    ),
  );
  console.log(`fault matrix, ${what}: ${cases.length} cases in ${Math.round(performance.now() - start)} ms`);
  expect(ended.flat()).toEqual([]);
}

/** True for a request that changes something; signing in gives out a token. */
export function isWrite({ method }: Target): boolean {
  return method !== "GET";
}

/** Each fault at each of the requests, so often in a row. */
export function casesFor(
  targets: readonly Target[],
  faults: Readonly<Record<string, EndingFault>>,
  times: number,
): readonly Case[] {
  return Object.entries(faults).flatMap(([name, fault]) =>
    targets.map((target) => ({
      name: `${name}${times === 1 ? "" : `, ${times} times`}, at ${shortly(target)}`,
      fault: { ...fault, ...target, times },
      args: fault.kind === "hang" ? ["--timeout", SHORT_TIMEOUT] : [],
    })),
  );
}

/** Each fault of a job at each of the submissions. */
export function jobCasesFor(targets: readonly Target[]): readonly Case[] {
  return Object.entries(JOB_FAULTS).flatMap(([name, fault]) =>
    targets.map((target) => ({
      name: `${name}, at ${shortly(target)}`,
      fault: { ...fault, ...target },
      args: ["--job-timeout", "60"],
    })),
  );
}
