import { matchListed } from "../../src/declarations/listed-glob.ts";
import type { Change } from "../../src/domain/history-event.ts";
import type { Unit } from "../../src/domain/unit.ts";
import { readWholeFile, type Unreadable, type WrittenFile } from "../../src/history/read-file.ts";
import { HEAD_FIELDS, RESIDENT_FIELDS } from "../../src/history/written.ts";

/** The files of one commit, and its parents by their places in the list. */
export interface Checkout {
  readonly parents: readonly number[];
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

type Fields = Readonly<Record<string, string>>;

interface Place {
  readonly text: string | Uint8Array;
  readonly said: WrittenFile | null;
  readonly problem: Unreadable | null;
}

interface Snapshot {
  readonly places: ReadonlyMap<string, Place>;
  /** By site and key. */
  readonly residents: ReadonlyMap<string, Fields>;
  readonly heads: ReadonlyMap<string, { readonly fields: Fields; readonly listed: readonly string[] }>;
}

const EMPTY: Snapshot = { places: new Map(), residents: new Map(), heads: new Map() };
const PROJECT = "(project)";

/** Reads every file of every commit whole, and compares everything with everything. */
export function replay(checkouts: readonly Checkout[]): readonly (readonly Change[])[] {
  const snapshots: Snapshot[] = [];
  return checkouts.map(({ parents, files }) => {
    const before = parents.length === 0 ? [EMPTY] : parents.map((parent) => snapshots[parent] ?? EMPTY);
    const after = snapshot(files, before);
    snapshots.push(after);
    return compare(before, after);
  });
}

function snapshot(files: Checkout["files"], before: readonly Snapshot[]): Snapshot {
  const places = new Map<string, Place>();
  function read(path: string): void {
    const text = files.get(path);
    if (text === undefined) return;
    const inherited = before.map((parent) => parent.places.get(path)).find((place) => place?.text === text);
    if (inherited !== undefined) {
      places.set(path, inherited);
      return;
    }
    const file = readWholeFile(path, Buffer.from(text));
    const lastSaid =
      before.map((parent) => parent.places.get(path)?.said).find((said) => said != null) ?? null;
    places.set(
      path,
      "frame" in file ? { text, said: file, problem: null } : { text, said: lastSaid, problem: file },
    );
  }
  read("residentctl.yaml");
  const globs = places.get("residentctl.yaml")?.said?.frame.globs ?? ["sites/**/*.yaml"];
  for (const path of matchListed([...files.keys()], globs)) read(path);

  const residents = new Map<string, Fields>();
  const heads = new Map<string, { fields: Fields; listed: readonly string[] }>();
  const chosen = new Map<string, string>();
  for (const { said } of places.values()) {
    if (said === null) continue;
    const name = said.frame.site ?? PROJECT;
    for (const { key, values } of said.residents) {
      const id = `${name}\0${key}`;
      const json = JSON.stringify({ key, values });
      const other = chosen.get(id);
      if (other !== undefined && other <= json) continue;
      chosen.set(id, json);
      residents.set(id, named(RESIDENT_FIELDS, values));
    }
    if (said.frame.head !== null) {
      const id = `head ${name}`;
      const json = JSON.stringify(said.frame.head);
      const other = chosen.get(id);
      if (other !== undefined && other <= json) continue;
      chosen.set(id, json);
      heads.set(name, { fields: named(HEAD_FIELDS, said.frame.head.values), listed: said.frame.head.listed });
    }
  }
  return { places, residents, heads };
}

function named(fields: readonly string[], values: readonly (string | null)[]): Fields {
  return Object.fromEntries(
    fields.map((field, index) => [field, values[index]]).filter(([, value]) => value !== null),
  );
}

function unit(fields: Fields): Unit | null {
  const { building, floor, unit: name } = fields;
  return building === undefined || floor === undefined || name === undefined
    ? null
    : { building, floor, unit: name };
}

function shown(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([field, value]) =>
        !(field === "state" && value === "active") && !(field === "protected" && value === "false"),
    ),
  );
}

