import { Command, CommanderError, Option } from "commander";
import { addCallCommands } from "./commands/calls-cli.ts";
import { oneOption } from "./commands/choice.ts";
import { addConvertCommand } from "./commands/convert-cli.ts";
import { addCommonFlags, type CommonFlags, integerIn, integerOrAuto, secondsIn } from "./commands/flags.ts";
import { addFmtCommand } from "./commands/fmt-cli.ts";
import { APPLY_FORMATS, PLAN_FORMATS, SITES_FORMATS, VALIDATE_FORMATS } from "./commands/formats.ts";
import { addGitHubCommands } from "./commands/github-cli.ts";
import { addGuideCommands } from "./commands/guide-cli.ts";
import { HELP_EXAMPLES } from "./commands/help-examples.ts";
import { addHistoryCommand } from "./commands/history-cli.ts";
import { addPullCommand } from "./commands/pull-cli.ts";
import { addStartCommands } from "./commands/start-cli.ts";
import { addStatusCommand } from "./commands/status-cli.ts";
import { toolVersion } from "./commands/tool-version.ts";
import type { World } from "./commands/world.ts";
import type { ExitCode } from "./domain/exit.ts";

/** Told what a command ended with. */
type Ended = (code: ExitCode) => void;

/**
 * Runs the program: parses the arguments (without the program's name), loads the command and runs it. Errors
 * that a user or a server caused are messages on stderr; the answer is what the process ends with.
 */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(world);
  addCommands(program, world, (code) => {
    exitCode = code;
  });
  try {
    // Not a command of commander's: the words that follow are somebody's unfinished command line.
    if (argv[0] === "__complete") {
      const { complete } = await import("./commands/complete.ts");
      complete(program, argv.slice(1), world);
      return 0;
    }
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has said already what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 4;
    const { reportError } = await import("./commands/report-error.ts");
    return reportError(error, world, program.opts<CommonFlags>());
  }
}

const AFTER_HELP = `
Environment: ELEVENOS_EMAIL and ELEVENOS_PASSWORD, or ELEVENOS_TOKEN; ELEVENOS_BASE_URL; RESIDENTCTL_PSEUDONYM_KEY.
Exit codes: 0 done, 1 failed or incomplete, 2 changes pending (plan --detailed-exitcode), 3 refused,
4 the declarations or the command line are invalid, 130 interrupted.`;

function createProgram(world: World): Command {
  const program = new Command("residentctl")
    .description(
      "Declare the residents of managed-Wi-Fi apartment sites in YAML, plan the difference, apply it.",
    )
    .version(toolVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.plainStdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.plainStdout.columns ?? 100,
      getErrHelpWidth: () => world.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", AFTER_HELP);
  return addCommonFlags(program);
}

/** Every command: its own flags, and the module that is loaded when it runs. */
function addCommands(program: Command, world: World, ended: Ended): void {
  program
    .command("validate")
    .description("check the declarations offline")
    .argument("[path...]", "site files or folders; default all that the project names")
    .addOption(formatOption(VALIDATE_FORMATS))
    .addHelpText("after", HELP_EXAMPLES.validate)
    .action(async (paths: string[], _flags: unknown, command: Command) => {
      const { validate } = await import("./commands/validate.ts");
      ended(await validate(paths, command.optsWithGlobals(), world));
    });

  program
    .command("plan")
    .description("show what apply would change; changes nothing")
    .argument("[path...]", "plan only the sites declared in these files or folders")
    .addOption(formatOption(PLAN_FORMATS))
    .option(
      "--out <file>",
      "also save the plan for apply: whole, readable by its owner only, and redacted only with --redact on",
    )
    .option("--detailed-exitcode", "exit 2 where there are changes")
    .option("--base <ref>", "tell declared changes since this git ref from drift, and find e-mail edits")
    .option("--rehearse", "apply the plan to an embedded emulator, and say whether it converges")
    .addHelpText("after", HELP_EXAMPLES.plan)
    .action(async (paths: string[], _flags: unknown, command: Command) => {
      const { plan } = await import("./commands/plan.ts");
      ended(await plan(paths, command.optsWithGlobals(), world));
    });

  program
    .command("apply")
    .description("plan again, ask, and change the live system")
    .argument("[plan]", "a file saved by plan --out: only what it holds is done")
    .addOption(formatOption(APPLY_FORMATS))
    .option("--expect <digest>", "refuse any plan that has not this digest")
    .option("--base <ref>", "also refuse e-mails that were edited in the files since this git ref")
    .option("--yes", "do not ask: for automation")
    .option(
      "--receipt",
      "leave a git note on the commit that is applied: what was done, without personal data",
    )
    .option("--job-timeout <seconds>", "how long a job is waited for, 1 to 86400", secondsIn(1, 86_400), 900)
    .addHelpText("after", HELP_EXAMPLES.apply)
    .action(async (file: string | undefined, _flags: unknown, command: Command) => {
      const { apply } = await import("./commands/apply.ts");
      ended(await apply(file, command.optsWithGlobals(), world));
    });

  program
    .command("sites")
    .description("list the declared sites, spread over shards for large portfolios")
    .addOption(formatOption(SITES_FORMATS))
    .option(
      "--shards <n>",
      "at most so many; auto: one for each 50 sites or 20,000 residents",
      integerOrAuto(1, 256),
      "auto",
    )
    .addHelpText("after", HELP_EXAMPLES.sites)
    .action(async (_flags: unknown, command: Command) => {
      const { sites } = await import("./commands/sites.ts");
      ended(await sites(command.optsWithGlobals(), world));
    });

  program
    .command("merge")
    .description("join the saved plans of different sites into one")
    .argument("<plan...>", "files saved by plan --out, of one commit and one --now")
    .option("--out <file>", "write it there, readable by its owner only, instead of to stdout")
    .option("--detailed-exitcode", "exit 2 where there are changes")
    .addHelpText("after", HELP_EXAMPLES.merge)
    .action(async (files: [string, ...string[]], _flags: unknown, command: Command) => {
      const { merge } = await import("./commands/merge.ts");
      ended(await merge(files, command.optsWithGlobals(), world));
    });

  addPullCommand(program, world, ended);
  addFmtCommand(program, world, ended);
  addConvertCommand(program, world, ended);
  addCallCommands(program, world, ended);
  addStartCommands(program, world, ended);
  addStatusCommand(program, world, ended);
  addHistoryCommand(program, world, ended);
  addGitHubCommands(program, world, ended);
  addGuideCommands(program, world, ended);

  program
    .command("emulator")
    .description("serve the embedded emulator of the API on loopback, until it is interrupted")
    .option("--seed <file>", "begin with the accounts in this file")
    .option("--state <file>", "begin with this file where it exists, and write the state to it at the end")
    .option("--port <n>", "listen here; default any free port", integerIn(0, 65_535), 0)
    .addHelpText("after", HELP_EXAMPLES.emulator)
    .action(async (_flags: unknown, command: Command) => {
      const { emulator } = await import("./commands/emulator.ts");
      ended(await emulator(command.optsWithGlobals(), world));
    });
}

function formatOption(formats: readonly string[]): Option {
  return oneOption(new Option("--format <format>", "what goes to stdout"), formats).default("text");
}
