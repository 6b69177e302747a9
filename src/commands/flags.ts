import { type Command, InvalidArgumentError, Option } from "commander";
import { oneOption } from "./choice.ts";

/** When personal data is taken out of what is printed. */
export type RedactFlag = "auto" | "on" | "off";

/** The flags that every command has. */
export interface CommonFlags {
  /** `-C`: where the declarations are, relative to the working directory. */
  readonly directory?: string;
  readonly site: readonly string[];
  /** RFC 3339, as it was written. */
  readonly now?: string;
  readonly redact: RedactFlag;
  readonly color: "auto" | "always" | "never";
  readonly baseUrl?: string;
  /** A seed file: the run is against an embedded emulator that begins with it. */
  readonly emulator?: string;
  /** Sites side by side, 1 to 32. */
  readonly concurrency: number;
  /** Seconds: the limit for one request, and for what a submission whose answer was lost did to show; 0.1 to 600. */
  readonly timeout: number;
  readonly quiet?: true;
  readonly verbose?: true;
}

/** Adds the common flags to the program: they count before and after the command's name. */
export function addCommonFlags(program: Command): Command {
  return program
    .option(
      "-C, --directory <dir>",
      "where residentctl.yaml and the site files are; paths are relative to it, other files to the working directory",
    )
    .option("--site <name>", "only this site; can be given again", append, [])
    .option("--now <time>", "plan as of this instant, such as 2026-11-23T17:00:00Z; default the clock")
    .addOption(
      oneOption(
        new Option(
          "--redact <when>",
          "pseudonyms and field names instead of personal data; auto: where CI is set",
        ),
        ["auto", "on", "off"],
      ).default("auto"),
    )
    .addOption(
      oneOption(new Option("--color <when>", "colours; auto: on a terminal, unless NO_COLOR is set"), [
        "auto",
        "always",
        "never",
      ]).default("auto"),
    )
    .option("--base-url <url>", "the API; default ELEVENOS_BASE_URL, or the public one")
    .option("--emulator <file>", "instead of the API, an embedded emulator seeded with this file")
    .option("--concurrency <n>", "sites side by side, 1 to 32", integerIn(1, 32), 4)
    .option(
      "--timeout <seconds>",
      "limit for one request, and for what a lost one did to show, 0.1 to 600",
      secondsIn(0.1, 600),
      30,
    )
    .option("-q, --quiet", "no progress on stderr")
    .option("-v, --verbose", "every request, with its time, on stderr");
}

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Reads a whole number in a range, or `auto`. */
export function integerOrAuto(least: number, most: number): (text: string) => number | "auto" {
  return (text) => (text === "auto" ? text : integerIn(least, most)(text));
}

/** Reads seconds in a range, with up to three decimals; anything else is a usage error. */
export function secondsIn(least: number, most: number): (text: string) => number {
  return (text) => {
    const seconds = Number(text);
    if (!/^\d{1,6}(\.\d{1,3})?$/.test(text) || seconds < least || seconds > most) {
      throw new InvalidArgumentError(`Give seconds from ${least} to ${most}.`);
    }
    return seconds;
  };
}

/** Reads a whole number in a range; anything else is a usage error. */
export function integerIn(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d{1,6}$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}
