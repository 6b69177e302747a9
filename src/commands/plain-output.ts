import { fstatSync, writeSync } from "node:fs";
import type { Output, PlainOutput } from "./world.ts";

/**
 * A descriptor for one short text, such as the help: Node takes 3 ms to make a stream, a tenth of what `--help` takes.
 * `stream` is asked for where there is more to it: for a terminal, and for what the descriptor does not take at once.
 */
export function plainOutput(descriptor: number, stream: () => Output): PlainOutput {
  return {
    get columns() {
      return isPipeOrFile(descriptor) ? undefined : stream().columns;
    },
    write(text) {
      const rest = isPipeOrFile(descriptor) ? writeAtOnce(descriptor, Buffer.from(text)) : text;
      if (rest.length > 0) stream().write(rest);
    },
  };
}

/** False also where there is no telling, as for a descriptor that is closed. */
function isPipeOrFile(descriptor: number): boolean {
  try {
    return !fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

/** What is left over: of a full pipe, a full disk, and a pipe that nobody reads, each of which the stream knows to treat. */
function writeAtOnce(descriptor: number, bytes: Buffer): Buffer {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch {
    // The stream meets the same error with the rest, and says so.
  }
  return bytes.subarray(written);
}
