import { Temporal } from "temporal-polyfill";
import { didYouMeanEmail } from "../declarations/suggest.ts";
import { emailKey } from "../domain/email.ts";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { makeOutlook, type Outlook } from "../planning/outlook.ts";
import { redactOutlook } from "../reporting/redact-outlook.ts";
import { STATUS_REPORTERS, type StatusFormat } from "../reporting/status-reporters.ts";
import { connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { readDeclaredSites } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import { planSites } from "./planning-context.ts";
import type { World } from "./world.ts";

/** The flags of `status`. */
export interface StatusFlags extends CommonFlags {
  readonly format: StatusFormat;
  readonly until?: string;
}

/**
 * `status [EMAIL]`: declared and live side by side, and what time will change. Exit 0, whatever a plan would do; 1
 * where a site could not be read; 4 for invalid declarations, a date that is none, or an e-mail that nobody has.
 */
export async function status(email: string | undefined, flags: StatusFlags, world: World): Promise<ExitCode> {
  const context = createContext(flags, world);
  const declared = readDeclaredSites(context, []);
  if (declared === null) return 4;
  const connection = await connect(context);
  try {
    const until = flags.until === undefined ? null : readUntil(flags.until, connection.now);
    const planned = await planSites(context, declared, connection, null);
    const { plan, sites, live, isIncomplete } = planned;
    const whole = makeOutlook({ plan, declared: sites, live, until });
    const outlook = email === undefined ? whole : onlyResident(whole, email, context, isIncomplete);
    const shown = context.pseudonym === null ? outlook : redactOutlook(outlook, context.pseudonym);
    const { colors, pseudonym } = context;
    const options = { colors, hasCalendar: until !== null, isRedacted: pseudonym !== null };
    world.stdout.write(STATUS_REPORTERS[flags.format](shown, options));
    return isIncomplete ? 1 : 0;
  } finally {
    await connection.close();
  }
}

/** The last day of a calendar; what is no date, or is over at every site, is an `ExpectedError` with exit code 4. */
function readUntil(text: string, now: Temporal.Instant): string {
  const yesterday = now.subtract({ hours: 24 }).toString().slice(0, 10);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && isCalendarDate(text);
  if (isDate && text >= yesterday) return text;
  throw new ExpectedError(
    4,
    `--until "${visibleText(text, 60)}" ${isDate ? "is over" : "is not a date"}.`,
    "Give a date to come, such as 2027-01-31.",
  );
}

function isCalendarDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The outlook on one resident, at whatever site. One that nobody declares or lists is an `ExpectedError` (exit 4). */
function onlyResident(outlook: Outlook, email: string, context: Context, isIncomplete: boolean): Outlook {
  const key = emailKey(email);
  const isTheirs = (other: { readonly email: string }) => emailKey(other.email) === key;
  const sites = outlook.sites
    .filter(({ rows }) => rows.some(isTheirs))
    .map((site) => ({
      ...site,
      rows: site.rows.filter(isTheirs),
      events: site.events.filter(isTheirs),
      timeline: {
        ...site.timeline,
        units: site.timeline.units.filter(({ stays }) => stays.some(isTheirs)),
      },
    }));
  if (sites.length > 0) return { ...outlook, sites };
  const where = isIncomplete ? " at the sites that could be read" : "";
  // A suggestion would be somebody's address.
  const known = context.pseudonym === null ? outlook.sites.flatMap(({ rows }) => rows) : [];
  const shown = context.pseudonym === null ? visibleText(email, 100) : context.pseudonym(email);
  throw new ExpectedError(
    4,
    `Nobody is declared or live as ${shown}${where}.`,
    `${didYouMeanEmail(
      email,
      known.map((row) => row.email),
    )}residentctl status lists everybody.`,
  );
}
