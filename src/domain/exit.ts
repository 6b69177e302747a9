/**
 * What a process ends with (design section 8): 0 done; 1 failed or incomplete; 2 changes pending; 3 refused;
 * 4 the declarations or the command line are invalid; 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** Where several apply, the one that says most: 130, then 4, 3, 1, 2, 0. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [130, 4, 3, 1, 2];
  return order.find((code) => codes.includes(code)) ?? 0;
}

/**
 * Something a user or a server did, to be shown as a message without a stack trace. `remedy` is the way out,
 * a sentence of its own.
 */
export class ExpectedError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string | null;

  constructor(exitCode: ExitCode, message: string, remedy: string | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ExpectedError";
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}
