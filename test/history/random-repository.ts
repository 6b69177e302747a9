import type { CommitModel } from "./git-repo.ts";
import {
  type EntryModel,
  type FileModel,
  fileText,
  PLAIN_STYLE,
  randomStyle,
  residentsFile,
  siteFile,
} from "./model.ts";
import type { Random } from "./random.ts";

type Files = ReadonlyMap<string, FileModel>;

const UNITS = ["101", "102", "103", "0105", "PH"];
const DATES = ["2024-01-01", "2025-06-30", "2026-11-05T11:00", "null"];
const PATHS = [
  "sites/a.yaml",
  "sites/b.yaml",
  "sites/deep/a 2.yaml",
  'sites/we"ird\nnäme.yaml',
  "other/c.yaml",
  "sites/d.yaml",
];

function entry(random: Random, email: string): EntryModel {
  const resident: EntryModel = { email };
  if (random.chance(0.9))
    resident.firstName = random.pick(["Chris", "Zoë", "O'Neill", 'Q "x"', "- a", "# b"]);
  if (random.chance(0.5)) resident.phone = random.pick(["null", "543-678-9012", "+1: 2"]);
  if (random.chance(0.7)) resident.building = random.pick(["Hudson", "Main"]);
  if (random.chance(0.7)) resident.floor = random.pick(["1", "2"]);
  if (random.chance(0.9)) resident.unit = random.pick(UNITS);
  if (random.chance(0.5)) resident.accessEnd = random.pick(DATES);
  if (random.chance(0.3)) resident.state = random.pick(["active", "suspended", "terminated"]);
  if (random.chance(0.2)) resident.protected = random.pick(["true", "false"]);
  return resident;
}

function someEmail(random: Random): string {
  const name = `r${random.below(12)}@example.com`;
  return random.chance(0.1) ? name.toUpperCase() : name;
}

function startFiles(random: Random): Files {
  const residents = Array.from({ length: 4 }, (_, index) => entry(random, `r${index}@example.com`));
  return new Map([
    ["sites/a.yaml", siteFile("alpha", "id-a", residents.slice(0, 3))],
    ["sites/b.yaml", siteFile("beta", "id-b", residents.slice(3))],
    ["readme.md", { ...residentsFile("x", []), kind: "raw", raw: "nothing" }],
  ]);
}

