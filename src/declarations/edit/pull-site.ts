import { compareText } from "../../domain/compare-text.ts";
import { emailKey } from "../../domain/email.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { DeclaredSite, LiveResident, LiveSite } from "../../domain/site.ts";
import { defaultsOf, editResidents, type ResidentsEdit } from "./edit-residents.ts";
import type { EntryFields, ResidentKey } from "./key-order.ts";
import { withLeftOut } from "./left-out-comments.ts";
import { liveEntry, type NewEntry } from "./live-entry.ts";
import { compareNatural } from "./natural-order.ts";
import { outlineOf } from "./outline.ts";
import { type FilePlace, fileFinder } from "./place-entry.ts";
import { siteDates } from "./pull-context.ts";
import type { PullNote } from "./pull-note.ts";
import { resolveOverlaps } from "./resolve-overlaps.ts";
import { liveByEmail, type Settled, settleEntry } from "./settle-entries.ts";

/** All that a pull of one site depends on. */
export interface PullInput {
  /** The texts of the site's own files, the Site file first. They load without problems. */
  readonly files: ReadonlyMap<string, string>;
  /** What these files declare. */
  readonly declared: DeclaredSite;
  readonly live: LiveSite;
  /** Epoch milliseconds. */
  readonly now: number;
  /** True: expired accounts are declared, as terminated. */
  readonly includeExpired: boolean;
  /** E-mail keys that files of other sites declare, with those sites' names. */
  readonly declaredElsewhere: ReadonlyMap<string, string>;
}

/** The files that change, with their new texts, and what was done about whom. */
export interface PullResult {
  readonly edits: ReadonlyMap<string, string>;
  /** By e-mail. */
  readonly notes: readonly PullNote[];
}

/**
 * Brings a site's files to what is live, so that a plan made then has nothing to do: only what differs changes, as
 * the planner compares. What an entry does not manage stays unmanaged, unless two entries could not stand in one unit
 * otherwise. A resident who cannot be declared as they are is left out, with a comment in the Site file.
 */
export function pullSite(input: PullInput): PullResult {
  const { declared, live, declaredElsewhere, includeExpired } = input;
  const dates = siteDates(declared, input.now);
  const index = liveByEmail(live.residents);
  const settled = declared.residents.map((resident) =>
    settleEntry(resident, index.get(emailKey(resident.email)), dates, includeExpired),
  );
  const known = new Set(declared.residents.map(({ email }) => emailKey(email)));
  const notes: PullNote[] = [];
  const added: NewEntry[] = [];
  for (const [key, resident] of index) {
    if (known.has(key) || (resident.status.name === "expired" && !includeExpired)) continue;
    const elsewhere = declaredElsewhere.get(key);
    const entry = liveEntry(resident, dates);
    if (elsewhere !== undefined) {
      notes.push(noteOf("left-out", resident, `is declared at ${elsewhere}`));
    } else if (entry.kind === "undeclarable") {
      notes.push(noteOf("left-out", resident, `cannot be declared faithfully: ${entry.reason}`));
    } else {
      added.push({ live: resident, fields: entry.fields });
      for (const omitted of entry.omitted) notes.push(noteOf("attention", resident, `without ${omitted}`));
    }
  }
  takeBackReplacements(settled, added);
  const kept = resolveOverlaps(settled, added, dates, notes);
  const ordered = kept.toSorted(compareEntries);
  const edits = editFiles(input, settled, ordered, notes);
  for (const { live: resident } of ordered) notes.push(noteOf("added", resident, null));
  for (const entry of settled) notes.push(...notesOf(entry));
  return { edits, notes: notes.toSorted((a, b) => compareText(emailKey(a.email), emailKey(b.email))) };
}

/** An account that an entry replaces and that lives gets an entry of its own, which `replaces` does not allow. */
function takeBackReplacements(settled: readonly Settled[], added: readonly NewEntry[]): void {
  const living = new Set([
    ...added.filter(({ fields }) => fields.state !== "terminated").map(({ live }) => emailKey(live.email)),
    ...settled.flatMap((entry) => (entry.kind === "lives" ? [emailKey(entry.declared.email)] : [])),
  ]);
  for (const entry of settled) {
    if (entry.kind !== "lives") continue;
    const { replaces } = entry.declared;
    if (replaces !== undefined && living.has(emailKey(replaces))) entry.change.remove.push("replaces");
  }
}

function editFiles(
  { files, declared }: PullInput,
  settled: readonly Settled[],
  added: readonly NewEntry[],
  notes: readonly PullNote[],
): ReadonlyMap<string, string> {
  const staying = settled.filter(({ kind }) => kind !== "gone").map((entry) => entry.declared);
  const places = [...files].map(
    ([file, text]): FilePlace => ({
      file,
      defaults: defaultsOf(outlineOf(text)),
      units: staying.filter(({ source }) => source.file === file).flatMap(({ unit }) => unit ?? []),
    }),
  );
  const findFile = fileFinder(places);
  const newByFile = groupBy(added, ({ fields }) => findFile(fields));
  const entriesByFile = groupBy(settled, (entry) => entry.declared.source.file);
  const edits = new Map<string, string>();
  for (const [file, text] of files) {
    const edit = editOf(entriesByFile.get(file) ?? [], newByFile.get(file) ?? []);
    const isSiteFile = file === declared.source.file;
    const edited = editResidents(text, edit);
    const result = isSiteFile ? withLeftOut(edited, notes) : edited;
    if (result !== text) edits.set(file, result);
  }
  return edits;
}

function editOf(settled: readonly Settled[], added: readonly NewEntry[]): ResidentsEdit {
  const changed = new Map<string, { set: EntryFields; remove: readonly ResidentKey[] }>();
  const removed = new Set<string>();
  for (const entry of settled) {
    const key = emailKey(entry.declared.email);
    if (entry.kind === "lives") changed.set(key, entry.change);
    if (entry.kind === "ended") changed.set(key, { set: { state: "terminated" }, remove: [] });
    if (entry.kind === "gone") removed.add(key);
  }
  return { changed, removed, added: added.map(({ fields }) => fields) };
}

/** By building, floor, unit, start of access, then e-mail. */
function compareEntries({ fields: a }: NewEntry, { fields: b }: NewEntry): number {
  for (const key of ["building", "floor", "unit", "accessStart"] as const) {
    const order = compareNatural(a[key] ?? "", b[key] ?? "");
    if (order !== 0) return order;
  }
  return compareText(emailKey(a.email ?? ""), emailKey(b.email ?? ""));
}

function notesOf(entry: Settled): readonly PullNote[] {
  const { email } = entry.declared;
  switch (entry.kind) {
    case "kept":
      return [];
    case "gone":
      return [{ kind: "removed", email, residentId: null, keys: [], reason: entry.reason }];
    case "ended":
      return [
        {
          kind: "changed",
          email,
          residentId: entry.live.residentId,
          keys: ["state"],
          reason: "has an account that is expired",
        },
      ];
    case "lives": {
      const { set, remove, stuck } = entry.change;
      const keys = [...Object.keys(set), ...remove];
      const change: readonly PullNote[] =
        keys.length === 0 ? [] : [{ ...noteOf("changed", entry.live, null), keys }];
      const stays = stuck.map((reason) =>
        noteOf("attention", entry.live, `stays as declared, and a plan will change it: ${reason}`),
      );
      return [...change, ...stays];
    }
  }
}

function noteOf(kind: PullNote["kind"], live: LiveResident, reason: string | null): PullNote {
  return { kind, email: live.email, residentId: live.residentId, keys: [], reason };
}
