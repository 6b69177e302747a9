import { PROJECT_FILE } from "../declarations/declaration-file.ts";
import { MAX_FILE_BYTES } from "../declarations/file-tree.ts";
import type { BlobReader } from "./blobs.ts";
import type { ChangedPath } from "./git-log.ts";
import { readWholeFile, type Unreadable, type WrittenFile } from "./read-file.ts";
import { type PlainFile, readPlainFile } from "./read-plain.ts";
import { keepRecent } from "./recent.ts";

/** What stands at a path in one commit: what it says, or why that cannot be said. */
export type ReadFile = WrittenFile | PlainFile | Unreadable;

/** Reads the files of commits. */
export interface FileReader {
  /** `earlier`: files that this one may share items with, the likeliest first. */
  readonly read: (place: PresentPath, earlier: Iterable<WrittenFile>) => Promise<ReadFile>;
  /** Says which files will be read soon. */
  readonly expect: (places: readonly PresentPath[]) => void;
}

/** A path of a commit and the object that stands there. */
export type PresentPath = ChangedPath & { readonly object: string };

const LINK = "120000";

/** What was read lately and may come back: by a revert, on another branch, under another name. */
const REMEMBERED_BYTES = 64 * 1024 * 1024;

/** A reader that parses what it has read lately only once, and of a new version no more than what differs. */
export function fileReader(blobs: BlobReader): FileReader {
  const recent = keepRecent<ReadFile>(REMEMBERED_BYTES);
  function keyOf({ path, object }: PresentPath): string {
    return `${path === PROJECT_FILE} ${object}`;
  }
  return {
    expect: (places) => {
      const unknown = places.filter((place) => place.mode !== LINK && recent.get(keyOf(place)) === undefined);
      blobs.expect(unknown.map(({ object }) => object));
    },
    read: async (place, earlier) => {
      if (place.mode === LINK)
        return at1("The file is a symbolic link, and a commit is read without following links.");
      const key = keyOf(place);
      const known = recent.get(key);
      if (known !== undefined) return known;
      const bytes = await blobs.read(place.object);
      if (bytes === null) return at1("The file is not in the local git repository.");
      const file = readBytes(place.path, bytes, earlier);
      recent.set(key, file, bytes.length);
      return file;
    },
  };
}

function readBytes(path: string, bytes: Buffer, earlier: Iterable<WrittenFile>): ReadFile {
  if (bytes.length > MAX_FILE_BYTES) return at1("The file is larger than 32 MiB.");
  return readPlainFile(path, bytes, firstPlain(earlier)) ?? readWholeFile(path, bytes);
}

function firstPlain(files: Iterable<WrittenFile>): PlainFile | null {
  for (const file of files) if (isPlain(file)) return file;
  return null;
}

function isPlain(file: WrittenFile): file is PlainFile {
  return "layout" in file;
}

function at1(message: string): Unreadable {
  return { line: 1, message };
}
