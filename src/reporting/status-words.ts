import type { CalendarEvent, EventKind } from "../planning/calendar.ts";
import type { DeclaredFacts, LiveFacts, StatusRow } from "../planning/outlook.ts";

/** `active, 2026-11-05 to 2027-11-04`; what a file leaves out is not named. */
export function declaredWords(declared: DeclaredFacts | null): string {
  if (declared === null) return "not declared";
  const { state, accessStart, accessEnd } = declared;
  const end = accessEnd === null ? "open" : accessEnd;
  if (accessStart !== undefined && end !== undefined) return `${state}, ${accessStart} to ${end}`;
  if (accessStart !== undefined) return `${state}, from ${accessStart}`;
  return end === undefined ? state : `${state}, to ${end}`;
}

/** `current, 2026-11-05 to open`. */
export function liveWords(live: LiveFacts | null): string {
  if (live === null) return "no account";
  const { status, accessStart, accessEnd } = live;
  return `${status}, ${accessStart ?? "always"} to ${accessEnd ?? "open"}`;
}

/** `update, suspend`; `as declared` where there is nothing to do. */
export function planWords({ plan }: StatusRow): string {
  return plan.length === 0 ? "as declared" : plan.join(", ");
}

/** An event in words, without its date. */
export function eventWords(kind: EventKind): string {
  switch (kind) {
    case "move-in":
      return "moves in";
    case "move-out":
      return "moves out";
    case "invitation":
      return "is invited";
    case "expiry":
      return "access ends";
    case "removal":
      return "account is removed";
  }
}

/** What one day brings one resident in one unit. */
export interface DayOfResident {
  readonly first: CalendarEvent;
  /** At least one. */
  readonly events: readonly CalendarEvent[];
}

/** Events in calendar order, those of one day, unit and resident together. */
export function byResidentAndDay(events: readonly CalendarEvent[]): readonly DayOfResident[] {
  const days: { first: CalendarEvent; events: CalendarEvent[] }[] = [];
  for (const event of events) {
    const last = days.at(-1);
    if (last !== undefined && isSameDay(last.first, event)) last.events.push(event);
    else days.push({ first: event, events: [event] });
  }
  return days;
}

function isSameDay(a: CalendarEvent, b: CalendarEvent): boolean {
  return (
    a.date === b.date &&
    a.site === b.site &&
    a.email === b.email &&
    a.isPlanned === b.isPlanned &&
    a.unit.building === b.unit.building &&
    a.unit.floor === b.unit.floor &&
    a.unit.unit === b.unit.unit
  );
}

/** `moves out; access ends`, and `once applied` where it takes the plan. */
export function dayWords({ first, events }: DayOfResident): string {
  const words = events.map(({ kind }) => eventWords(kind)).join("; ");
  return first.isPlanned ? `${words} (once applied)` : words;
}
