import { readFile } from "node:fs/promises";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";

/** What an error says, whatever was thrown. */
export function errorWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads a file that the command line names; one that cannot be read is an `ExpectedError` with exit code 4. */
export async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ExpectedError(4, `${what} cannot be read: ${visibleText(errorWords(error))}`, null, error);
  }
}
