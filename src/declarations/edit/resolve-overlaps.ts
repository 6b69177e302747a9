import { compareText } from "../../domain/compare-text.ts";
import type { LiveResident } from "../../domain/site.ts";
import { liveEntry, type NewEntry } from "./live-entry.ts";
import { daysOf, type Stay, surplusStays } from "./occupancy.ts";
import type { SiteDates } from "./pull-context.ts";
import type { PullNote } from "./pull-note.ts";
import type { Settled } from "./settle-entries.ts";

type Living = Extract<Settled, { readonly kind: "lives" }>;
type Occupant = Living | NewEntry;

/**
 * One resident a unit a day: where entries would clash, those that do not manage their dates get the live ones; an
 * end that has passed while the account lives on stays declared; and of new entries, those that still clash are left
 * out. The new entries that remain.
 */
export function resolveOverlaps(
  settled: readonly Settled[],
  added: readonly NewEntry[],
  dates: SiteDates,
  notes: PullNote[],
): readonly NewEntry[] {
  const living = settled.filter((entry) => entry.kind === "lives");
  const fresh = added
    .filter(({ fields }) => fields.state !== "terminated")
    .toSorted((a, b) => compareText(a.fields.accessStart ?? "", b.fields.accessStart ?? ""));
  const clashes = surplusStays(staysOf(living, fresh, dates));
  for (const occupant of new Set([...clashes.keys(), ...clashes.values()])) {
    if ("kind" in occupant) boundByLiveDates(occupant, dates);
  }
  const surplus = clashes.size === 0 ? clashes : surplusStays(staysOf(living, fresh, dates));
  return added.filter((entry) => {
    const holder = surplus.get(entry);
    if (holder === undefined) return true;
    const { live } = entry;
    notes.push({
      kind: "left-out",
      email: live.email,
      residentId: live.residentId,
      keys: [],
      reason: `holds a unit on days on which another entry has it: resident ${holder.live.residentId}`,
    });
    return false;
  });
}

function staysOf(
  living: readonly Living[],
  fresh: readonly NewEntry[],
  dates: SiteDates,
): readonly Stay<Occupant>[] {
  return [
    ...living.map((entry) => ({ of: entry, unit: unitOf(entry), days: livingDays(entry, dates) })),
    ...fresh.map((entry) => ({
      of: entry,
      unit: entry.live,
      days: daysOf(dates, entry.fields.accessStart, entry.fields.accessEnd),
    })),
  ];
}

/** Where an entry will say that its resident lives: what cannot be declared stays as it was. */
function unitOf({ declared, live, change }: Living) {
  const part = (key: "building" | "floor" | "unit") => change.set[key] ?? declared.unit?.[key] ?? live[key];
  return { building: part("building"), floor: part("floor"), unit: part("unit") };
}

function livingDays({ declared, change }: Living, dates: SiteDates) {
  const { set, remove } = change;
  const text = (key: "accessStart" | "accessEnd"): string | null =>
    remove.includes(key) ? null : set[key] === undefined ? (declared[key]?.text ?? null) : set[key];
  return daysOf(dates, text("accessStart"), text("accessEnd"));
}

function boundByLiveDates({ declared, live, change }: Living, dates: SiteDates): void {
  const fields = datesOf(live, dates);
  for (const key of ["accessStart", "accessEnd"] as const) {
    const isRemoved = change.remove.includes(key);
    if (isRemoved && declared[key] != null) {
      change.remove.splice(change.remove.indexOf(key), 1);
      change.stuck.push(`without "${key}" the entry would clash with another in its unit.`);
    } else if (declared[key] === undefined && fields[key] !== undefined) change.set[key] = fields[key];
  }
}

function datesOf(live: LiveResident, dates: SiteDates): NewEntry["fields"] {
  const entry = liveEntry(live, dates);
  return entry.kind === "entry" ? entry.fields : {};
}
