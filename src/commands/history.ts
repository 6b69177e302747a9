import { pipeline } from "node:stream/promises";
import { scanNames } from "../declarations/scan-names.ts";
import { didYouMeanEmail } from "../declarations/suggest.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { emailKey } from "../domain/email.ts";
import type { ExitCode } from "../domain/exit.ts";
import type { HistoryEvent } from "../domain/history-event.ts";
import { type HistoryFilter, latestEvents, parseMoment, wantedEvents } from "../history/filter.ts";
import { readHistory } from "../history/read-history.ts";
import { redactEvent } from "../reporting/history-redact.ts";
import {
  HISTORY_REPORTERS,
  type HistoryFormat,
  type HistoryReporter,
} from "../reporting/history-reporters.ts";
import { type Context, createContext } from "./context.ts";
import type { CommonFlags } from "./flags.ts";
import type { World } from "./world.ts";

/** The flags of `history`. */
export interface HistoryFlags extends CommonFlags {
  readonly format: HistoryFormat;
  readonly unit?: string;
  readonly author?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
}

/**
 * `history [EMAIL]`: what the commits of the branch changed, oldest first. Exit 0, also where nothing is found; 4
 * where there is no git repository, no commit, or a flag cannot be read.
 */
export async function history(
  email: string | undefined,
  flags: HistoryFlags,
  world: World,
): Promise<ExitCode> {
  const context = createContext(flags, world);
  const filter = filterOf(email, flags);
  const { events, warnings } = await readHistory(context.directory);
  for (const warning of warnings) world.stderr.write(`warning: ${warning}\n`);
  const wanted = latestEvents(wantedEvents(events, filter), flags.limit ?? null);
  const reporter = HISTORY_REPORTERS[flags.format](context.colors);
  const found = await writeEvents(wanted, reporter, context);
  if (found === 0) context.note(`No such change was found. ${emailHint(email, context)}`.trimEnd());
  return 0;
}

/** The declared address that a mistyped one may have meant: never where output is redacted. */
function emailHint(email: string | undefined, { pseudonym, directory }: Context): string {
  if (email === undefined || pseudonym !== null) return "";
  const { emails } = scanNames(workingTree(directory));
  return emails.some((known) => emailKey(known) === emailKey(email)) ? "" : didYouMeanEmail(email, emails);
}

function filterOf(email: string | undefined, flags: HistoryFlags): HistoryFilter {
  return {
    email: email ?? null,
    unit: flags.unit ?? null,
    sites: flags.site,
    author: flags.author ?? null,
    since: flags.since === undefined ? null : parseMoment(flags.since, "since"),
    until: flags.until === undefined ? null : parseMoment(flags.until, "until"),
  };
}

/** Characters that are written at once. */
const CHUNK = 64 * 1024;

/** Writes events as they come, and reads them no faster than they are taken; returns how many there were. */
async function writeEvents(
  events: AsyncGenerator<HistoryEvent>,
  reporter: HistoryReporter,
  { pseudonym, world }: Context,
): Promise<number> {
  let found = 0;
  async function* chunks(): AsyncGenerator<string> {
    let text = reporter.begin();
    for await (const event of events) {
      found += 1;
      text += reporter.event(pseudonym === null ? event : redactEvent(event, pseudonym));
      if (text.length < CHUNK) continue;
      yield text;
      text = "";
    }
    yield text + reporter.end();
  }
  try {
    await pipeline(chunks(), world.stdout, { end: false });
  } catch (error) {
    if (!isReaderGone(error)) throw error;
  }
  return found;
}

/** True where whoever read the output (`| head`) has seen enough: that is nobody's error. */
function isReaderGone(error: unknown): boolean {
  const { code }: { readonly code?: unknown } = Object(error);
  return code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE";
}