/** One commit's worth of work on some files. */
function edit(files: Files, random: Random): Files {
  const next = new Map(files);
  const paths = [...next.keys()].filter((path) => path.endsWith(".yaml"));
  const path = paths.length === 0 ? "sites/a.yaml" : random.pick(paths);
  const file = next.get(path) ?? siteFile("alpha", "id-a", []);
  const { residents } = file;
  const index = residents.length === 0 ? 0 : random.below(residents.length);
  const chosen = residents[index];
  function put(changed: Partial<FileModel>, at = path): void {
    next.set(at, { ...file, ...changed });
  }
  switch (random.below(16)) {
    case 0:
    case 1:
    case 2:
      if (chosen !== undefined)
        put({
          residents: residents.with(index, {
            ...entry(random, chosen.email ?? ""),
            ...(random.chance(0.5) ? chosen : {}),
          }),
        });
      break;
    case 3:
    case 4:
      put({ residents: residents.toSpliced(index, 0, entry(random, someEmail(random))) });
      break;
    case 5:
      put({ residents: residents.toSpliced(index, 1) });
      break;
    case 6:
      put({ style: random.chance(0.5) ? PLAIN_STYLE : randomStyle(random) });
      break;
    case 7: {
      // Somebody moves to another file, of the same site or another one.
      const other = random.pick(paths.length === 0 ? [path] : paths);
      const target = next.get(other);
      if (chosen === undefined || target === undefined || other === path) break;
      put({ residents: residents.toSpliced(index, 1) });
      next.set(other, { ...target, residents: [...target.residents, chosen] });
      break;
    }
    case 8: {
      // The file is renamed, and perhaps edited in the same commit.
      next.delete(path);
      put(random.chance(0.5) ? {} : { residents: residents.toSpliced(index, 1) }, random.pick(PATHS));
      break;
    }
    case 9: {
      // The file is split.
      const site = file.head[0]?.replace(/^\w+: /, "") ?? "";
      put({ residents: residents.slice(0, index) });
      const defaults = random.chance(0.5) ? ['defaults: { building: Hudson, floor: "2" }'] : [];
      next.set(random.pick(PATHS), residentsFile(site, residents.slice(index), defaults));
      break;
    }
    case 10:
      put({
        kind: "raw",
        raw: random.pick([
          "a: [",
          "",
          "kind: Site\n",
          `${fileText(file)}\n  odd: x\n`,
          "apiVersion: residentctl/v1\nkind: Site\nname: alpha\nresidents: none\n",
        ]),
      });
      break;
    case 11:
      next.set(
        path,
        siteFile(
          random.pick(["alpha", "beta", "gamma"]),
          random.pick(["id-a", "id-b"]),
          residents,
          random.chance(0.5) ? ["accept: [limit-exceeded/purge/0123abcd]"] : [],
        ),
      );
      break;
    case 12: {
      // The site gets another name in all its files.
      const [from, to] = [random.pick(["alpha", "beta"]), random.pick(["gamma", "delta"])];
      for (const [other, { head, ...rest }] of next) {
        next.set(other, { ...rest, head: head.map((line) => line.replace(`: ${from}`, `: ${to}`)) });
      }
      break;
    }
    case 13: {
      const globs = random.pick([
        [],
        ['sites: ["sites/**/*.yaml", "other/*.yaml"]'],
        ['sites: ["sites/*.yaml"]'],
        ["policy: { undeclared: terminate }"],
        ["sites: {"],
      ]);
      if (random.chance(0.2)) next.delete("residentctl.yaml");
      else next.set("residentctl.yaml", { ...residentsFile("", []), kind: "Project", head: globs });
      break;
    }
    case 14:
      put({
        tail: random.pick([
          [],
          ["policy:", "  undeclared: report"],
          ["# the end"],
          ["times: { start: '08:00' }"],
        ]),
      });
      break;
    default:
      next.delete(path);
  }
  return next;
}

/** A history of random work, with branches and merges; the last commit contains all others. */
export function randomCommits(random: Random, count: number): readonly CommitModel[] {
  const commits: CommitModel[] = [];
  const trees: Files[] = [];
  let heads: number[] = [];
  function commit(parents: readonly number[], files: Files): number {
    trees.push(files);
    commits.push({ parents, files: new Map([...files].map(([path, file]) => [path, fileText(file)])) });
    return commits.length - 1;
  }
  function treeOf(index: number | undefined): Files {
    return trees[index ?? 0] ?? new Map();
  }
  function mergeInto(head: number, others: readonly number[]): number {
    const parents = [head, ...others];
    const merged = new Map<string, FileModel>();
    for (const path of new Set(parents.flatMap((parent) => [...treeOf(parent).keys()]))) {
      const file = treeOf(random.pick(parents)).get(path);
      if (file !== undefined) merged.set(path, file);
    }
    return commit(parents, random.chance(0.3) ? edit(merged, random) : merged);
  }
  heads.push(commit([], startFiles(random)));
  while (commits.length < count) {
    const head = random.pick(heads);
    if (heads.length > 1 && random.chance(0.25)) {
      const others = heads.filter((other) => other !== head).slice(0, random.chance(0.2) ? 2 : 1);
      heads = [
        ...heads.filter((other) => other !== head && !others.includes(other)),
        mergeInto(head, others),
      ];
      continue;
    }
    const parents = random.chance(0.03) ? [] : [head];
    const next = commit(parents, parents.length === 0 ? startFiles(random) : edit(treeOf(head), random));
    // Now and then the old head stays one, and a branch begins.
    heads =
      random.chance(0.25) || parents.length === 0
        ? [...heads, next]
        : heads.map((other) => (other === head ? next : other));
  }
  const [first = 0, ...rest] = heads;
  if (rest.length > 0) mergeInto(first, rest);
  return commits;
}
