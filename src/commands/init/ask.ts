import { createInterface } from "node:readline";
import { ExpectedError } from "../../domain/exit.ts";
import type { World } from "../world.ts";

/** What is wrong with an answer, in words; null where it will do. */
export type Wrong = (answer: string) => string | null;

/** Asks on stderr, one question after the other. */
export interface Asker {
  /** The answer; `proposal`, which is shown, where it is empty. Asks again while `wrong` has words. Rejects (ExpectedError, exit 4) at the end of the input. */
  readonly ask: (question: string, proposal: string | null, wrong?: Wrong) => Promise<string>;
  readonly close: () => void;
}

/** Makes an asker. Lines that come before their question are kept for it. */
export function createAsker(world: World): Asker {
  const lines = createInterface({ input: world.stdin, terminal: false });
  const iterator = lines[Symbol.asyncIterator]();
  return {
    ask: async (question, proposal, wrong = () => null) => {
      for (;;) {
        world.stderr.write(`${question}${proposal === null ? "" : ` [${proposal}]`}: `);
        const { done, value } = await iterator.next();
        if (done === true) {
          throw new ExpectedError(
            4,
            "The input ended before everything was answered.",
            "Nothing was written.",
          );
        }
        const answer = value.trim() || proposal;
        if (answer === null) continue;
        const words = wrong(answer);
        if (words === null) return answer;
        world.stderr.write(`${words}\n`);
      }
    },
    close: () => lines.close(),
  };
}
