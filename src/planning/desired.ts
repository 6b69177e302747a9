import type { DeclaredResident, DeclaredState } from "../domain/site.ts";
import { endInstant, type SiteView } from "./site-view.ts";

/** What a declaration asks for at `now`. */
export interface Desired {
  readonly state: DeclaredState;
  /** True where the declared `accessEnd` has passed: it means `terminated` whatever `state` says. */
  readonly hasEnded: boolean;
}

/** Reads a declaration at the view's `now`. A tombstone stays what it is: its dates are not compared. */
export function desiredAt(view: SiteView, declared: DeclaredResident): Desired {
  const isTombstone = declared.state === "terminated" || declared.state === "purged";
  const { accessEnd } = declared;
  const hasEnded = !isTombstone && accessEnd != null && endInstant(view, accessEnd) <= view.now;
  return { state: hasEnded ? "terminated" : declared.state, hasEnded };
}
