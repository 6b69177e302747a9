import { spawn } from "node:child_process";
import { gitError } from "../declarations/git-tree.ts";

/** Reads objects of a repository by one `git cat-file --batch` that runs until it is closed. */
export interface BlobReader {
  /** The bytes of an object; null where the repository does not have it. Rejects (ExpectedError) where git ended. */
  readonly read: (object: string) => Promise<Buffer | null>;
  /** Asks for objects that will be read soon, all in one go, and forgets earlier ones that were not read. */
  readonly expect: (objects: readonly string[]) => void;
  readonly close: () => void;
}

/** Objects that are expected wait in memory: so many at the most, and of large ones fewer. */
const MOST_EXPECTED = 64;
const EXPECTED_BYTES = 16 * 1024 * 1024;

interface Waiting {
  readonly resolve: (bytes: Buffer | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts the reader. Several reads may be under way; they are answered in their order. */
export function openBlobs(directory: string): BlobReader {
  const child = spawn("git", ["cat-file", "--batch"], { cwd: directory, stdio: ["pipe", "pipe", "ignore"] });
  const waiting: Waiting[] = [];
  const expected = new Map<string, Promise<Buffer | null>>();
  let lastSize = 1;
  let failure: unknown = null;
  function fail(error: unknown): void {
    failure ??= gitError(directory, error);
    for (const { reject } of waiting.splice(0)) reject(failure);
  }
  const take = answerReader((bytes) => {
    lastSize = bytes?.length ?? lastSize;
    waiting.shift()?.resolve(bytes);
  });
  child.stdout.on("data", take);
  child.stdin.on("error", () => {});
  child.on("error", fail).on("close", () => fail(new Error("git cat-file ended early")));
  function request(object: string): Promise<Buffer | null> {
    if (failure !== null) return Promise.reject(failure);
    child.stdin.write(`${object}\n`);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
    });
  }
  return {
    read: (object) => {
      const coming = expected.get(object) ?? request(object);
      expected.delete(object);
      return coming;
    },
    expect: (objects) => {
      expected.clear();
      const most = Math.min(MOST_EXPECTED, Math.ceil(EXPECTED_BYTES / Math.max(1, lastSize)));
      child.stdin.cork();
      for (const object of new Set(objects.slice(0, most))) {
        const coming = request(object);
        // Whoever reads it hears of a failure; if nobody does, it does not matter.
        coming.catch(() => {});
        expected.set(object, coming);
      }
      child.stdin.uncork();
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/** Takes `<object> <type> <size>\n<bytes>\n` or `<object> missing\n` out of chunks of any size. */
function answerReader(answer: (bytes: Buffer | null) => void): (chunk: Buffer) => void {
  let header = "";
  let body: Buffer | null = null;
  let filled = 0;
  /** Takes what it can of a chunk from `at` on, and returns where the rest begins. */
  function take(chunk: Buffer, at: number): number {
    if (body === null) {
      const end = chunk.indexOf(LINE_FEED, at);
      header += chunk.toString("latin1", at, end === -1 ? chunk.length : end);
      if (end === -1) return chunk.length;
      const size = Number(header.split(" ")[2]);
      header = "";
      if (Number.isInteger(size)) body = Buffer.allocUnsafeSlow(size);
      else answer(null);
      filled = 0;
      return end + 1;
    }
    const copied = chunk.copy(body, filled, at);
    filled += copied;
    if (filled < body.length || at + copied === chunk.length) return at + copied;
    // The line break that follows is here, too.
    answer(body);
    body = null;
    return at + copied + 1;
  }
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) at = take(chunk, at);
  };
}

const LINE_FEED = 10;
