import type { FileContent, FileTree } from "../../src/declarations/file-tree.ts";
import { matchListed } from "../../src/declarations/listed-glob.ts";
import { loadDeclarations } from "../../src/declarations/load.ts";
import { formatPosition } from "../../src/domain/source.ts";

/** Files in memory, read in the order given. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const names = Object.keys(files);
  return {
    label: "/repo",
    root: "/repo",
    list: (globs) => ({ files: matchListed(names, globs), unreadable: [] }),
    read: (wanted) =>
      new Map(
        wanted.flatMap((file) => {
          const content = files[file];
          if (content === undefined) return [];
          const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
          return [[file, { kind: "bytes", bytes } satisfies FileContent] as const];
        }),
      ),
  };
}

/** A Site file; `more` begins on line 7. */
export function siteFile(more = "", name = "a"): string {
  return `apiVersion: residentctl/v1
kind: Site
name: ${name}
siteId: id-${name}
teamId: t1
timezone: America/Los_Angeles
${more}`;
}

/** A Residents file; `more` begins on line 4. */
export function residentsFile(more: string, site = "a"): string {
  return `apiVersion: residentctl/v1
kind: Residents
site: ${site}
${more}`;
}

/** A list item of one line (flow style) with all that an active resident needs; `more` as `, key: value`. */
export function resident(email: string, more = "", unit = "101"): string {
  return `  - {email: ${email}, firstName: Ann, lastName: Lee, building: H, floor: "1", unit: "${unit}"${more}}\n`;
}

/** All problems as `file:line:column rule`, message, way out, and value, one problem a paragraph. */
export function problemsOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  return loadDeclarations(memoryTree(files))
    .problems.map(({ position, rule, message, remedy, value, related = [] }) =>
      [
        `${formatPosition(position)} ${rule}`,
        ...related.map((place) => `  and ${formatPosition(place)}`),
        `  ${message}`,
        `  ${remedy}`,
        ...(value === undefined ? [] : [`  value: ${value}`]),
      ].join("\n"),
    )
    .join("\n");
}
