import { type Command, Option } from "commander";
import type { ExitCode } from "../domain/exit.ts";
import { oneOption } from "./choice.ts";
import { secondsIn } from "./flags.ts";
import type { World } from "./world.ts";

const EXIT_CODES = `
The shape of json is schemas/call.schema.json.
Exit codes: 0 all was sent; 1 something failed, is unknown, or was not approved; 3 refused, or nobody to send it to:
nothing was sent; 4 nobody is known by that e-mail or unit, or the command line is wrong; 130 interrupted.
`;

const INVITE_EXAMPLES = `
Pending residents get the invitation again; current and suspended ones get their Wi-Fi details. Scheduled and expired
ones are refused where they are named, and left out where a filter meets them. Nothing is ever sent twice by itself.

Examples:
  residentctl invite chris@example.com
  residentctl invite --unit Hudson/1/105           whoever lives there
  residentctl invite --site wraeclast-heights      everybody at a site, as one job
${EXIT_CODES}`;

const PSK_EXAMPLES = `
Works only at sites of type PPK-C and PPK-D. The API does not say which type a site has: at any other it answers with
an error, which is shown, and nothing changes. The resident gets a link; the key changes when they confirm. There is
no bulk action for it: several residents are sent theirs one after the other. Scheduled, pending and expired ones have
no key: they are refused where they are named, and left out where a filter meets them.

Examples:
  residentctl psk-reset chris@example.com
  residentctl psk-reset --unit Hudson/1/105        whoever lives there
  residentctl psk-reset chris@example.com --yes    does not ask
${EXIT_CODES}`;

const ONBOARD_EXAMPLES = `
Scheduled residents get their first invitation now instead of on the activation date. Others are refused where they
are named, and left out where a filter meets them. Live state is read again afterwards.

Examples:
  residentctl onboard chris@example.com
  residentctl onboard --site wraeclast-heights     everybody who is scheduled there
${EXIT_CODES}`;

/** Adds `invite`, `psk-reset` and `onboard`; the module that does it is loaded when it runs. */
export function addCallCommands(program: Command, world: World, ended: (code: ExitCode) => void): void {
  withCallFlags(
    program
      .command("invite")
      .description("send invitations again, or Wi-Fi details to those who have completed onboarding")
      .argument("[email...]", "for these residents"),
  )
    .option("--unit <unit>", "for whoever is in this unit: building/floor/unit")
    .addHelpText("after", INVITE_EXAMPLES)
    .action(async (emails: string[], _flags: unknown, command: Command) => {
      const { invite } = await import("./invite.ts");
      ended(await invite(emails, command.optsWithGlobals(), world));
    });

  withCallFlags(
    program
      .command("psk-reset")
      .description("send residents the link to reset their Wi-Fi key")
      .argument("[email...]", "for these residents"),
  )
    .option("--unit <unit>", "for whoever is in this unit: building/floor/unit")
    .addHelpText("after", PSK_EXAMPLES)
    .action(async (emails: string[], _flags: unknown, command: Command) => {
      const { pskReset } = await import("./psk-reset.ts");
      ended(await pskReset(emails, command.optsWithGlobals(), world));
    });

  withCallFlags(
    program
      .command("onboard")
      .description("begin the onboarding of scheduled residents now")
      .argument("[email...]", "for these residents"),
  )
    .option("--unit <unit>", "for whoever is in this unit: building/floor/unit")
    .addHelpText("after", ONBOARD_EXAMPLES)
    .action(async (emails: string[], _flags: unknown, command: Command) => {
      const { onboard } = await import("./onboard.ts");
      ended(await onboard(emails, command.optsWithGlobals(), world));
    });
}

function withCallFlags(command: Command): Command {
  return command
    .addOption(
      oneOption(new Option("--format <format>", "what goes to stdout"), ["text", "json"]).default("text"),
    )
    .option("--yes", "do not ask: for automation")
    .option("--job-timeout <seconds>", "how long a job is waited for, 1 to 86400", secondsIn(1, 86_400), 900);
}
