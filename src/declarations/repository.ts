import { type DateReader, dateReader } from "./check-date.ts";
import { cleanText } from "./check-text.ts";
import type { DeclarationFile } from "./declaration-file.ts";
import type { Findings } from "./findings.ts";
import { itemsUnder, type MapNode, mapUnder, type TextNode, textUnder } from "./node.ts";
import type { Project } from "./read-project.ts";
import { type Entry, readEntry } from "./read-resident.ts";
import { DEFAULT_TIMES, readSiteHead, type SiteHead } from "./read-site.ts";

/** A Site with the entries of all its files. */
export interface SiteDraft extends SiteHead {
  readonly entries: readonly Entry[];
}

/** A Residents file and the site it names. */
export interface ResidentsFile {
  readonly root: MapNode;
  /** The name of its site. */
  readonly name: TextNode | undefined;
}

/** All that is declared, read leniently; what the rules that look across files work on. */
export interface Repository {
  /** By file. */
  readonly sites: readonly SiteDraft[];
  readonly residentsFiles: readonly ResidentsFile[];
  /** Of all sites, and of Residents files that belong to none; by file and line. */
  readonly entries: readonly Entry[];
  /** False where a file or a Site's name could not be read: what is not found may be in there. */
  readonly isWhole: boolean;
}

/** Puts the files together: every Residents file to the first Site of the name it gives. */
export function assemble(
  files: readonly DeclarationFile[],
  areAllRead: boolean,
  project: Project,
  findings: Findings,
): Repository {
  const drafts = files
    .filter(({ kind }) => kind === "Site")
    .map(({ root }) => ({ ...readSiteHead(root, project, findings), entries: [] as Entry[] }));
  const byName = new Map<string, (typeof drafts)[number]>();
  for (const draft of drafts) {
    if (draft.name !== undefined && !byName.has(draft.name.text)) byName.set(draft.name.text, draft);
  }
  const readers = new Map<string, DateReader>();
  function readerFor(zone: string): DateReader {
    const reader = readers.get(zone) ?? dateReader(zone);
    readers.set(zone, reader);
    return reader;
  }
  const ownDraft = new Map(drafts.map((draft) => [draft.root, draft]));
  const all: Entry[] = [];
  const residentsFiles: ResidentsFile[] = [];
  for (const { kind, root } of files) {
    const name = textUnder(root, "site");
    if (kind === "Residents") residentsFiles.push({ root, name });
    const draft = kind === "Site" ? ownDraft.get(root) : byName.get(name?.text ?? "");
    for (const entry of readEntries(root, draft, readerFor(draft?.zone ?? "UTC"), findings)) {
      all.push(entry);
      draft?.entries.push(entry);
    }
  }
  return {
    sites: drafts,
    residentsFiles,
    entries: all,
    isWhole: areAllRead && drafts.every(({ name }) => name !== undefined),
  };
}

function readEntries(
  root: MapNode,
  head: SiteHead | undefined,
  dates: DateReader,
  findings: Findings,
): readonly Entry[] {
  const defaults = mapUnder(root, "defaults");
  for (const key of ["building", "floor"]) cleanText(textUnder(defaults, key), key, findings);
  const context = { defaults, dates, times: head?.site.times ?? DEFAULT_TIMES, findings };
  return itemsUnder(root, "residents").flatMap((node) =>
    node.kind === "map" ? [readEntry(node, context)] : [],
  );
}
