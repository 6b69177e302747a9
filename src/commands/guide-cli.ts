import { Argument, type Command } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneArgument } from "./choice.ts";
import { SHELLS, type Shell } from "./shells.ts";
import type { World } from "./world.ts";

const EXPLAIN_EXAMPLES = `
Examples:
  residentctl explain                              all rules
  residentctl explain unit-overlap
Exit codes: 0 explained; 4 there is no such rule.
`;

const COMPLETION_EXAMPLES = `
Examples:
  source <(residentctl completion bash)                                   bash: in ~/.bashrc
  residentctl completion zsh > "\${fpath[1]}/_residentctl"                 zsh: once, then a new shell
  residentctl completion fish > ~/.config/fish/completions/residentctl.fish
Exit codes: 0 printed; 4 no such shell.
`;

/** Adds `explain` and `completion`. */
export function addGuideCommands(program: Command, world: World, ended: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description("what a rule means, when it trips and the way out; without one, all rules")
    .argument("[rule]", "such as unit-overlap, as refusals and problems name it")
    .addHelpText("after", EXPLAIN_EXAMPLES)
    .action(async (rule: string | undefined) => {
      const { explain } = await import("./explain.ts");
      ended(await explain(rule, world));
    });

  program
    .command("completion")
    .description("print a shell's completion script")
    .addArgument(oneArgument(new Argument("<shell>", "which one"), SHELLS))
    .addHelpText("after", COMPLETION_EXAMPLES)
    .action(async (shell: Shell) => {
      const { COMPLETION_SCRIPTS } = await import("./completion-scripts.ts");
      world.stdout.write(COMPLETION_SCRIPTS[shell]);
      ended(0);
    });
}
