import type { Command } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import type { World } from "./world.ts";

const EXAMPLES = `
Comments stay with what they are about, and what the files declare stays the same. Files with problems are reported
and left alone. Exit codes: 0 done; 1 with --check: files would change; 4 a file has problems.

Examples:
  residentctl fmt                                  all declaration files
  residentctl fmt --sort sites/oak-park.yaml       also sort residents by building, floor and unit
  residentctl fmt --check                          for CI: list the files that would change

As a pre-commit hook (.git/hooks/pre-commit):
  #!/bin/sh
  exec npx residentctl fmt --check
`;

/** Adds `fmt`; the module that does it is loaded when it runs. */
export function addFmtCommand(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("fmt")
    .description("write the declaration files in one style: key order, quotes, indentation")
    .argument("[path...]", "files or folders; default all that the project names")
    .option("--check", "write nothing: list the files that would change, and exit 1 where there are any")
    .option("--sort", "sort residents by building, floor, unit (numbers as numbers), then e-mail")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], _flags: unknown, command: Command) => {
      const { fmt } = await import("./fmt.ts");
      ended(await fmt(paths, command.optsWithGlobals(), world));
    });
}
