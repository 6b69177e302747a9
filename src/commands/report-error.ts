import { didYouMean } from "../declarations/suggest.ts";
import { type ExitCode, ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { ApiError } from "../elevenos/api-error.ts";
import { describeApiError } from "../elevenos/describe-error.ts";
import { createPseudonym, createTextRedactor } from "../reporting/pseudonym.ts";
import { ChoiceError } from "./choice.ts";
import { isRedacting } from "./context.ts";
import type { CommonFlags } from "./flags.ts";
import { errorWords } from "./read-text.ts";
import type { World } from "./world.ts";

/** An error in words, the way out, and what the process ends with. */
export interface Failure {
  readonly message: string;
  readonly remedy: string | null;
  readonly exitCode: ExitCode;
}

/** What a user or a server did, in words; null for an error that is a bug of this program. */
function describeFailure(error: unknown): Failure | null {
  if (error instanceof ExpectedError) return error;
  if (error instanceof ChoiceError) return { message: error.message, remedy: guessOf(error), exitCode: 4 };
  if (error instanceof ApiError) return { ...describeApiError(error), exitCode: 1 };
  return null;
}

/** Which choice was meant: the nearest, or, of words too short for that, the only one that begins so. */
function guessOf({ word, choices }: ChoiceError): string | null {
  const begun = choices.filter((choice) => word !== "" && choice.startsWith(word.toLowerCase()));
  const guess = didYouMean(word, begun.length === 1 ? begun : choices).trim();
  if (guess !== "") return guess;
  return begun.length === 1 ? `Did you mean "${begun[0]}"?` : null;
}

/** Writes an error to stderr and returns the exit code. A bug is shown with its stack, for a report. */
export function reportError(error: unknown, world: World, flags: Pick<CommonFlags, "redact">): ExitCode {
  const failure = describeFailure(error);
  if (failure === null) {
    world.stderr.write(`internal error, please report it: ${stackOf(error)}\n${causeText(error)}`);
    return 1;
  }
  world.stderr.write(failureText(failure, world, flags));
  return failure.exitCode;
}

/** `error: …` and the way out below it; addresses as pseudonyms where output is redacted. */
export function failureText(failure: Failure, world: World, flags: Pick<CommonFlags, "redact">): string {
  const lines = failure.message.split("\n").map((line) => visibleText(line));
  const remedy = failure.remedy === null ? "" : `  ${visibleText(failure.remedy)}\n`;
  const text = `error: ${lines.join("\n")}\n${remedy}`;
  if (!isRedacting(flags, world)) return text;
  // The run's own pseudonyms need not be met here: without a key of the user's they are random anyway.
  const key = world.env.RESIDENTCTL_PSEUDONYM_KEY ?? "";
  const pseudonym = createPseudonym(key === "" ? world.randomBytes(32) : key);
  return createTextRedactor([], pseudonym)(text);
}

function causeText(error: unknown): string {
  if (!(error instanceof Error) || error.cause === undefined) return "";
  return `caused by: ${stackOf(error.cause)}\n`;
}

/** A bug may have met with any text. */
function stackOf(error: unknown): string {
  const stack = (error instanceof Error ? error.stack : undefined) ?? errorWords(error);
  return stack
    .split("\n")
    .map((line) => visibleText(line))
    .join("\n");
}
