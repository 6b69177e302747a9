import { compareText } from "../domain/compare-text.ts";
import { type DateRange, isEmptyRange, rangesOverlap, sharedDays } from "../domain/date-range.ts";
import type { StatusName } from "../domain/status.ts";
import { type Unit, unitKey } from "../domain/unit.ts";
import { addDays } from "../domain/zone.ts";
import type { Action } from "./plan.ts";
import type { Person, Stay } from "./stays.ts";

/** One resident in one unit, before and after the plan; the same range twice where nothing changes. */
export interface TimelineStay {
  readonly email: string;
  /** Null for who has no account yet. */
  readonly status: StatusName | null;
  /** The kinds of the plan's actions for this resident, in its order. */
  readonly kinds: readonly Action["kind"][];
  readonly before: DateRange | null;
  readonly after: DateRange | null;
  /** False for the past of an expired or ended account. */
  readonly isHeldBefore: boolean;
  readonly isHeldAfter: boolean;
}

/** Two residents on the same days. */
export interface UnitOverlap {
  readonly emails: readonly [string, string];
  readonly days: DateRange;
  /** `before`: it is so now, and the plan ends it; `after`: it is so once the plan is applied. */
  readonly when: "before" | "after";
}

/** One unit's row. */
export interface TimelineUnit {
  readonly unit: Unit;
  /** By first day, then e-mail. */
  readonly stays: readonly TimelineStay[];
  readonly conflicts: readonly UnitOverlap[];
  /** The days from today on when nobody has the unit once the plan is applied. */
  readonly gaps: readonly DateRange[];
}

/** Who has which unit when, at one site. As plain data, for a renderer. */
export interface SiteTimeline {
  readonly site: string;
  readonly timezone: string;
  /** Site-local, `YYYY-MM-DD`. */
  readonly today: string;
  /** The units that somebody has or had, in natural order. */
  readonly units: readonly TimelineUnit[];
  /** How many units of the site nobody has or had. */
  readonly emptyUnits: number;
}

/** The units of a site with everybody in them; `mapped` are the keys of all units that the site has. */
export function timelineUnits(
  people: readonly Person[],
  today: string,
  mapped: ReadonlySet<string>,
): Pick<SiteTimeline, "units" | "emptyUnits"> {
  const rows = new Map<string, { readonly unit: Unit; readonly stays: TimelineStay[] }>();
  for (const person of people) {
    for (const { unit, stay } of staysOf(person)) {
      const key = unitKey(unit);
      const row = rows.get(key) ?? { unit, stays: [] };
      rows.set(key, row);
      row.stays.push(stay);
    }
  }
  const units = [...rows.values()]
    .map(({ unit, stays }): TimelineUnit => {
      const sorted = stays.sort(byFirstDay);
      return { unit, stays: sorted, conflicts: conflictsOf(sorted), gaps: gapsOf(sorted, today) };
    })
    .sort((a, b) => compareUnits(a.unit, b.unit));
  return { units, emptyUnits: [...mapped].filter((key) => !rows.has(key)).length };
}

/** A person in one row, or in two where the plan moves them. */
function staysOf({ email, live, actions, before, after }: Person) {
  const rows: { readonly unit: Unit; readonly stay: TimelineStay }[] = [];
  const common = { email, status: live?.status.name ?? null, kinds: actions.map(({ kind }) => kind) };
  const add = (unit: Unit, was: Stay | null, is: Stay | null): void => {
    const stay = {
      ...common,
      before: was?.range ?? null,
      after: is?.range ?? null,
      isHeldBefore: was?.isHeld === true,
      isHeldAfter: is?.isHeld === true,
    };
    rows.push({ unit, stay });
  };
  if (before !== null && after !== null && unitKey(before.unit) === unitKey(after.unit)) {
    add(before.unit, before, after);
  } else {
    if (before !== null) add(before.unit, before, null);
    if (after !== null) add(after.unit, null, after);
  }
  return rows;
}

function byFirstDay(a: TimelineStay, b: TimelineStay): number {
  const first = ({ before, after }: TimelineStay) => before?.from ?? after?.from ?? "";
  return compareText(first(a), first(b)) || compareText(a.email, b.email);
}

function conflictsOf(stays: readonly TimelineStay[]): readonly UnitOverlap[] {
  if (stays.length < 2) return [];
  const overlaps: UnitOverlap[] = [];
  for (const [index, a] of stays.entries()) {
    for (const b of stays.slice(index + 1)) {
      const emails = [a.email, b.email] as const;
      const after = overlapOf(a.isHeldAfter ? a.after : null, b.isHeldAfter ? b.after : null);
      const before = overlapOf(a.isHeldBefore ? a.before : null, b.isHeldBefore ? b.before : null);
      if (after !== null) overlaps.push({ emails, days: after, when: "after" });
      else if (before !== null) overlaps.push({ emails, days: before, when: "before" });
    }
  }
  return overlaps;
}

function overlapOf(a: DateRange | null, b: DateRange | null): DateRange | null {
  return a !== null && b !== null && rangesOverlap(a, b) ? sharedDays(a, b) : null;
}

function gapsOf(stays: readonly TimelineStay[], today: string): readonly DateRange[] {
  const held = stays
    .flatMap(({ after, isHeldAfter }) =>
      after !== null && isHeldAfter && !isEmptyRange(after) ? [after] : [],
    )
    .sort((a, b) => compareText(a.from ?? "", b.from ?? ""));
  const gaps: DateRange[] = [];
  let free = today;
  for (const { from, to } of held) {
    if (from !== null && from > free) gaps.push({ from: free, to: addDays(from, -1) });
    if (to === null) return gaps;
    const next = addDays(to, 1);
    if (next > free) free = next;
  }
  return [...gaps, { from: free, to: null }];
}

const natural = new Intl.Collator("en", { numeric: true });

/** Orders units as people count them: 9 before 10. */
export function compareUnits(a: Unit, b: Unit): number {
  return (
    natural.compare(a.building, b.building) ||
    natural.compare(a.floor, b.floor) ||
    natural.compare(a.unit, b.unit)
  );
}
