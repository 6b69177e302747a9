import type { Argument, Option } from "commander";

/** A word on the command line that is none of those it can be. */
export class ChoiceError extends Error {
  readonly word: string;
  readonly choices: readonly string[];

  /** `what` is the word and where it stands, as commander has it in its other messages. */
  constructor(what: string, word: string, choices: readonly string[]) {
    super(`${what} is invalid. Allowed choices are ${choices.join(", ")}.`);
    this.name = "ChoiceError";
    this.word = word;
    this.choices = choices;
  }
}

/** An option that takes one of these words, as help and completion list them; any other is a `ChoiceError`. */
export function oneOption(option: Option, choices: readonly string[]): Option {
  // commander's own message has no guess. What guesses is loaded only where it is needed.
  return option
    .choices(choices)
    .argParser(readerOf(choices, (word) => `option '${option.flags}' argument '${word}'`));
}

/** The same for an argument. */
export function oneArgument(argument: Argument, choices: readonly string[]): Argument {
  return argument.choices(choices).argParser(readerOf(choices, (word) => `command-argument value '${word}'`));
}

function readerOf(choices: readonly string[], inWords: (word: string) => string): (word: string) => string {
  return (word) => {
    if (!choices.includes(word)) throw new ChoiceError(inWords(word), word, choices);
    return word;
  };
}
