import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { plainEnvironment, run } from "./measure.ts";
import { MAIN, script } from "./paths.ts";
import { portfolioOf } from "./portfolio.ts";
import type { Row } from "./result.ts";
import { type Bench, measured, portfolio } from "./task.ts";

/** `history` of a site of 1,000 residents; every commit changes the phone number of one of them. */
export async function measureHistory(bench: Bench): Promise<readonly Row[]> {
  const commits = bench.isQuick ? 300 : 10_000;
  bench.note(`a repository of ${commits} commits`);
  const repository = writeRepository(bench, commits);
  const row = await measured(bench, {
    name: `history, ${commits.toLocaleString("en-US")} commits`,
    budget: null,
    program: async () => (await run({ args: [MAIN, "history", "-C", repository, "--limit", "100"] })).usage,
    floor: async () => (await run({ args: [script("floor-history.js"), repository] })).usage,
  });
  return [row];
}

function writeRepository(bench: Bench, commits: number): string {
  const files = portfolio(bench, "history-files", portfolioOf(1000));
  const repository = path.join(bench.scratch, "history");
  mkdirSync(repository);
  git(repository, ["init", "--quiet", "--initial-branch", "main"]);
  git(repository, ["fast-import", "--quiet"], commitStream(path.join(files, "sites", "site-0"), commits));
  git(repository, ["reset", "--quiet", "--hard"]);
  return repository;
}

/** The commits as `git fast-import` takes them: first the whole site, then a phone number a commit. */
function commitStream(folder: string, commits: number): Buffer {
  const names = ["site", "building-0", "building-1", "building-2", "building-3"].map(
    (name) => `${name}.yaml`,
  );
  const texts = new Map(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
  const parts: Buffer[] = [commitOf(0, [...texts])];
  for (let index = 1; index < commits; index++) {
    // Neighbouring commits are in one building, as a day's work is.
    const name = names[1 + (Math.floor(index / 10) % 4)] ?? "";
    const resident = (index * 7) % 250;
    const text = withPhone(texts.get(name) ?? "", resident, `303-556-${String(index).padStart(5, "0")}`);
    texts.set(name, text);
    parts.push(commitOf(index, [[name, text]]));
  }
  return Buffer.concat(parts);
}

function withPhone(text: string, resident: number, phone: string): string {
  let seen = -1;
  return text.replaceAll(/phone: .*/g, (line) => {
    seen += 1;
    return seen === resident ? `phone: ${phone}` : line;
  });
}

const FIRST_COMMIT = 1_700_000_000;

function commitOf(index: number, files: readonly (readonly [name: string, text: string])[]): Buffer {
  const who = `Sam Okoro <sam@example.com> ${FIRST_COMMIT + index * 600} +0000`;
  const message = `Change ${index}`;
  const head = `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n`;
  const blobs = files.map(([name, text]) => {
    return `M 100644 inline sites/site-0/${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  return Buffer.from(`${head}${blobs.join("")}\n`);
}

function git(cwd: string, args: readonly string[], input?: Buffer): void {
  const { status, stderr, error } = spawnSync("git", args, {
    cwd,
    env: plainEnvironment(),
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.toString()}`);
}
