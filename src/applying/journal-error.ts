import { ExpectedError } from "../domain/exit.ts";

/**
 * Does something with a journal's file or directory. What the file system refuses is an `ExpectedError` (exit code
 * 1) that names `place`; any other error is a bug, and passes.
 */
export async function guarded<T>(place: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new ExpectedError(
      1,
      `The journal ${place} cannot be read or written (${String(error.code)}), so nothing more is sent.`,
      "Make room or give permission, and apply again: that first finishes what was left open.",
      error,
    );
  }
}
