import type { DeclaredResident, LiveResident } from "../../domain/site.ts";
import { saysSuspended } from "../../domain/status.ts";
import { undeclarable } from "./declarable.ts";
import type { ResidentKey } from "./key-order.ts";
import { liveDateText } from "./live-date-text.ts";
import { phoneOf, REQUIRED_KEYS } from "./live-entry.ts";
import { hasPassed, isSameDate, liveEndOf, liveStartOf, type SiteDates } from "./pull-context.ts";

/** What an entry has to say otherwise, so that a plan has nothing to do for a resident who has an account. */
export interface LiveChange {
  readonly set: Partial<Record<ResidentKey, string | null>>;
  readonly remove: ResidentKey[];
  /** What cannot be declared as it is, and so stays as it was declared. */
  readonly stuck: string[];
}

/**
 * Compares as the planner does: only what is managed, dates by day or by second. A tombstone whose account lives
 * becomes a whole entry again.
 */
export function changeFor(declared: DeclaredResident, live: LiveResident, dates: SiteDates): LiveChange {
  const change: LiveChange = { set: {}, remove: [], stuck: [] };
  for (const key of REQUIRED_KEYS) {
    const text = key === "firstName" || key === "lastName" ? declared[key] : declared.unit?.[key];
    if (text === live[key]) continue;
    const reason = undeclarable(key, live[key]);
    if (reason === null) change.set[key] = live[key];
    else change.stuck.push(reason);
  }
  changePhone(declared, live, change);
  changeDates(declared, live, dates, change);
  changeState(declared, live, change);
  const { residentId } = live;
  if (declared.id !== undefined && declared.id !== residentId && undeclarable("id", residentId) === null) {
    change.set.id = residentId;
  }
  return change;
}

function changePhone(declared: DeclaredResident, live: LiveResident, { set, remove }: LiveChange): void {
  const phone = phoneOf(live);
  if (declared.phone === undefined || declared.phone === phone) return;
  if (phone === null || undeclarable("phone", phone) === null) set.phone = phone;
  else remove.push("phone");
}

function changeDates(
  declared: DeclaredResident,
  live: LiveResident,
  dates: SiteDates,
  { set, remove }: LiveChange,
): void {
  const { zone, times } = dates;
  const [start, end] = [liveStartOf(dates, live), liveEndOf(dates, live)];
  const { accessStart, accessEnd } = declared;
  const isBackwards = start !== null && end !== null && end < start;
  if (accessStart !== undefined && !isSameDate(dates, accessStart, times.start, start)) {
    const date = start === null || isBackwards ? null : liveDateText(start, zone, times.start);
    if (date === null) remove.push("accessStart");
    else set.accessStart = date.text;
  }
  if (accessEnd === undefined) return;
  const isSame = accessEnd === null ? end === null : isSameDate(dates, accessEnd, times.end, end);
  if (isSame && !hasPassed(dates, accessEnd)) return;
  const date = end === null || isBackwards ? null : liveDateText(end, zone, times.end);
  if (end === null) set.accessEnd = null;
  else if (date === null || hasPassed(dates, date)) remove.push("accessEnd");
  else set.accessEnd = date.text;
}

/**
 * A suspension that waits (the resident is scheduled or pending) is left as it is declared. Of an account whose
 * status has a word that is not known, that it is suspended is taken from the words that are.
 */
function changeState(declared: DeclaredResident, live: LiveResident, { set, remove }: LiveChange): void {
  const { state } = declared;
  switch (live.status.name) {
    case "suspended":
    case "current":
    case "unknown":
      if (!saysSuspended(live.status)) {
        if (state !== "active") remove.push("state");
      } else if (state !== "suspended") set.state = "suspended";
      return;
    default:
      if (state !== "active" && state !== "suspended") remove.push("state");
  }
}
