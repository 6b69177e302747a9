import type { Command } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import type { World } from "./world.ts";

const EXAMPLES = `
Comments, order, quotes and the split into files stay as they are; only what differs changes. Whoever is not live any
more is taken out; tombstones stay. Exit codes: 0 done; 1 incomplete: a site could not be read, or a resident could
not be declared as they are (a comment in the Site file says whom); 2 with --check: something would change.

Examples:
  residentctl pull                                 all declared sites
  residentctl pull --site wraeclast-heights --check
  residentctl pull --name oak-park --site-id 81c2... --team-id 3fd0... --timezone America/Denver
                                                   a site that is not declared yet, into sites/oak-park.yaml
`;

/** Adds `pull`; the module that does it is loaded when it runs. */
export function addPullCommand(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("pull")
    .description("bring the declarations to what is live, so that a plan made then is empty")
    .option("--check", "write nothing: show the difference, and exit 2 where there is one")
    .option("--include-expired", "declare expired accounts too, as terminated")
    .option("--name <name>", "a site that is not declared yet: its name, for a new file in sites/")
    .option("--site-id <id>", "the new site's SiteId")
    .option("--team-id <id>", "the new site's team; default the project's")
    .option("--timezone <zone>", "the new site's IANA time zone")
    .addHelpText("after", EXAMPLES)
    .action(async (_flags: unknown, command: Command) => {
      const { pull } = await import("./pull.ts");
      ended(await pull(command.optsWithGlobals(), world));
    });
}
