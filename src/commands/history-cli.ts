import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import type { HistoryFormat } from "../reporting/history-reporters.ts";
import { oneOption } from "./choice.ts";
import type { World } from "./world.ts";

/** What `history --format` can be. */
const FORMATS: readonly HistoryFormat[] = ["text", "json", "csv"];

const EXAMPLES = `
Examples:
  residentctl history chris@example.com            all that was ever declared about one resident
  residentctl history --unit Hudson/1/105          who was declared for a unit, whatever its residents' names
  residentctl history --site wraeclast-heights --since 2026-11-01 --until 2026-11-30
  residentctl history --author ada --limit 20      the last 20 changes by one author, oldest first
  residentctl history --format csv > history.csv   for a spreadsheet
The shape of json is schemas/history.schema.json.
Exit codes: 0 shown, also where nothing was found; 4 the command line is wrong, or there is no git repository.
`;

/** Adds `history`; the module that does it is loaded when it runs. */
export function addHistoryCommand(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("history")
    .description(
      "who changed what about whom, when, in which commit, and which apply followed; from git alone",
    )
    .argument("[email]", "only about this resident")
    .option("--unit <unit>", "only about this unit: building/floor/unit, or the unit alone in any building")
    .option("--author <text>", "only by authors whose name or e-mail holds this")
    .option("--since <time>", "only what was committed on this day (UTC), at this instant, or later")
    .option(
      "--until <time>",
      "only what was committed up to the end of this day (UTC), or before this instant",
    )
    .option("--limit <n>", "only the last so many events", countFrom1)
    .addOption(oneOption(new Option("--format <format>", "what goes to stdout"), FORMATS).default("text"))
    .addHelpText("after", EXAMPLES)
    .action(async (email: string | undefined, _flags: unknown, command: Command) => {
      const { history } = await import("./history.ts");
      ended(await history(email, command.optsWithGlobals(), world));
    });
}

function countFrom1(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1.");
  return Number(text);
}
