import { spawn } from "node:child_process";
import { gitError } from "../declarations/git-tree.ts";

/** Reads objects of a repository by one `git cat-file --batch` that runs until it is closed. */
export interface BlobReader {
  /** The bytes of an object; null where the repository does not have it. Rejects (ExpectedError) where git ended. */
  readonly read: (object: string) => Promise<Buffer | null>;
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (bytes: Buffer | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts the reader. Several reads may be under way; they are answered in their order. */
export function openBlobs(directory: string): BlobReader {
  const child = spawn("git", ["cat-file", "--batch"], { cwd: directory, stdio: ["pipe", "pipe", "ignore"] });
  const waiting: Waiting[] = [];
  let failure: unknown = null;
  function fail(error: unknown): void {
    failure ??= gitError(directory, error);
    for (const { reject } of waiting.splice(0)) reject(failure);
  }
  const take = answerReader((bytes) => waiting.shift()?.resolve(bytes));
  child.stdout.on("data", take);
  child.stdin.on("error", () => {});
  child.on("error", fail).on("close", () => fail(new Error("git cat-file ended early")));
  return {
    read: (object) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure);
          return;
        }
        waiting.push({ resolve, reject });
        child.stdin.write(`${object}\n`);
      }),
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}

/** Takes `<object> <type> <size>\n<bytes>\n` or `<object> missing\n` out of chunks of any size. */
function answerReader(answer: (bytes: Buffer | null) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  /** How many bytes the answer under way has with its header and its last line break; null: not known yet. */
  let wanted: number | null = null;
  let header = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length > 0) {
      if (wanted === null) {
        const bytes = joined();
        const end = bytes.indexOf(10);
        if (end === -1) return;
        const size = Number(bytes.toString("latin1", 0, end).split(" ")[2]);
        header = end + 1;
        if (!Number.isInteger(size)) {
          answer(null);
          keep(bytes.subarray(header));
          continue;
        }
        wanted = header + size + 1;
      }
      if (length < wanted) return;
      const bytes = joined();
      // A copy: the answer outlives the chunks that it came in.
      answer(Buffer.from(bytes.subarray(header, wanted - 1)));
      keep(bytes.subarray(wanted));
      wanted = null;
    }
  };
  function joined(): Buffer {
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length);
    chunks = [bytes];
    return bytes;
  }
  function keep(bytes: Buffer): void {
    chunks = [bytes];
    length = bytes.length;
  }
}
