import { PROJECT_FILE } from "./declaration-file.ts";
import type { FileTree } from "./file-tree.ts";
import { newFindings } from "./findings.ts";
import { parseYaml } from "./parse-yaml.ts";
import { defaultProject, readProject } from "./read-project.ts";
import { decodeFile } from "./source-text.ts";

/** What the declarations name. */
export interface DeclaredNames {
  /** Sorted, each once. */
  readonly sites: readonly string[];
  /** Sorted, each once; as they are spelt. */
  readonly emails: readonly string[];
}

/**
 * Names found by their keys alone, for completion: quick, and also while the files are being edited and are not
 * valid. What a run does is never based on it: `loadDeclarations` is the reader.
 */
export function scanNames(tree: FileTree): DeclaredNames {
  const listed = tree.list(globsOf(tree)).files;
  const sites = new Set<string>();
  const emails = new Set<string>();
  for (const content of tree.read(listed).values()) {
    if (content.kind !== "bytes") continue;
    const text = new TextDecoder().decode(content.bytes);
    const name = /^name:\s+(.+)$/m.exec(text)?.[1];
    if (name !== undefined && /^kind:\s+["']?Site\b/m.test(text)) sites.add(plain(name));
    for (const [, email] of text.matchAll(/^[^#\n]*?\bemail:\s+["']?([^\s"',}]+)/gm)) {
      if (email !== undefined) emails.add(email);
    }
  }
  return { sites: [...sites].sort(), emails: [...emails].sort() };
}

function globsOf(tree: FileTree): readonly string[] {
  const content = tree.read([PROJECT_FILE]).get(PROJECT_FILE);
  const source = content?.kind === "bytes" ? decodeFile(PROJECT_FILE, content.bytes) : null;
  if (source === null || "rule" in source) return defaultProject(true).globs;
  const root = parseYaml(source, newFindings());
  return root?.kind === "map" ? readProject(root, newFindings()).globs : defaultProject(true).globs;
}

/** A scalar without its quotes or the comment behind it. */
function plain(scalar: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(scalar);
  return quoted?.[2] ?? scalar.replace(/\s+#.*$/, "").trim();
}
