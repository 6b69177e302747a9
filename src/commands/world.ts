import type { Timing } from "../domain/timing.ts";

/** A stream that text goes to: a terminal, a pipe or a file. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** A stream that an answer is read from. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Where one short text goes that is all there is to say. */
export interface PlainOutput {
  /** The width of a terminal; undefined for a pipe or a file. */
  readonly columns: number | undefined;
  readonly write: (text: string) => void;
}

/** What the process is to the program: handed in by `main.ts`, and made up by tests. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The absolute working directory. */
  readonly cwd: string;
  readonly stdin: Input;
  /** Results. */
  readonly stdout: Output;
  /** stdout as well, for the help. */
  readonly plainStdout: PlainOutput;
  /** Progress and diagnostics. */
  readonly stderr: Output;
  readonly timing: Timing;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly pid: number;
  /** True where a process of that number runs, whosever it is. */
  readonly isAlive: (pid: number) => boolean;
  /** Calls back at every SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
}
