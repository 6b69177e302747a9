import { type Command, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneOption } from "./choice.ts";
import type { World } from "./world.ts";

const EXAMPLES = `
The columns are those of Site Manager's template: First Name, Last Name, Email, Phone Number, Building, Floor, Unit,
Access Start, Access End, in any order; the API's field names are understood too. With any error in any row nothing is
written. With --site, units are checked for leading zeros that a spreadsheet took away: against the site's mappings
with --live, --emulator or --base-url, else against the units that are declared.

In CSV that --to-csv writes, a cell that a spreadsheet would run as a formula (it begins with = + - @, as phone numbers
may) has an apostrophe before it; reading takes it away again.

Examples:
  residentctl convert residents.csv --site oak-park > sites/oak-park-residents.yaml
  residentctl convert residents.csv --site oak-park --date-order mdy --out sites/new.yaml
  residentctl convert --to-csv --site oak-park --out oak-park.csv
Exit codes: 0 written; 1 the site's mappings could not be read; 4 a row, the file, the declarations or the command line
have an error, and nothing is written.
`;

/** Adds `convert`; the module that does it is loaded when it runs. */
export function addConvertCommand(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("convert")
    .description("the web UI's CSV template to YAML, with errors by row and column; or the other way")
    .argument("[file]", "a CSV file in UTF-8, with commas, semicolons or tabs")
    .addOption(
      oneOption(new Option("--date-order <order>", "what 11/5/2021 is, where the numbers do not say it"), [
        "mdy",
        "dmy",
        "ymd",
      ]),
    )
    .option("--live", "check units against the live mappings of --site")
    .option("--to-csv", "write the residents of --site as CSV")
    .option("--out <file>", "write it there; a file with other content is never overwritten")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string | undefined, _flags: unknown, command: Command) => {
      const { convert } = await import("./convert.ts");
      ended(await convert(file, command.optsWithGlobals(), world));
    });
}
