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
  readonly file: string;
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

/** Puts files together, one at a time, so that nothing of a file is kept but what it says. */
export interface Assembly {
  /** Files come by path. */
  readonly add: (file: DeclarationFile) => void;
  /** `areAllRead`: no file was left out. */
  readonly finish: (areAllRead: boolean) => Repository;
}

type OpenDraft = SiteHead & { readonly entries: Entry[] };

/** A Residents file whose Site has not come yet, and the place its entries take among those of all files. */
interface Waiting {
  readonly root: MapNode;
  readonly place: number;
}

/** Puts the files together: every Residents file to the first Site of the name it gives. */
export function createAssembly(project: Project, findings: Findings): Assembly {
  const drafts: OpenDraft[] = [];
  const byName = new Map<string, OpenDraft>();
  const residentsFiles: ResidentsFile[] = [];
  const entriesByFile: (readonly Entry[])[] = [];
  const waiting = new Map<string, Waiting[]>();
  const readers = new Map<string, DateReader>();
  function readerFor(zone: string): DateReader {
    const reader = readers.get(zone) ?? dateReader(zone);
    readers.set(zone, reader);
    return reader;
  }

  function read({ root, place }: Waiting, draft: OpenDraft | undefined): void {
    const entries = readEntries(root, draft, readerFor(draft?.zone ?? "UTC"), findings);
    entriesByFile[place] = entries;
    for (const entry of entries) draft?.entries.push(entry);
  }

  function addSite(own: Waiting): void {
    const draft = { ...readSiteHead(own.root, project, findings), entries: [] };
    drafts.push(draft);
    const name = draft.name?.text;
    if (name !== undefined && !byName.has(name)) {
      byName.set(name, draft);
      // They stand before their Site, so their entries do, too.
      for (const earlier of waiting.get(name) ?? []) read(earlier, draft);
      waiting.delete(name);
    }
    read(own, draft);
  }

  function addResidents(own: Waiting): void {
    const name = textUnder(own.root, "site");
    residentsFiles.push({ file: own.root.source.file, name });
    const key = name?.text ?? "";
    const draft = byName.get(key);
    if (draft !== undefined) {
      read(own, draft);
      return;
    }
    const others = waiting.get(key);
    if (others === undefined) waiting.set(key, [own]);
    else others.push(own);
  }

  return {
    add: ({ kind, root }) => {
      const own = { root, place: entriesByFile.length };
      entriesByFile.push([]);
      if (kind === "Site") addSite(own);
      else addResidents(own);
    },
    finish: (areAllRead) => {
      for (const files of waiting.values()) for (const file of files) read(file, undefined);
      return {
        sites: drafts,
        residentsFiles,
        entries: entriesByFile.flat(),
        isWhole: areAllRead && drafts.every(({ name }) => name !== undefined),
      };
    },
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
