import { sha256 } from "./canonical-json.ts";
import type { Plan } from "./plan.ts";

/** A plan as it is saved: `seal` is over everything else in it, and not over the decisions alone as `digest` is. */
export interface SealedPlan extends Plan {
  /** SHA-256 (hex) of the canonical JSON of the plan without `seal`. */
  readonly seal: string;
}

/** Adds the seal to a plan that is about to be saved. */
export function sealPlan(plan: Plan): SealedPlan {
  return { ...plan, seal: sealOf(plan) };
}

/** True where a saved plan is, character for character, what was sealed; the layout of the JSON does not count. */
export function isSealIntact(saved: object): boolean {
  const { seal, ...rest }: { readonly seal?: unknown } = { ...saved };
  return seal === sealOf(rest);
}

function sealOf(plan: object): string {
  return sha256(plan);
}
