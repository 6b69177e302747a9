import type { CalendarEvent, EventKind } from "../../src/planning/calendar.ts";
import type { Outlook, SiteOutlook, StatusRow } from "../../src/planning/outlook.ts";
import type { SiteTimeline, TimelineStay, TimelineUnit } from "../../src/planning/timeline.ts";

export const HUDSON = { building: "Hudson", floor: "1", unit: "105" };

export function event(kind: EventKind, date: string, changes: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    date,
    kind,
    site: "wraeclast",
    unit: HUDSON,
    email: "ada@example.com",
    isPlanned: false,
    ...changes,
  };
}

export function row(changes: Partial<StatusRow> = {}): StatusRow {
  return {
    site: "wraeclast",
    unit: HUDSON,
    email: "ada@example.com",
    declared: { state: "active", accessStart: "2025-01-01", accessEnd: null },
    live: { status: "current", accessStart: "2025-01-01", accessEnd: null },
    plan: [],
    next: null,
    ...changes,
  };
}

export function stay(changes: Partial<TimelineStay> = {}): TimelineStay {
  const range = { from: "2025-01-01", to: null };
  return {
    email: "ada@example.com",
    status: "current",
    kinds: [],
    before: range,
    after: range,
    isHeldBefore: true,
    isHeldAfter: true,
    ...changes,
  };
}

export function unitOf(changes: Partial<TimelineUnit> = {}): TimelineUnit {
  return { unit: HUDSON, stays: [stay()], conflicts: [], gaps: [], ...changes };
}

export function timeline(changes: Partial<SiteTimeline> = {}): SiteTimeline {
  return {
    site: "wraeclast",
    timezone: "America/Los_Angeles",
    today: "2026-11-23",
    units: [unitOf()],
    emptyUnits: 0,
    ...changes,
  };
}

export function siteOutlook(changes: Partial<SiteOutlook> = {}): SiteOutlook {
  return { name: "wraeclast", rows: [row()], events: [], timeline: timeline(), ...changes };
}

export function outlook(...sites: readonly SiteOutlook[]): Outlook {
  return { now: "2026-11-23T17:00:00Z", until: "2027-02-23", sites };
}
