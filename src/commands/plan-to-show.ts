import { validatePlan } from "built:validators/plan";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { readPlanFile } from "../applying/plan-file.ts";
import { ExpectedError } from "../domain/exit.ts";
import { visibleText } from "../domain/visible-text.ts";
import { isSealIntact } from "../planning/seal.ts";
import type { ShownPlan } from "../reporting/shown-plan.ts";
import type { World } from "./world.ts";

/**
 * Reads a plan that `plan --out` or `merge --out` has saved, to show it or to join it with others. Unlike for `apply`
 * it may be redacted. What is no such plan, or was changed since, is an `ExpectedError` with exit code 4.
 */
export async function readPlanToShow(file: string, world: World): Promise<ShownPlan> {
  const text = await readText(file, world);
  const saved = parseRedacted(text);
  if (saved === null) return withoutSeal(readPlanFile(text, file));
  if (isPlan(saved) && isSealIntact(saved)) return withoutSeal(saved);
  throw new ExpectedError(
    4,
    `${visibleText(file)} is not a plan as it was saved.`,
    "Save it again with plan --out, and leave the file as it is.",
  );
}

function isPlan(value: object): value is ShownPlan {
  return validatePlan(value);
}

/** The text of a file that the command line names; one that cannot be read is an `ExpectedError` with exit code 4. */
export async function readText(file: string, world: World): Promise<string> {
  try {
    return await readFile(path.resolve(world.cwd, file), "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExpectedError(4, `The file cannot be read: ${visibleText(why)}`, null, error);
  }
}

/** The JSON of a plan that says that it is redacted; null for everything else. */
function parseRedacted(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const isRedacted = typeof value === "object" && value !== null && "redacted" in value;
    return isRedacted ? value : null;
  } catch {
    // Not JSON: whoever reads it as a whole plan says so.
    return null;
  }
}

function withoutSeal(saved: ShownPlan): ShownPlan {
  const { seal: _seal, ...plan }: ShownPlan & { readonly seal?: unknown } = saved;
  return plan;
}
