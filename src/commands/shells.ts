/** The shells that `completion` knows. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The name of a shell. */
export type Shell = (typeof SHELLS)[number];
