import { createHash } from "node:crypto";
import { compareText } from "../domain/compare-text.ts";
import type { DeclaredSite } from "../domain/site.ts";
import { sortedByEmail } from "../domain/sorted-by-email.ts";
import { visibleText } from "../domain/visible-text.ts";
import { reportBreach, type SchemaBreach, schemaBreach } from "./check-schema.ts";
import { type DeclarationFile, identify, PROJECT_FILE } from "./declaration-file.ts";
import type { FileContent, FileTree } from "./file-tree.ts";
import { type Findings, newFindings } from "./findings.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Problem } from "./problem.ts";
import { defaultProject, type Project, readProject } from "./read-project.ts";
import { createAssembly, type Repository } from "./repository.ts";
import { REPOSITORY_RULES } from "./rules/all.ts";
import { loadSchemas, type Schemas } from "./schemas.ts";
import { selectSites } from "./select-sites.ts";
import { decodeFile } from "./source-text.ts";

/** A file that was read, with the SHA-256 (hex) of its bytes. */
export interface ReadFile {
  readonly file: string;
  readonly digest: string;
}

/** All that a repository declares, or what is wrong with it. */
export interface Declarations {
  /** By name; residents by e-mail. Empty where there is any error: half a declaration would look like departures. */
  readonly sites: readonly DeclaredSite[];
  /** The names of the sites that the given paths select; of all sites where none were given. */
  readonly selected: ReadonlySet<string>;
  /** By file, line and column. */
  readonly problems: readonly Problem[];
  /** By path. */
  readonly files: readonly ReadFile[];
  /** SHA-256 (hex) over the paths and digests of all files. */
  readonly digest: string;
}

export interface LoadOptions {
  /**
   * Files or folders, relative to the tree's root, that select sites. All files are read all the same: what is
   * unique, or overlaps, is so over all of them.
   */
  readonly paths?: readonly string[];
}

/**
 * Reads and checks all declarations of a tree. Whatever the files hold becomes problems, all at once; only a path
 * that selects nothing, and a tree that cannot be searched at all, reject (ExpectedError, exit 4).
 */
export function loadDeclarations(tree: FileTree, options: LoadOptions = {}): Declarations {
  const reading: Reading = { schemas: loadSchemas(), findings: newFindings(), digests: [], breaches: [] };
  const { findings, digests, breaches } = reading;
  let projectFile: DeclarationFile | undefined;
  const projectContents = tree.read([PROJECT_FILE]);
  const projectPaths = [...projectContents.keys()];
  const isProjectRead = readAll(projectPaths, projectContents, reading, (file) => {
    projectFile = file;
  });
  const project = projectOf(projectFile, isProjectRead, findings);
  const listed = listSiteFiles(tree, project, findings);
  const assembly = createAssembly(project, findings);
  const areAllRead = readAll(listed, tree.read(listed), reading, assembly.add);
  const repository = assembly.finish(areAllRead);
  for (const rule of REPOSITORY_RULES) rule(repository, findings);
  for (const breach of breaches) reportBreach(breach, reading.schemas, findings);
  digests.sort((a, b) => compareText(a.file, b.file));
  const problems = findings.sorted();
  return {
    sites: problems.some(({ severity }) => severity === "error") ? [] : declaredSites(repository),
    selected: select(tree, options.paths ?? [], [...projectPaths, ...listed], repository, project),
    problems,
    files: digests,
    digest: sha256(JSON.stringify(digests.map(({ file, digest }) => [file, digest]))),
  };
}

/** What is gathered while files are read. */
interface Reading {
  readonly schemas: Schemas;
  readonly findings: Findings;
  readonly digests: ReadFile[];
  /** Reported last, after the checks that know more. */
  readonly breaches: SchemaBreach[];
}

/**
 * Reads, decodes, parses and identifies files, and hands them on one by one: of 100,000 residents, most nodes are
 * gone before the next file is read. Notes the digests of those that are there. True where all could be read.
 */
