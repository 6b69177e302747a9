import type { World } from "./world.ts";

/** The interrupts of a run. */
export interface Interrupts {
  /** Aborted by the first: finish the running step, begin no other. */
  readonly stopping: AbortSignal;
  /** Aborted by the second, or by the first where nothing is being written: stop at once. */
  readonly aborting: AbortSignal;
  /** From here on the first interrupt only stops what comes next. */
  readonly nowWriting: () => void;
  /** Lets the process end by a signal again. */
  readonly forget: () => void;
}

/** Listens for SIGINT and SIGTERM until `forget`; says on stderr what each does. */
export function listenForInterrupts(world: World): Interrupts {
  const stopping = new AbortController();
  const aborting = new AbortController();
  let isWriting = false;
  const forget = world.onInterrupt(() => {
    if (isWriting && !stopping.signal.aborted) {
      world.stderr.write("\nInterrupted: finishing the running step. Once more stops at once.\n");
      stopping.abort();
      return;
    }
    stopping.abort();
    aborting.abort();
  });
  return {
    stopping: stopping.signal,
    aborting: aborting.signal,
    nowWriting: () => {
      isWriting = true;
    },
    forget,
  };
}
