import { type Command, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneOption } from "./choice.ts";
import { STATUS_FORMATS } from "./formats.ts";
import type { World } from "./world.ts";

const EXAMPLES = `
Examples:
  residentctl status                               everybody, declared and live side by side
  residentctl status chris@example.com             one resident
  residentctl status --until 2027-01-31            also what comes until then: arrivals, invitations, ends, removals
  residentctl status --format ics > residents.ics  the calendar for a calendar program (92 days without --until)
  residentctl status --format html > status.html   a report to open in a browser; pseudonyms unless --redact off
The shape of json is schemas/status.schema.json. Exit codes: 0 shown; 1 a site could not be read; 4 nobody is known by
that e-mail, or the declarations or the command line are invalid.
`;

/** Adds `status`; the module that does it is loaded when it runs. */
export function addStatusCommand(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("status")
    .description("declared and live side by side, and what time will change; changes nothing")
    .argument("[email]", "only this resident")
    .option("--until <date>", "also a calendar up to and with this day, in site-local dates")
    .addOption(
      oneOption(new Option("--format <format>", "what goes to stdout"), STATUS_FORMATS).default("text"),
    )
    .addHelpText("after", EXAMPLES)
    .action(async (email: string | undefined, _flags: unknown, command: Command) => {
      const { status } = await import("./status.ts");
      ended(await status(email, command.optsWithGlobals(), world));
    });
}
