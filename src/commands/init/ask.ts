import { createInterface } from "node:readline";
import { ExpectedError } from "../../domain/exit.ts";
import type { World } from "../world.ts";

/** Asks on stderr, one question after the other. */
export interface Asker {
  /** The answer; `proposal`, which is shown, where it is empty. Rejects (ExpectedError, exit 4) at the end of the input. */
  readonly ask: (question: string, proposal: string | null) => Promise<string>;
  readonly close: () => void;
}

/** Makes an asker. Lines that come before their question are kept for it. */
export function createAsker(world: World): Asker {
  const lines = createInterface({ input: world.stdin, terminal: false });
  const iterator = lines[Symbol.asyncIterator]();
  return {
    ask: async (question, proposal) => {
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
        const answer = value.trim();
        if (answer !== "") return answer;
        if (proposal !== null) return proposal;
      }
    },
    close: () => lines.close(),
  };
}
