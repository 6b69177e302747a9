import { randomUUID } from "node:crypto";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { errorWords } from "./read-text.ts";

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. A file that is there keeps its mode, and a
 * link stays a link. A place that cannot be written to is an `ExpectedError` with exit code 1.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  let beside: string | null = null;
  try {
    const target = await realpath(file).catch(() => file);
    await mkdir(path.dirname(target), { recursive: true });
    const mode = await stat(target).then(
      (stats) => stats.mode & 0o777,
      () => 0o644,
    );
    beside = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
    const handle = await open(beside, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    if (beside !== null) await rm(beside, { force: true });
    const why = visibleText(errorWords(error));
    throw new ExpectedError(1, `${visibleText(file)} cannot be written: ${why}`, null, error);
  }
}
