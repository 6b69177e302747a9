// The floor of a history, as a process of its own: `floor-history.js REPOSITORY`. All commits from `git log --raw`, and
// the bytes of every version of every file from `git cat-file --batch`; nothing is parsed.
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

const [repository = ""] = process.argv.slice(2);
const log = await text(git("log", "--raw", "--no-abbrev", "--no-renames", "--format=%H %an %aI %s").stdout);
const blobs = new Set([...log.matchAll(/^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]/gm)].map((match) => match[1]));
const batch = git("cat-file", "--batch");
batch.stdin.end(`${[...blobs].join("\n")}\n`);
let bytes = 0;
for await (const chunk of batch.stdout) bytes += chunk.length;
process.stdout.write(`${blobs.size} versions, ${bytes} bytes\n`);

function git(...args: readonly string[]) {
  return spawn("git", ["-C", repository, ...args], { stdio: ["pipe", "pipe", "inherit"] });
}
