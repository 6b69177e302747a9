import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";

/** A file that is written line by line. */
export interface AppendFile {
  /** Is done when the text is on the disk, not just handed to the system. */
  readonly append: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a journal needs of a file system. */
export interface JournalFiles {
  /** Makes a directory, and those above it, for the owner only (0700). */
  readonly makeDirectory: (directory: string) => Promise<void>;
  /** The names in a directory, sorted; none where it does not exist. */
  readonly list: (directory: string) => Promise<readonly string[]>;
  readonly read: (file: string) => Promise<string>;
  /** Makes a new file for the owner only (0600). Rejects where it exists. */
  readonly create: (file: string) => Promise<AppendFile>;
  /** Opens a file to go on after its first `bytes` bytes; what comes after them is cut off. */
  readonly resume: (file: string, bytes: number) => Promise<AppendFile>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Where there is no such file, there is nothing to do. */
  readonly remove: (file: string) => Promise<void>;
}

/** The real file system. */
export const nodeJournalFiles: JournalFiles = {
  makeDirectory: async (directory) => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  },
  list: async (directory) => {
    try {
      return (await readdir(directory)).sort();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  },
  read: (file) => readFile(file, "utf8"),
  create: async (file) => {
    const handle = await open(file, "ax", 0o600);
    // The name must survive a crash as well as the lines.
    await syncDirectory(path.dirname(file));
    return appendTo(handle);
  },
  resume: async (file, bytes) => {
    const handle = await open(file, "a", 0o600);
    await handle.truncate(bytes);
    return appendTo(handle);
  },
  rename: async (from, to) => {
    await rename(from, to);
    await syncDirectory(path.dirname(to));
  },
  remove: (file) => rm(file, { force: true }),
};

type Handle = Awaited<ReturnType<typeof open>>;

function appendTo(handle: Handle): AppendFile {
  return {
    append: async (text) => {
      await handle.appendFile(text);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
