import { Temporal } from "temporal-polyfill";

/**
 * A declared date: `2021-11-05` (a site-local date), `2022-11-06T11:00` (a site-local date-time) or
 * `2022-11-06T11:00:00-08:00` (an instant). `text` is what was written.
 */
export type DeclaredDate =
  | { readonly form: "date"; readonly text: string }
  | { readonly form: "local"; readonly text: string }
  | { readonly form: "instant"; readonly text: string };

/** Why a text is not a date, or not one at this site. */
export type DateProblem = "not-a-date" | "does-not-exist" | "exists-twice";

/** The calendar begins here; year 1 itself stands in some databases for no date at all, and is read. */
const FIRST_YEAR = "0001";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a declared date. A local time that the zone skips (`does-not-exist`) or repeats (`exists-twice`) needs
 * an offset. A date without a time needs none: where the time that completes it is skipped or repeated on that
 * day, `instantOf` takes the one Temporal calls "compatible".
 */
export function parseDeclaredDate(text: string, zone: string): DeclaredDate | DateProblem {
  // The pattern of a date is wider than the calendar: Temporal reads a leap second as the one before it.
  if (/T\d{2}:\d{2}:60/.test(text) || text < FIRST_YEAR) return "not-a-date";
  const form = DATE.test(text) ? "date" : LOCAL.test(text) ? "local" : INSTANT.test(text) ? "instant" : null;
  if (form === null) return "not-a-date";
  try {
    if (form === "instant") {
      Temporal.Instant.from(text);
      return { form, text };
    }
    if (form === "date") {
      Temporal.PlainDate.from(text);
      return { form, text };
    }
    return (
      localTimeProblem(Temporal.PlainDateTime.from(text), zone) ?? {
        form,
        text,
      }
    );
  } catch (error) {
    if (error instanceof RangeError) return "not-a-date";
    throw error;
  }
}

function localTimeProblem(local: Temporal.PlainDateTime, zone: string): DateProblem | null {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return null;
  return earlier.toPlainDateTime().equals(local) ? "exists-twice" : "does-not-exist";
}

/** The instant that is sent for a declared date; `time` (`HH:MM`) completes a date without one. */
export function instantOf(date: DeclaredDate, zone: string, time: string): Temporal.Instant {
  if (date.form === "instant") return Temporal.Instant.from(date.text);
  const local = Temporal.PlainDateTime.from(date.form === "date" ? `${date.text}T${time}` : date.text);
  return local.toZonedDateTime(zone, { disambiguation: "compatible" }).toInstant();
}

/** The site-local calendar date, `YYYY-MM-DD`, of a declared date. */
export function localDateOf(date: DeclaredDate, zone: string): string {
  if (date.form !== "instant") return date.text.slice(0, 10);
  return Temporal.Instant.from(date.text).toZonedDateTimeISO(zone).toPlainDate().toString();
}
