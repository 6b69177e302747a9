import type { Usage } from "./measure.ts";

/** What a budget limits. `ratio`: to the floor; `exponent`: of growth. */
export interface Budget {
  readonly of: "ratio" | "seconds" | "exponent";
  readonly most: number;
}

/** A line of the table: a measurement, in seconds, or how measurements grow, as an exponent of size. */
export interface Row {
  readonly name: string;
  /** Of how many pairs the figures are medians. */
  readonly runs: number;
  readonly unit: "seconds" | "exponent";
  readonly program: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly programUsage: Usage | null;
  readonly floorUsage: Usage | null;
  readonly budget: Budget | null;
}

/** All results of a run of the bench; `bench/results.schema.json`. */
export interface Results {
  readonly formatVersion: "1.0";
  readonly takenAt: string;
  readonly commit: string | null;
  readonly isQuick: boolean;
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly rows: readonly Row[];
}

/** Whether a budget is met; null where there is none. */
export function isMet({ budget, ratio, program }: Row): boolean | null {
  if (budget === null) return null;
  const value = budget.of === "ratio" ? ratio : program;
  return value !== null && value <= budget.most;
}
