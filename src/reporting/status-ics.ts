import { createHash } from "node:crypto";
import { formatUnit, unitKey } from "../domain/unit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { addDays } from "../domain/zone.ts";
import type { CalendarEvent } from "../planning/calendar.ts";
import type { Outlook } from "../planning/outlook.ts";
import { eventWords } from "./status-words.ts";

/**
 * The calendar of an outlook as iCalendar (RFC 5545): one all-day event each, in site-local dates. An event keeps
 * its UID when its date moves, so that a calendar that is read again moves it too.
 */
export function statusIcs(outlook: Outlook): string {
  const stamp = outlook.now.replace(/[-:]/g, "");
  const events = outlook.sites.flatMap((site) => site.events);
  const uidOf = uids();
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//residentctl//status//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:Residents",
    ...events.flatMap((event) => eventLines(event, stamp, uidOf(event))),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent, stamp: string, uid: string): readonly string[] {
  const { date, kind, site, unit, email, isPlanned } = event;
  const words = eventWords(kind);
  const place = `${site} ${formatUnit(unit)}`;
  const planned = isPlanned ? " Only once the plan is applied." : "";
  return [
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${basicDate(date)}`,
    `DTEND;VALUE=DATE:${basicDate(addDays(date, 1))}`,
    `SUMMARY:${icsText(`${formatUnit(unit)}: ${email} ${words}`)}`,
    `DESCRIPTION:${icsText(`${email} ${words} at ${place}.${planned}`)}`,
    `LOCATION:${icsText(place)}`,
    `CATEGORIES:${kind.toUpperCase()}`,
    `STATUS:${isPlanned ? "TENTATIVE" : "CONFIRMED"}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** UIDs from what an event is about; who has the same kind of event twice gets a number. */
function uids(): (event: CalendarEvent) => string {
  const seen = new Map<string, number>();
  return ({ site, unit, email, kind }) => {
    const subject = JSON.stringify([site, unitKey(unit), email, kind]);
    const earlier = seen.get(subject) ?? 0;
    seen.set(subject, earlier + 1);
    const hash = createHash("sha256").update(`${subject} ${earlier}`).digest("hex");
    return `${hash.slice(0, 32)}@residentctl`;
  };
}

function basicDate(date: string): string {
  return date.replaceAll("-", "");
}

/** A TEXT value (RFC 5545, 3.3.11); what is not visible is made so first, line breaks included. */
function icsText(text: string): string {
  return visibleText(text).replace(/[\\;,]/g, (character) => `\\${character}`);
}

/** RFC 5545, 3.1: «Lines of text SHOULD NOT be longer than 75 octets, excluding the line break». */
const LONGEST_LINE = 75;

/** Folds a line between characters, so that none of them is torn. */
function foldLine(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST_LINE) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
