import { type Command, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneOption } from "./choice.ts";
import type { World } from "./world.ts";

const INIT_EXAMPLES = `
Whatever is not given is asked for. With credentials in the environment the teams and sites come from the API, and
time zones from the dates of their residents. Files that are there already are kept as they are.

Examples:
  residentctl init                                 asks
  residentctl init --yes                           all sites of the account's one team
  residentctl init --team-id 3fd0... --site-id 81c2... --name oak-park --timezone America/Denver
                                                   without the API
Then: residentctl pull, and residentctl plan, which is empty.
Exit codes: 0 written, or all was there; 1 the API or the disk failed; 4 something has to be told, or is not valid.
`;

const DOCTOR_EXAMPLES = `
Changes nothing. Exit codes: 0 no failure; 1 a check failed; 4 the declarations are invalid (the rest is checked all
the same).

Examples:
  residentctl doctor
  residentctl doctor --site wraeclast-heights --format json
The shape of json is schemas/doctor.schema.json.
`;

/** Adds `init` and `doctor`; the modules that do it are loaded when they run. */
export function addStartCommands(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("init")
    .description("write residentctl.yaml, a file for each site and the GitHub workflows; never overwrites")
    .option("--team-id <id>", "the team's TeamId")
    .option(
      "--site-id <id>",
      "a site's SiteId; can be given again",
      (id: string, before: readonly string[]) => [...before, id],
      [],
    )
    .option("--name <name>", "the site's name in the files, where it is one site")
    .option("--timezone <zone>", "the IANA time zone of all these sites")
    .option("--workflows <source>", "where the reusable workflows are: OWNER/REPOSITORY@COMMIT")
    .option("--yes", "do not ask: take every site, and the time zones that fit")
    .addHelpText("after", INIT_EXAMPLES)
    .action(async (_flags: unknown, command: Command) => {
      const { init } = await import("./init.ts");
      ended(await init(command.optsWithGlobals(), world));
    });

  program
    .command("doctor")
    .description("check credentials, sites, time zones, the API's answers, git and the workflows; read-only")
    .addOption(
      oneOption(new Option("--format <format>", "what goes to stdout"), ["text", "json"]).default("text"),
    )
    .addHelpText("after", DOCTOR_EXAMPLES)
    .action(async (_flags: unknown, command: Command) => {
      const { doctor } = await import("./doctor.ts");
      ended(await doctor(command.optsWithGlobals(), world));
    });
}
