import { parseArgs } from "node:util";

/** What can be measured, in the order of the table. */
export const PARTS = ["help", "validate", "plan", "apply", "history"] as const;

/** Portfolios of another shape than that of the budgets. */
export const SHAPES = ["one-site", "many-sites", "unicode", "all-changed"] as const;

export type Part = (typeof PARTS)[number];
export type ShapeName = (typeof SHAPES)[number];

/** A command line that was understood. */
export interface Options {
  readonly isQuick: boolean;
  /** A file of earlier results to compare with. */
  readonly against: string | null;
  /** Where the results go as JSON. */
  readonly out: string | null;
  readonly parts: readonly Part[];
  readonly shapes: readonly ShapeName[];
  /** Pairs that a median is of. */
  readonly runs: number;
}

const USAGE = `npm run bench -- [--quick] [--out FILE] [--against FILE] [--only PART]… [--shape SHAPE]… [--runs N]
  --quick          1,000 and 10,000 residents, fewer runs: under a minute, to see that it works
  --out FILE       write the results as JSON
  --against FILE   compare with the results in a file
  --only PART      ${PARTS.join(", ")}
  --shape SHAPE    plan a portfolio of another shape instead: ${SHAPES.join(", ")}
  --runs N         medians of so many (5; with --quick 3)`;

/** Reads the arguments; an error says what is wrong and what there is. */
export function readOptions(args: readonly string[]): Options {
  try {
    return understood(args);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, {
      cause: error,
    });
  }
}

function understood(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      against: { type: "string" },
      out: { type: "string" },
      only: { type: "string", multiple: true, default: [] },
      shape: { type: "string", multiple: true, default: [] },
      runs: { type: "string" },
    },
  });
  const shapes = values.shape.map((name) => oneOf(SHAPES, name, "--shape"));
  const only = values.only.map((name) => oneOf(PARTS, name, "--only"));
  const runs = Number(values.runs ?? (values.quick ? 3 : 5));
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a whole number from 1.");
  return {
    isQuick: values.quick,
    against: values.against ?? null,
    out: values.out ?? null,
    parts: only.length > 0 ? only : shapes.length > 0 ? [] : PARTS,
    shapes,
    runs,
  };
}

function oneOf<Name extends string>(names: readonly Name[], given: string, flag: string): Name {
  const found = names.find((name) => name === given);
  if (found === undefined)
    throw new Error(`${flag} takes ${names.join(", ")}; not ${JSON.stringify(given)}.`);
  return found;
}
