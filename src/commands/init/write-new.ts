import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ExpectedError } from "../../domain/exit.ts";
import { visibleText } from "../../domain/visible-text.ts";
import { errorWords } from "../read-text.ts";
import { ignoringText } from "./file-texts.ts";

/** Writes a file that is not there, and its folder; false where it is there already, and is left as it is. */
export async function writeNew(file: string, text: string): Promise<boolean> {
  await makeDirectory(path.dirname(file));
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw notWritable(file, error);
  }
}

/** Makes a directory, and those above it, where they are not there. */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw notWritable(directory, error);
  }
}

/** Adds what is to be ignored to a .gitignore, or writes one; false where the line is in it already. */
export async function ignoreOnce(file: string): Promise<boolean> {
  const before = await textOf(file);
  const after = ignoringText(before);
  if (after === null) return false;
  try {
    // Added at the end, so that whatever stands in it stays, byte for byte.
    await appendFile(file, after.slice(before?.length ?? 0));
    return true;
  } catch (error) {
    throw notWritable(file, error);
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw notWritable(file, error);
  }
}

function codeOf(error: unknown): unknown {
  const { code }: { readonly code?: unknown } = Object(error);
  return code;
}

function notWritable(file: string, error: unknown): ExpectedError {
  const words = visibleText(errorWords(error));
  return new ExpectedError(1, `${visibleText(file)} cannot be written: ${words}`, null, error);
}
