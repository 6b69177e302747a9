import type { LiveResident } from "../../domain/site.ts";
import { saysSuspended } from "../../domain/status.ts";
import { undeclarable } from "./declarable.ts";
import type { EntryFields } from "./key-order.ts";
import { liveDateText } from "./live-date-text.ts";
import { hasPassed, liveEndOf, liveStartOf, type SiteDates } from "./pull-context.ts";

/** A live resident as an entry, or why there can be none. */
export type LiveEntry =
  | { readonly kind: "entry"; readonly fields: EntryFields; readonly omitted: readonly string[] }
  | { readonly kind: "undeclarable"; readonly reason: string };

/** A live resident who gets an entry. */
export interface NewEntry {
  readonly live: LiveResident;
  readonly fields: EntryFields;
}

/** The keys that an entry of a resident with an account cannot do without. */
export const REQUIRED_KEYS = ["firstName", "lastName", "building", "floor", "unit"] as const;

/**
 * A live resident who is not declared yet, as an entry after which a plan has nothing to do. What is optional and
 * cannot be declared as it is (an unreadable date, a phone number with hidden characters) is left out, so that it is
 * not managed; `omitted` says so. One whose name or unit cannot be declared as it is has no entry.
 */
export function liveEntry(live: LiveResident, dates: SiteDates): LiveEntry {
  const isExpired = live.status.name === "expired";
  const required: { -readonly [key in keyof EntryFields]: string } = { email: live.email };
  for (const key of ["email", ...REQUIRED_KEYS] as const) {
    const reason = undeclarable(key, live[key]);
    if (reason === null) required[key] = live[key];
    else if (key === "email" || !isExpired) return { kind: "undeclarable", reason };
  }
  const omitted: string[] = [];
  const phone = phoneOf(live);
  const canHavePhone = phone !== null && undeclarable("phone", phone) === null;
  if (phone !== null && !canHavePhone) omitted.push("phone: it cannot be declared as it is");
  const access = isExpired ? {} : accessOf(live, dates, omitted);
  const state = isExpired ? "terminated" : saysSuspended(live.status) ? "suspended" : null;
  return {
    kind: "entry",
    fields: {
      ...required,
      ...(canHavePhone ? { phone } : {}),
      ...access,
      ...(state === null ? {} : { state }),
    },
    omitted,
  };
}

/** The phone number; an empty one is none. */
export function phoneOf({ phone }: LiveResident): string | null {
  return phone === "" ? null : phone;
}

function accessOf(live: LiveResident, dates: SiteDates, omitted: string[]): EntryFields {
  const [start, end] = [liveStartOf(dates, live), liveEndOf(dates, live)];
  if (start !== null && end !== null && end < start) {
    omitted.push("accessStart and accessEnd: access ends before it starts");
    return {};
  }
  const { zone, times } = dates;
  const accessStart = start === null ? null : liveDateText(start, zone, times.start);
  const accessEnd = end === null ? null : liveDateText(end, zone, times.end);
  if (hasPassed(dates, accessEnd)) omitted.push("accessEnd: it has passed, and the account has not ended");
  return {
    ...(accessStart === null ? {} : { accessStart: accessStart.text }),
    ...(accessEnd === null || hasPassed(dates, accessEnd) ? {} : { accessEnd: accessEnd.text }),
  };
}