function readAll(
  paths: readonly string[],
  contents: ReadonlyMap<string, FileContent>,
  { schemas, findings, digests, breaches }: Reading,
  take: (file: DeclarationFile) => void,
): boolean {
  let areAllRead = true;
  for (const file of paths) {
    const content = contents.get(file) ?? GONE;
    if (content.kind === "bytes") digests.push({ file, digest: sha256(content.bytes) });
    const declaration = readOne(file, content, findings);
    if (declaration === null) {
      areAllRead = false;
      continue;
    }
    const breach = schemaBreach(declaration, schemas);
    if (breach !== null) breaches.push(breach);
    take(declaration);
  }
  return areAllRead;
}

const GONE: FileContent = {
  kind: "unreadable",
  reason: "was there a moment ago and is gone, or is a link to nothing",
};

function readOne(file: string, content: FileContent, findings: Findings): DeclarationFile | null {
  const start = { file, line: 1, column: 1 };
  switch (content.kind) {
    case "unreadable":
      findings.atPosition(start, {
        rule: "file-unreadable",
        message: `The file ${content.reason}.`,
        remedy: "Make it a plain file that this program may read.",
      });
      return null;
    case "too-large":
      findings.atPosition(start, {
        rule: "file-too-large",
        message: `The file is ${Math.ceil(content.size / 1024 / 1024)} MiB large; 32 MiB is the most.`,
        remedy: "Split it into several files of kind Residents.",
      });
      return null;
    case "bytes": {
      const source = decodeFile(file, content.bytes);
      if ("rule" in source) {
        findings.atPosition(source.position, source);
        return null;
      }
      const root = parseYaml(source, findings);
      return root === null ? null : identify(root, findings);
    }
  }
}

function projectOf(file: DeclarationFile | undefined, isRead: boolean, findings: Findings): Project {
  return file === undefined ? defaultProject(isRead) : readProject(file.root, findings);
}

/** The site files, by path; reports what looks like one and is not read, and that there is none at all. */
function listSiteFiles(tree: FileTree, project: Project, findings: Findings): readonly string[] {
  const { files, unreadable } = tree.list(project.globs);
  for (const { file, reason } of unreadable) {
    findings.atPosition(
      { file, line: 1, column: 1 },
      {
        rule: "file-unreadable",
        message: `This place ${reason}.`,
        remedy:
          "Let this program read it, or remove it: residents in there would look as if nobody had declared them.",
      },
    );
  }
  const found = new Set(files.filter((file) => file !== PROJECT_FILE));
  const otherGlobs = project.globs.map((glob) => glob.replace(/\.yaml$/, ".yml"));
  const misnamed = tree
    .list(["residentctl.yml", ...otherGlobs])
    .files.filter((file) => file.endsWith(".yml") && !found.has(file));
  for (const file of misnamed) {
    findings.atPosition(
      { file, line: 1, column: 1 },
      {
        rule: "file-extension",
        message: "The file is not read, because its name ends in .yml.",
        remedy: "Rename it so that it ends in .yaml.",
      },
    );
  }
  if (found.size === 0 && misnamed.length === 0 && unreadable.length === 0 && project.isWhole) {
    findings.atPosition(
      { file: PROJECT_FILE, line: 1, column: 1 },
      {
        rule: "no-files",
        message: `There are no site files: nothing in ${visibleText(tree.label, 300)} matches ${visibleText(project.globs.join(", "), 300)}.`,
        remedy: `Write one ("residentctl init" makes an example), name another directory with -C, or set the sites globs in ${PROJECT_FILE}.`,
      },
    );
  }
  return [...found].sort(compareText);
}

function declaredSites(repository: Repository): readonly DeclaredSite[] {
  return repository.sites
    .map(({ site, entries }) => ({
      ...site,
      residents: sortedByEmail(entries.map(({ resident }) => resident)),
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

function select(
  tree: FileTree,
  paths: readonly string[],
  files: readonly string[],
  { sites, residentsFiles }: Repository,
  { globs }: Project,
): ReadonlySet<string> {
  const named = [...sites, ...residentsFiles];
  if (paths.length === 0) return new Set(named.flatMap(({ name }) => name?.text ?? []));
  const siteOf = new Map(named.map(({ file, name }) => [file, name?.text]));
  return selectSites(
    paths,
    tree.root,
    files.map((file) => ({ file, site: siteOf.get(file) })),
    globs,
  );
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}
