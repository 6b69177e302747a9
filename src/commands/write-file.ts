import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import { inChunks, type Parts } from "../domain/parts.ts";
import { visibleText } from "../domain/visible-text.ts";
import { errorWords } from "./read-text.ts";

/**
 * Writes a file that only its owner can read (0600), whole or not at all: beside it first, then renamed over it. A
 * place that cannot be written to is an `ExpectedError` with exit code 1.
 */
export async function writePrivately(file: string, text: string | Parts): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(beside, "wx", 0o600);
    try {
      for (const chunk of typeof text === "string" ? [text] : inChunks(text)) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    const why = visibleText(errorWords(error));
    throw new ExpectedError(1, `${visibleText(file)} cannot be written: ${why}`, null, error);
  }
}
