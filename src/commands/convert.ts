import { readFile } from "node:fs/promises";
import path from "node:path";
import { convertTable } from "../declarations/csv/convert-table.ts";
import type { KnownUnits } from "../declarations/csv/known-units.ts";
import type { DateOrder } from "../declarations/csv/read-date.ts";
import type { CellProblem } from "../declarations/csv/read-rows.ts";
import { readTable } from "../declarations/csv/read-table.ts";
import { hasRow, writeCsv } from "../declarations/csv/write-csv.ts";
import { loadDeclarations } from "../declarations/load.ts";
import { didYouMean } from "../declarations/suggest.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import type { DeclaredSite } from "../domain/site.ts";
import { visibleText } from "../domain/visible-text.ts";
import { count } from "../reporting/words.ts";
import { connect } from "./connect.ts";
import { type Context, createContext } from "./context.ts";
import { readDeclaredSites } from "./declared-sites.ts";
import type { CommonFlags } from "./flags.ts";
import { readLiveSites } from "./read-live.ts";
import { errorWords } from "./read-text.ts";
import { replaceFile } from "./replace-file.ts";
import type { World } from "./world.ts";

/** The flags of `convert`. */
export interface ConvertFlags extends CommonFlags {
  readonly dateOrder?: DateOrder;
  readonly live?: true;
  readonly toCsv?: true;
  readonly out?: string;
}

/**
 * `convert FILE.csv`: residents of a CSV file as YAML; `--to-csv` the other way. Exit 0; 4 where any row, the file, the
 * declarations or the command line have an error: nothing is written then.
 */
export async function convert(
  file: string | undefined,
  flags: ConvertFlags,
  world: World,
): Promise<ExitCode> {
  const context = createContext(flags, world);
  if (flags.toCsv === true) return toCsv(file, flags, context);
  if (file === undefined) {
    throw new ExpectedError(4, "convert needs a CSV file.", "Name one, or give --to-csv for the other way.");
  }
  const site = oneSite(flags.site);
  const table = readTable(file, await readBytes(path.resolve(world.cwd, file)));
  const sites = site === null ? [] : loadDeclarations(workingTree(context.directory)).sites;
  const declared = sites.find(({ name }) => name === site) ?? null;
  const known = await knownUnits(context, flags, declared);
  const converted = convertTable(table, {
    site,
    zone: declared?.timezone ?? null,
    dateOrder: flags.dateOrder ?? null,
    known,
  });
  if (converted.kind === "wrong") {
    world.stderr.write(problemLines(context, file, converted.problems));
    return 4;
  }
  await output(context, flags.out, converted.text);
  context.note(`${count(converted.residents, "resident")} converted`);
  if (site === null) {
    context.note("Without --site this is a list of residents only, to be put into a site's file.");
  } else if (declared === null) {
    const names = sites.map(({ name }) => name);
    context.note(
      `No valid declaration of a site ${visibleText(site, 100)} is here yet. ${didYouMean(site, names)}`.trim(),
    );
  }
  if (known?.from !== "mappings") {
    context.note("Units were not compared with the site's mappings: --site and --live do that.");
  }
  const rows = converted.midnightEnds;
  if (rows.length > 0) context.note(midnightText(rows));
  return 0;
}

/** A warning: somebody whose last day is meant loses it where a spreadsheet has added a time to the date. */
function midnightText(rows: readonly number[]): string {
  const few = rows.slice(0, 10).join(", ");
  const list = rows.length > 10 ? `${few} and ${rows.length - 10} more` : few;
  return `warning: Access End is 0:00, the first moment of that day, in ${rows.length === 1 ? "row" : "rows"} ${list}. If the whole day counts, write the date alone.`;
}

function oneSite(names: readonly string[]): string | null {
  const [name, ...others] = names;
  if (others.length > 0) throw new ExpectedError(4, "convert is for one --site.", "Give one of them.");
  return name ?? null;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ExpectedError(4, `The CSV file cannot be read: ${visibleText(errorWords(error))}`, null, error);
  }
}

async function knownUnits(
  context: Context,
  flags: ConvertFlags,
  site: DeclaredSite | null,
): Promise<KnownUnits | null> {
  const isLive = flags.live === true || flags.emulator !== undefined || flags.baseUrl !== undefined;
  if (!isLive) {
    if (site === null) return null;
    return { from: "declared", units: site.residents.flatMap(({ unit }) => unit ?? []) };
  }
  if (site === null) {
    throw new ExpectedError(
      4,
      "The live mappings cannot be asked for: no declared site is named.",
      "Give the --site of valid declarations, or leave --live, --emulator and --base-url out.",
    );
  }
  const connection = await connect(context);
  try {
    const { live, unread } = await readLiveSites(connection.api, [site], 1);
    for (const { error } of unread) throw error;
    return { from: "mappings", units: live.get(site.name)?.mappings ?? [] };
  } finally {
    await connection.close();
  }
}

/** `residents.csv:7:Unit: …`, a line a problem, by row. */
function problemLines(context: Context, file: string, problems: readonly CellProblem[]): string {
  const lines = problems.map(({ row, column, message, value }) => {
    const place = `${visibleText(file)}:${row}${column === null ? "" : `:${column}`}`;
    const shown = value === null || context.pseudonym !== null ? "" : ` [${visibleText(value, 100)}]`;
    return `${place}: ${message}${shown}\n`;
  });
  const rows = new Set(problems.map(({ row }) => row)).size;
  return `${lines.join("")}${count(problems.length, "problem")} in ${count(rows, "row")}. Nothing was written.\n`;
}

async function toCsv(file: string | undefined, flags: ConvertFlags, context: Context): Promise<ExitCode> {
  const name = oneSite(flags.site);
  if (file !== undefined || name === null) {
    throw new ExpectedError(
      4,
      "--to-csv writes the residents of one site.",
      "Give --site, and --out for the file.",
    );
  }
  const declared = readDeclaredSites(context, []);
  if (declared === null) return 4;
  const site = declared.all.find((known) => known.name === name);
  const residents = site?.residents ?? [];
  await output(context, flags.out, writeCsv(residents));
  const suspended = residents.filter(({ state }) => state === "suspended").length;
  const ended = residents.length - residents.filter(hasRow).length;
  if (ended > 0) context.note(`Left out: ${count(ended, "resident")} declared terminated or purged`);
  if (suspended > 0) {
    context.note(`The template cannot say that ${count(suspended, "resident")} shall be suspended`);
  }
  return 0;
}

async function output({ world }: Context, out: string | undefined, text: string): Promise<void> {
  if (out === undefined) {
    world.stdout.write(text);
    return;
  }
  const file = path.resolve(world.cwd, out);
  const present = await readFile(file, "utf8").catch(() => null);
  if (present === text) return;
  if (present !== null) {
    throw new ExpectedError(
      4,
      `${visibleText(out)} is there already, with other content.`,
      "Name another file with --out, or remove it first.",
    );
  }
  await replaceFile(file, text);
}
