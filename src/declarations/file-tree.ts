/** What a file holds, or why that cannot be said: the reason completes "sites/a.yaml ...". */
export type FileContent =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "too-large"; readonly size: number };

/** What a search found, sorted, and the folders that could not be searched. */
export interface Listing {
  readonly files: readonly string[];
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/**
 * Where declarations are read from: a working directory or a git commit. All paths are relative to its root,
 * with forward slashes. Nothing here throws for what is in the files.
 */
export interface FileTree {
  /** For messages: `/srv/sites`, or `/srv/sites at main (1c0ffee)`. */
  readonly label: string;
  /** The absolute directory that PATH arguments are relative to. */
  readonly root: string;
  /** The files that match any of the globs; hidden files and node_modules never do. */
  readonly list: (globs: readonly string[]) => Listing;
  /** The contents of files; one that is not there is left out of the answer. */
  readonly read: (files: readonly string[]) => ReadonlyMap<string, FileContent>;
}

/** A file that declares residents is far smaller: 32 MiB hold some 100,000 of them. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Never searched, wherever a glob points. */
export const NEVER_SEARCHED = ["**/node_modules/**"];
