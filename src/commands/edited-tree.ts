import type { FileTree } from "../declarations/file-tree.ts";
import { matchListed } from "../declarations/listed-glob.ts";

/** A tree as it will be with some files' texts replaced or added. Paths are relative to its root. */
export function editedTree(tree: FileTree, edits: ReadonlyMap<string, string>): FileTree {
  const encoder = new TextEncoder();
  return {
    ...tree,
    list: (globs) => {
      const listing = tree.list(globs);
      const added = matchListed([...edits.keys()], globs);
      return { ...listing, files: [...new Set([...listing.files, ...added])].sort() };
    },
    read: (files) => {
      const contents = new Map(tree.read(files));
      for (const file of files) {
        const text = edits.get(file);
        if (text !== undefined) contents.set(file, { kind: "bytes", bytes: encoder.encode(text) });
      }
      return contents;
    },
  };
}

/** The texts of files of a tree, byte order marks included; those that cannot be read are left out. */
export function readTexts(tree: FileTree, files: readonly string[]): ReadonlyMap<string, string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const texts = new Map<string, string>();
  for (const [file, content] of tree.read(files)) {
    if (content.kind === "bytes") texts.set(file, decoder.decode(content.bytes));
  }
  return texts;
}
