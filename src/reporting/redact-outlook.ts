import type { CalendarEvent } from "../planning/calendar.ts";
import type { Outlook, SiteOutlook, StatusRow } from "../planning/outlook.ts";
import type { UnreadSite } from "../planning/plan.ts";
import type { SiteTimeline } from "../planning/timeline.ts";
import type { Pseudonym } from "./pseudonym.ts";

/** An outlook without personal data: e-mails are pseudonyms. Sites, units, dates and statuses stay. */
export function redactOutlook(outlook: Outlook, pseudonym: Pseudonym): Outlook {
  const sites = outlook.sites.map((site) => redactSite(site, pseudonym));
  if (outlook.unread === undefined) return { ...outlook, sites };
  return { ...outlook, sites, unread: outlook.unread.map(redactUnread) };
}

/** The server's own words may hold anything. */
export function redactUnread({ name }: UnreadSite): UnreadSite {
  return { name, reason: "see the log of the run" };
}

function redactSite(site: SiteOutlook, pseudonym: Pseudonym): SiteOutlook {
  return {
    ...site,
    rows: site.rows.map((row) => redactRow(row, pseudonym)),
    events: site.events.map((event) => redactEvent(event, pseudonym)),
    timeline: redactTimeline(site.timeline, pseudonym),
  };
}

function redactRow(row: StatusRow, pseudonym: Pseudonym): StatusRow {
  const next = row.next === null ? null : redactEvent(row.next, pseudonym);
  return { ...row, email: pseudonym(row.email), next };
}

function redactEvent(event: CalendarEvent, pseudonym: Pseudonym): CalendarEvent {
  return { ...event, email: pseudonym(event.email) };
}

function redactTimeline(timeline: SiteTimeline, pseudonym: Pseudonym): SiteTimeline {
  return {
    ...timeline,
    units: timeline.units.map((row) => ({
      ...row,
      stays: row.stays.map((stay) => ({ ...stay, email: pseudonym(stay.email) })),
      conflicts: row.conflicts.map(({ emails: [one, other], ...rest }) => ({
        ...rest,
        emails: [pseudonym(one), pseudonym(other)] as const,
      })),
    })),
  };
}