function compare(before: readonly Snapshot[], after: Snapshot): readonly Change[] {
  const changes: Change[] = [];
  for (const [path, { text, said, problem }] of after.places) {
    if (problem === null || before.some((parent) => parent.places.get(path)?.text === text)) continue;
    changes.push({ type: "unreadable", site: said?.frame.site ?? null, file: path, ...problem });
  }
  const first = before[0] ?? EMPTY;
  const isGone = <T>(of: (snapshot: Snapshot) => ReadonlyMap<string, T>, id: string) =>
    !of(after).has(id) && before.every((parent) => of(parent).has(id));
  const isNew = <T>(of: (snapshot: Snapshot) => ReadonlyMap<string, T>, id: string) =>
    before.every((parent) => !of(parent).has(id));
  const headsOf = (snapshot: Snapshot) => snapshot.heads;
  const residentsOf = (snapshot: Snapshot) => snapshot.residents;

  const renamed = new Map<string, string>();
  for (const name of [...after.heads.keys()].sort()) {
    if (name === PROJECT || !isNew(headsOf, name)) continue;
    const siteId = after.heads.get(name)?.fields.siteId;
    const old = [...first.heads.keys()]
      .sort()
      .filter(
        (other) =>
          other !== PROJECT && isGone(headsOf, other) && first.heads.get(other)?.fields.siteId === siteId,
      )
      .at(-1);
    if (siteId !== undefined && old !== undefined && ![...renamed.values()].includes(old))
      renamed.set(name, old);
  }

  function fieldChanges(names: readonly string[], olds: readonly Fields[], now: Fields) {
    return names
      .filter((field) => olds.every((old) => old[field] !== now[field]))
      .map((field) => ({ field, old: olds[0]?.[field] ?? null, new: now[field] ?? null }));
  }
  for (const [name, head] of after.heads) {
    const from = renamed.get(name) ?? name;
    const isProject = name === PROJECT;
    const olds = before.flatMap(
      (parent) => parent.heads.get(from) ?? (isProject ? { fields: {}, listed: [] } : []),
    );
    const item = isProject
      ? ({ type: "project-changed" } as const)
      : ({ type: "site-changed", site: name } as const);
    if (!isProject && isNew(headsOf, from)) {
      const accept = head.listed.length === 0 ? {} : { accept: head.listed.join(", ") };
      changes.push({ type: "site-created", site: name, fields: { ...head.fields, ...accept } });
      continue;
    }
    if (from !== name) changes.push({ type: "site-renamed", site: name, fromSite: from });
    for (const change of fieldChanges(
      HEAD_FIELDS,
      olds.map(({ fields }) => fields),
      head.fields,
    )) {
      changes.push({ ...item, ...change });
    }
    const field = isProject ? "sites" : "accept";
    for (const old of olds[0]?.listed ?? []) {
      if (!head.listed.includes(old) && olds.every(({ listed }) => listed.includes(old))) {
        changes.push({ ...item, field, old, new: null });
      }
    }
    for (const added of head.listed) {
      if (olds.every(({ listed }) => !listed.includes(added)))
        changes.push({ ...item, field, old: null, new: added });
    }
  }
  for (const name of first.heads.keys()) {
    if (!isGone(headsOf, name)) continue;
    if (name !== PROJECT) {
      if (![...renamed.values()].includes(name)) changes.push({ type: "site-removed", site: name });
      continue;
    }
    const old = first.heads.get(PROJECT);
    for (const change of fieldChanges(
      HEAD_FIELDS,
      before.map((parent) => parent.heads.get(PROJECT)?.fields ?? {}),
      {},
    )) {
      changes.push({ type: "project-changed", ...change });
    }
    for (const glob of old?.listed ?? []) {
      if (before.every((parent) => parent.heads.get(PROJECT)?.listed.includes(glob))) {
        changes.push({ type: "project-changed", field: "sites", old: glob, new: null });
      }
    }
  }

  const gone = new Set([...first.residents.keys()].sort().filter((id) => isGone(residentsOf, id)));
  const come = [...after.residents.keys()].sort().filter((id) => isNew(residentsOf, id));
  const origin = new Map<string, string>();
  for (const isWanted of [(from: string, to: string) => renamed.get(to) === from, () => true]) {
    for (const id of come) {
      const [site = "", key = ""] = id.split("\0");
      const found = [...gone].find(
        (other) => other.split("\0")[1] === key && isWanted(other.split("\0")[0] ?? "", site),
      );
      if (found === undefined || origin.has(id)) continue;
      gone.delete(found);
      origin.set(id, found);
    }
  }
  for (const id of gone) {
    const fields = first.residents.get(id) ?? {};
    const site = id.split("\0")[0] ?? "";
    changes.push({
      type: "resident-removed",
      site,
      email: fields.email ?? "",
      unit: unit(fields),
      fields: shown(fields),
    });
  }
  for (const [id, fields] of after.residents) {
    const site = id.split("\0")[0] ?? "";
    const who = { site, email: fields.email ?? "", unit: unit(fields) };
    const from = origin.get(id) ?? id;
    const olds = before.map((parent) => parent.residents.get(from)).filter((fields) => fields !== undefined);
    const [old] = olds;
    if (old === undefined) {
      changes.push({ type: "resident-created", ...who, fields: shown(fields) });
      continue;
    }
    const fromSite = from.split("\0")[0] ?? "";
    const previousUnit = unit(old);
    if (fromSite !== site && renamed.get(site) !== fromSite) {
      changes.push({ type: "resident-moved", ...who, fromSite, previousUnit });
    }
    for (const change of fieldChanges(RESIDENT_FIELDS, olds, fields)) {
      changes.push({ type: "resident-changed", ...who, previousUnit, ...change });
    }
  }
  return changes;
}
