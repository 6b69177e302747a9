import type { Argument, Command, Option } from "commander";

/** A word that can stand next, and what it means. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** What can stand next on a command line. */
export type Next =
  | { readonly kind: "words"; readonly words: readonly Candidate[] }
  /** `before`: what stands before the value in the same word, `--site=`. */
  | { readonly kind: "sites" | "emails" | "rules"; readonly before: string }
  | { readonly kind: "files" | "folders" };

/** A command line as far as it was typed. */
export interface Line {
  readonly next: Next;
  /** What `-C` said, if anything. */
  readonly directory: string | null;
}

const NOTHING: Next = { kind: "words", words: [] };

/**
 * What can follow the words of a command line, the last of which is being typed (and may be empty): worked out from
 * the program's own commands, flags and choices.
 */
export function readLine(program: Command, words: readonly string[]): Line {
  let command = program;
  let isOptionsOver = false;
  let directory: string | null = null;
  let waiting: Option | null = null;
  const positionals: string[] = [];
  for (const word of words.slice(0, -1)) {
    if (waiting !== null) {
      if (waiting.attributeName() === "directory") directory = word;
      waiting = null;
    } else if (!isOptionsOver && word === "--") isOptionsOver = true;
    else if (!isOptionsOver && word.startsWith("-")) {
      const [flag, value] = splitFlag(word);
      const option = findOption(program, command, flag);
      if (option?.attributeName() === "directory" && value !== null) directory = value;
      if (option?.required === true && value === null) waiting = option;
    } else {
      const inner =
        positionals.length === 0 ? command.commands.find((known) => known.name() === word) : undefined;
      if (inner === undefined) positionals.push(word);
      else command = inner;
    }
  }
  const typed = words.at(-1) ?? "";
  return { directory, next: waiting === null ? nextWord(typed) : optionValue(waiting, "") };

  function nextWord(current: string): Next {
    if (isOptionsOver || !current.startsWith("-")) {
      const found = nextPositional(program, command, positionals);
      return found === NOTHING && !isOptionsOver ? flagsOf(program, command) : found;
    }
    const [flag, value] = splitFlag(current);
    if (value === null) return flagsOf(program, command);
    const option = findOption(program, command, flag);
    return option === undefined ? NOTHING : optionValue(option, `${flag}=`);
  }
}

/** `--site=a` as `--site` and `a`; the value is null without a sign of equality. */
function splitFlag(word: string): readonly [string, string | null] {
  const at = word.startsWith("--") ? word.indexOf("=") : -1;
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)];
}

function findOption(program: Command, command: Command, flag: string): Option | undefined {
  return [...command.options, ...program.options].find(({ long, short }) => long === flag || short === flag);
}

function optionValue(option: Option, before: string): Next {
  if (option.argChoices !== undefined) {
    return words(option.argChoices.map((choice) => ({ word: `${before}${choice}`, description: "" })));
  }
  if (option.attributeName() === "site") return { kind: "sites", before };
  if (option.flags.includes("<file>")) return { kind: "files" };
  return option.flags.includes("<dir>") ? { kind: "folders" } : NOTHING;
}

function words(candidates: readonly Candidate[]): Next {
  return { kind: "words", words: candidates };
}

function nextPositional(program: Command, command: Command, before: readonly string[]): Next {
  if (command.commands.length > 0 && before.length === 0) return commandsOf(command);
  if (command === program && before[0] === "help" && before.length === 1) return commandsOf(program);
  const { registeredArguments: known } = command;
  const last = known.at(-1);
  const argument = known[before.length] ?? (last?.variadic === true ? last : undefined);
  return argument === undefined ? NOTHING : argumentValue(argument);
}

function commandsOf(command: Command): Next {
  const visible = command.createHelp().visibleCommands(command);
  return words(visible.map((inner) => ({ word: inner.name(), description: inner.description() })));
}

function argumentValue(argument: Argument): Next {
  if (argument.argChoices !== undefined) {
    return words(argument.argChoices.map((word) => ({ word, description: "" })));
  }
  switch (argument.name()) {
    case "email":
      return { kind: "emails", before: "" };
    case "rule":
      return { kind: "rules", before: "" };
    default:
      // What else an argument can be is a file: of declarations, of a plan, of a spreadsheet.
      return { kind: "files" };
  }
}

function flagsOf(program: Command, command: Command): Next {
  const help = program.createHelp();
  const options = [...help.visibleOptions(command), ...(command === program ? [] : program.options)];
  const flags = new Map(
    options.flatMap((option) => (option.long ? [[option.long, option.description]] : [])),
  );
  return words(
    [...flags].map(([word, description]) => ({ word: String(word), description: String(description) })),
  );
}
