import { compareText } from "../domain/compare-text.ts";
import { formatUnit, type Unit, unitKey } from "../domain/unit.ts";
import { addDays } from "../domain/zone.ts";
import { GRACE_DAYS } from "./expiry.ts";
import type { Action } from "./plan.ts";
import type { SiteView } from "./site-view.ts";
import { type Person, type Stay, takingAction } from "./stays.ts";

/** What can fall on a day, in the order in which the events of one day and resident are listed. */
export const EVENT_KINDS = ["move-out", "expiry", "removal", "move-in", "invitation"] as const;

/**
 * `move-in`: the first day in a unit; `move-out`: the last one; `invitation`: the server sends it; `expiry`: access
 * ends; `removal`: the server removes the expired account (the guide: «a 31-day grace period»; a day's error).
 */
export type EventKind = (typeof EVENT_KINDS)[number];

/** What one day brings for one resident. */
export interface CalendarEvent {
  /** Site-local, `YYYY-MM-DD`; never before the site's today. */
  readonly date: string;
  readonly kind: EventKind;
  readonly site: string;
  readonly unit: Unit;
  readonly email: string;
  /** True for what happens only where the plan is applied; false for what time does by itself. */
  readonly isPlanned: boolean;
}

/** A change of the account, and not only of its access for a while. */
function isMoving({ kind }: Action): boolean {
  return kind !== "suspend" && kind !== "unsuspend";
}

/**
 * What time will do about one resident from today on, once the plan is applied; without an end, in date order. Of a
 * resident whose status is not known there are the dates only.
 */
export function eventsOf(view: SiteView, person: Person): readonly CalendarEvent[] {
  const events: CalendarEvent[] = [];
  const add = (kind: EventKind, date: string | null, { unit }: Stay, isPlanned: boolean): void => {
    if (date === null || date < view.today) return;
    events.push({ date, kind, site: view.declared.name, unit, email: person.email, isPlanned });
  };
  const { before, after } = person;
  const isMoved =
    before?.isHeld === true && after?.isHeld === true && unitKey(before.unit) !== unitKey(after.unit);
  if (before !== null && isMoved && hasBegun(view, before)) add("move-out", view.today, before, true);
  if (after?.isHeld === true) addStay(view, person, after, isMoved, add);
  else addEnding(view, person, add);
  return events.sort(byDateAndPlace);
}

type Add = (kind: EventKind, date: string | null, stay: Stay, isPlanned: boolean) => void;

function hasBegun(view: SiteView, stay: Stay): boolean {
  return stay.range.from === null || stay.range.from <= view.today;
}

/** The arrival and the end of a resident who holds a unit once the plan is applied. */
function addStay(view: SiteView, person: Person, after: Stay, isMoved: boolean, add: Add): void {
  const { before, live } = person;
  const { from, to } = after.range;
  const isNew = before?.isHeld !== true;
  const isScheduled = live?.status.name === "scheduled";
  const start = from === null || from < view.today ? view.today : from;
  const isArriving = isNew || isMoved || isScheduled || start > view.today;
  if (isArriving) add("move-in", start, after, isNew || isMoved || before.range.from !== from);
  const invitation = invitationOf(person.actions);
  if (invitation !== null) add("invitation", invitation === "now" ? view.today : invitation, after, true);
  else if (isScheduled && live.onboardedAt == null)
    add("invitation", start, after, before?.range.from !== from);
  if (to === null) return;
  const isPlanned = isNew || before.range.to !== to;
  add("move-out", to, after, isPlanned || isMoved);
  add("expiry", to, after, isPlanned);
  add("removal", addDays(to, GRACE_DAYS), after, isPlanned);
}

/** When the plan's own action makes the server send an invitation; null where it does not. */
function invitationOf(actions: readonly Action[]): string | null {
  for (const effect of takingAction(actions)?.action.effects ?? []) {
    if (effect.type === "invitation") return effect.when;
  }
  return null;
}

/** The end of an account that the plan ends, or the removal of one that has expired. */
function addEnding(view: SiteView, { before, actions }: Person, add: Add): void {
  if (before === null) return;
  const end = actions.find(isMoving);
  if (end === undefined) {
    if (before.range.to !== null) add("removal", addDays(before.range.to, GRACE_DAYS), before, false);
    return;
  }
  if (hasBegun(view, before)) add("move-out", view.today, before, true);
  if (end.kind === "purge") {
    add("removal", view.today, before, true);
    return;
  }
  add("expiry", view.today, before, true);
  add("removal", addDays(view.today, GRACE_DAYS), before, true);
}

/** By date, site, unit, e-mail and kind: the order of every calendar. */
export function byDateAndPlace(a: CalendarEvent, b: CalendarEvent): number {
  return (
    compareText(a.date, b.date) ||
    compareText(a.site, b.site) ||
    compareText(formatUnit(a.unit), formatUnit(b.unit)) ||
    compareText(a.email, b.email) ||
    EVENT_KINDS.indexOf(a.kind) - EVENT_KINDS.indexOf(b.kind)
  );
}
