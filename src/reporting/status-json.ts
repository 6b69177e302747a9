import { visibleJson } from "../domain/visible-json.ts";
import type { Outlook } from "../planning/outlook.ts";

/** The version of the JSON of `status`. A minor step only adds. */
const FORMAT_VERSION = "1.0";

/** An outlook as one JSON document: the residents and the calendar of every site. Ends in a line break. */
export function statusJson({ now, until, sites, unread = [] }: Outlook): string {
  const shown = sites.map(({ name, rows, events, timeline: { timezone, today } }) => ({
    name,
    timezone,
    today,
    residents: rows.map(({ site: _site, ...row }) => row),
    calendar: events.map(({ site: _site, ...event }) => event),
  }));
  return `${visibleJson({ formatVersion: FORMAT_VERSION, now, until, sites: shown, unread }, 2)}\n`;
}
