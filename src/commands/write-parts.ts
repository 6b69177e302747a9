import { inChunks, type Parts } from "../domain/parts.ts";
import type { Output } from "./world.ts";

/** Writes a text part by part, and no faster than it is read. A reader that went away gets no more. */
export async function writeParts(output: Output, parts: Parts): Promise<void> {
  for (const chunk of inChunks(parts)) {
    if (!output.writable) return;
    if (!output.write(chunk)) await untilDrained(output);
  }
}

function untilDrained(output: Output): Promise<void> {
  return new Promise((resolve) => {
    const events = ["drain", "close", "error"] as const;
    function done(): void {
      for (const event of events) output.off(event, done);
      resolve();
    }
    for (const event of events) output.on(event, done);
  });
}
