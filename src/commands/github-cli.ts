import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneOption } from "./choice.ts";
import { integerIn } from "./flags.ts";
import { HELP_EXAMPLES } from "./help-examples.ts";
import type { World } from "./world.ts";

/** Adds `github comment|summary|drift-issue|approved`; the module that does them is loaded when one runs. */
export function addGitHubCommands(program: Command, world: World, ended: (code: ExitCode) => void): void {
  const github = program
    .command("github")
    .description(
      "comments, summaries and issues, from a workflow: GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY",
    )
    .addHelpText("after", HELP_EXAMPLES.github);

  reportFlags(github.command("comment"))
    .description("write the one comment of its kind on a pull request")
    .option("--pr <number>", "the pull request; default the one of the event", integerIn(1, 999_999))
    .addOption(
      oneOption(new Option("--as <kind>", "which comment"), ["plan", "apply", "report"]).default("plan"),
    )
    .addHelpText("after", HELP_EXAMPLES.comment)
    .action(async (_flags: unknown, command: Command) => {
      const { comment } = await import("./github.ts");
      ended(await comment(command.optsWithGlobals(), world));
    });

  reportFlags(github.command("summary"))
    .description("append to the summary of the job")
    .addHelpText("after", HELP_EXAMPLES.summary)
    .action(async (_flags: unknown, command: Command) => {
      const { summary } = await import("./github.ts");
      ended(await summary(command.optsWithGlobals(), world));
    });

  reportFlags(github.command("drift-issue"))
    .description("open, update or close the one issue about drift, by what plan ended with")
    .addHelpText("after", HELP_EXAMPLES.driftIssue)
    .action(async (_flags: unknown, command: Command) => {
      const { driftIssue } = await import("./github.ts");
      ended(await driftIssue(command.optsWithGlobals(), world));
    });

  github
    .command("approved")
    .description("whether a plan is the one that was reviewed in the pull request of a commit")
    .requiredOption("--plan <file>", "the plan as it is now")
    .option("--commit <sha>", "the commit that was merged; default GITHUB_SHA")
    .option("--expect <digest>", "this plan was reviewed, whatever the pull request says")
    .option("--by-environment", "the reviewers of the job's environment approve the plan of this very run")
    .addHelpText("after", HELP_EXAMPLES.approved)
    .action(async (_flags: unknown, command: Command) => {
      const { approved } = await import("./github.ts");
      ended(await approved(command.optsWithGlobals(), world));
    });
}

function reportFlags(command: Command): Command {
  return command
    .option("--plan <file>", "a plan saved by plan --out or merge --out")
    .option(
      "--file <file>",
      "Markdown of this program instead, such as that of apply; can be given again",
      append,
      [],
    )
    .option("--plan-exit <code>", "what plan ended with; can be given again", exitCode, [])
    .option("--whole-plan <words>", "where the whole plan is, such as an artifact's name");
}

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Any code that is none of ours is a failure. */
function exitCode(text: string, before: readonly ExitCode[]): readonly ExitCode[] {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("Give an exit code.");
  const code = ([0, 2, 3, 4, 130] as const).find((known) => known === Number(text)) ?? 1;
  return [...before, code];
}
