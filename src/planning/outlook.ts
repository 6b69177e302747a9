import { Temporal } from "temporal-polyfill";
import { compareText } from "../domain/compare-text.ts";
import { emailKey } from "../domain/email.ts";
import type { DeclaredResident, DeclaredSite, DeclaredState, LiveSite } from "../domain/site.ts";
import type { StatusName } from "../domain/status.ts";
import { type Unit, unitKey } from "../domain/unit.ts";
import { addDays } from "../domain/zone.ts";
import { byDateAndPlace, type CalendarEvent, eventsOf } from "./calendar.ts";
import type { Plan, SitePlan, UnreadSite } from "./plan.ts";
import { clockSite, liveRange, type SiteView, viewSite } from "./site-view.ts";
import { type Person, peopleOf } from "./stays.ts";
import { compareUnits, type SiteTimeline, timelineUnits } from "./timeline.ts";

/** What a file says of a resident, as it is written there; what was left out is not there. */
export interface DeclaredFacts {
  readonly state: DeclaredState;
  readonly accessStart?: string;
  readonly accessEnd?: string | null;
}

/** What the API says of a resident; dates are site-local `YYYY-MM-DD`, null where they are open. */
export interface LiveFacts {
  readonly status: StatusName;
  readonly accessStart: string | null;
  readonly accessEnd: string | null;
}

/** One resident, declared and live side by side. */
export interface StatusRow {
  readonly site: string;
  /** Where the resident lives, else where they are declared to; null for a tombstone without an account. */
  readonly unit: Unit | null;
  readonly email: string;
  /** Null for who is live and not declared. */
  readonly declared: DeclaredFacts | null;
  /** Null for who has no account at the site. */
  readonly live: LiveFacts | null;
  /** What a plan would do: the kinds of its actions, then `deferred`, `undeclared`, `refused`; empty: nothing. */
  readonly plan: readonly string[];
  /** What time changes next; null where nothing is known. */
  readonly next: CalendarEvent | null;
}

/** One site now, and what is to come. */
export interface SiteOutlook {
  readonly name: string;
  readonly rows: readonly StatusRow[];
  /** From today to `until`, in date order. */
  readonly events: readonly CalendarEvent[];
  readonly timeline: SiteTimeline;
}

/** All planned sites now, and what is to come: plain data, for every renderer of `status`. */
export interface Outlook {
  /** As the plan has it. */
  readonly now: string;
  /** The last day of the calendar, `YYYY-MM-DD`. */
  readonly until: string;
  readonly sites: readonly SiteOutlook[];
  /** There where a site could not be read: nothing is known of it. */
  readonly unread?: readonly UnreadSite[];
}

/** How far a calendar goes where nobody says: a quarter of a year. */
const DEFAULT_DAYS = 92;

/** What an outlook is made from: a plan, and what it was made from. */
export interface OutlookInput {
  readonly plan: Plan;
  /** The declared sites of the plan. */
  readonly declared: readonly DeclaredSite[];
  /** By site name. */
  readonly live: ReadonlyMap<string, LiveSite>;
  /** The last day of the calendar, `YYYY-MM-DD`; null: 92 days from now. */
  readonly until: string | null;
}

/** Reads a plan against its sites: who is where, what is declared, and what time will do. A pure function. */
export function makeOutlook({ plan, declared, live, until }: OutlookInput): Outlook {
  const now = Temporal.Instant.from(plan.now);
  const last = until ?? addDays(plan.now.slice(0, 10), DEFAULT_DAYS);
  const byName = new Map(declared.map((site) => [site.name, site]));
  const sites = plan.sites.flatMap((site) => {
    const wanted = byName.get(site.name);
    const there = live.get(site.name);
    if (wanted === undefined || there === undefined) return [];
    return [siteOutlook(viewSite(clockSite(wanted, now), there), site, last)];
  });
  return { now: plan.now, until: last, sites, ...(plan.unread === undefined ? {} : { unread: plan.unread }) };
}

function siteOutlook(view: SiteView, site: SitePlan, until: string): SiteOutlook {
  const people = peopleOf(view, site);
  const wordsOf = planWords(site);
  const events: CalendarEvent[] = [];
  const rows = people.map((person) => {
    const own = eventsOf(view, person);
    for (const event of own) if (event.date <= until) events.push(event);
    return statusRow(view, person, own[0] ?? null, wordsOf(person));
  });
  const mapped = new Set(view.live.mappings.map(unitKey));
  return {
    name: site.name,
    rows: rows.sort(byPlace),
    events: events.sort(byDateAndPlace),
    timeline: {
      site: site.name,
      timezone: view.declared.timezone,
      today: view.today,
      ...timelineUnits(people, view.today, mapped),
    },
  };
}

function statusRow(
  view: SiteView,
  person: Person,
  next: CalendarEvent | null,
  plan: readonly string[],
): StatusRow {
  const { declared, live, email } = person;
  const range = live === null ? null : liveRange(view, live);
  return {
    site: view.declared.name,
    unit: person.before?.unit ?? person.after?.unit ?? declared?.unit ?? null,
    email,
    declared: declared === null ? null : declaredFacts(declared),
    live:
      live === null || range === null
        ? null
        : { status: live.status.name, accessStart: range.from, accessEnd: range.to },
    plan,
    next,
  };
}

function declaredFacts({ state, accessStart, accessEnd }: DeclaredResident): DeclaredFacts {
  return {
    state,
    ...(accessStart === undefined ? {} : { accessStart: accessStart.text }),
    ...(accessEnd === undefined ? {} : { accessEnd: accessEnd === null ? null : accessEnd.text }),
  };
}

/** What the plan does about a person, in words. */
function planWords(site: SitePlan): (person: Person) => readonly string[] {
  const keysOf = (items: readonly { readonly email: string }[]) =>
    new Set(items.map(({ email }) => emailKey(email)));
  const deferred = keysOf(site.deferred);
  const undeclared = keysOf(site.undeclared);
  const refused = new Set(site.refusals.flatMap(({ emails }) => emails.map(emailKey)));
  return ({ key, actions }) => [
    ...actions.map(({ kind }) => kind),
    ...(deferred.has(key) ? ["deferred"] : []),
    ...(undeclared.has(key) && actions.length === 0 ? ["undeclared"] : []),
    ...(refused.has(key) ? ["refused"] : []),
  ];
}

/** By unit, then e-mail; who has no unit comes last. */
function byPlace(a: StatusRow, b: StatusRow): number {
  if (a.unit === null || b.unit === null) return Number(a.unit === null) - Number(b.unit === null);
  return compareUnits(a.unit, b.unit) || compareText(emailKey(a.email), emailKey(b.email));
}
