import { identify } from "../declarations/declaration-file.ts";
import { newFindings } from "../declarations/findings.ts";
import { itemsUnder, type MapNode, type Node, positionOf, textUnder } from "../declarations/node.ts";
import { parseYaml } from "../declarations/parse-yaml.ts";
import { type Project, readProject } from "../declarations/read-project.ts";
import type { Kind } from "../declarations/schemas.ts";
import { decodeFile, type SourceText } from "../declarations/source-text.ts";
import {
  type WrittenDefaults,
  type WrittenHead,
  type WrittenResident,
  withDefaults,
  writtenDefaults,
  writtenHead,
  writtenResident,
} from "./written.ts";

/** What a file says besides its residents. */
export interface Frame {
  readonly kind: Kind;
  /** The site it is, or belongs to; null for a Project. */
  readonly site: string | null;
  /** Null for Residents, who say nothing of the site. */
  readonly head: WrittenHead | null;
  readonly defaults: WrittenDefaults;
  /** Where site files are; of a Project only. */
  readonly globs: Project["globs"];
}

/** What a file says. */
export interface WrittenFile {
  readonly frame: Frame;
  /** As written, without the file's defaults; beside `residents`, item by item. */
  readonly entries: readonly WrittenResident[];
  readonly residents: readonly WrittenResident[];
}

/** Why nothing can be said of what a file declares; holds no personal data. */
export interface Unreadable {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads a whole file. It is unreadable where it is not the YAML that declarations are written in, where its kind is
 * not known, or where a list of residents, or who an entry is, cannot be made out: a file half read would look
 * like departures. A value that `validate` refuses is a value all the same.
 */
export function readWholeFile(file: string, bytes: Uint8Array): WrittenFile | Unreadable {
  const source = decodeFile(file, bytes);
  if ("rule" in source) return { line: source.position.line, message: source.message };
  return readSource(source);
}

/** Reads a file's text; see `readWholeFile`. */
export function readSource(source: SourceText): WrittenFile | Unreadable {
  const findings = newFindings();
  const content = parseYaml(source, findings);
  const declaration = content === null ? null : identify(content, findings);
  const [problem] = findings.sorted();
  if (problem !== undefined) return { line: problem.position.line, message: problem.message };
  if (declaration === null) return { line: 1, message: "The file says nothing." };
  const { kind, root } = declaration;
  const misshapen = misshapenPart(kind, root);
  if (misshapen !== null) return misshapen;
  const frame = frameOf(kind, root);
  const entries = itemsUnder(root, "residents").flatMap((item) =>
    item.kind === "map" ? (writtenResident(item) ?? []) : [],
  );
  return { frame, entries, residents: entries.map((entry) => withDefaults(entry, frame.defaults)) };
}

/** What of the file is not of the shape that tells whose residents, and who, are declared. */
function misshapenPart(kind: Kind, root: MapNode): Unreadable | null {
  const nameKey = kind === "Site" ? "name" : "site";
  if (kind !== "Project" && textUnder(root, nameKey) === undefined) {
    return { line: positionOf(root).line, message: `"${nameKey}" is missing, or not a text.` };
  }
  for (const [key, expected] of [
    ["residents", "list"],
    ["defaults", "map"],
  ] as const) {
    const node = root.entries.get(key)?.value;
    if (node !== undefined && node.kind !== expected) {
      return { line: positionOf(node).line, message: `"${key}" is not what it must be.` };
    }
  }
  const nobody = itemsUnder(root, "residents").find((item) => !isSomebody(item));
  if (nobody === undefined) return null;
  return { line: positionOf(nobody).line, message: "An entry of residents has no e-mail address." };
}

function isSomebody(item: Node): boolean {
  return item.kind === "map" && textUnder(item, "email") !== undefined;
}

function frameOf(kind: Kind, root: MapNode): Frame {
  const site = kind === "Project" ? null : (textUnder(root, kind === "Site" ? "name" : "site")?.text ?? null);
  return {
    kind,
    site,
    head: kind === "Residents" ? null : writtenHead(root, kind === "Site" ? "accept" : "sites"),
    defaults: writtenDefaults(root),
    globs: kind === "Project" ? readProject(root, newFindings()).globs : [],
  };
}
