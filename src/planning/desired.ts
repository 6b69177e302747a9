import type { DeclaredResident, DeclaredState } from "../domain/site.ts";
import { endInstant, type SiteClock } from "./site-view.ts";

/** What a declaration asks for at `now`. */
export interface Desired {
  readonly state: DeclaredState;
  /** True where the declared `accessEnd` has passed: it means `terminated` whatever `state` says. */
  readonly hasEnded: boolean;
}

/** Reads a declaration at the site's `now`. A tombstone stays what it is: its dates are not compared. */
export function desiredAt(site: SiteClock, declared: DeclaredResident): Desired {
  const { accessEnd, state } = declared;
  const hasEnded = isLiving(state) && accessEnd != null && endInstant(site, accessEnd) <= site.now;
  return { state: hasEnded ? "terminated" : state, hasEnded };
}

/** True where the declaration wants the account to exist at `now`. */
export function isWanted(site: SiteClock, declared: DeclaredResident): boolean {
  return isLiving(desiredAt(site, declared).state);
}

/** True for a wish that the account exists. */
export function isLiving(state: DeclaredState): boolean {
  return state === "active" || state === "suspended";
}
