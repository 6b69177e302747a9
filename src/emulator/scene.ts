import type { SiteStore, World } from "./world.ts";

/** Where and when a rule is asked: the state, the site of the call, and the emulator's clock (epoch milliseconds). */
export interface Scene {
  readonly world: World;
  readonly site: SiteStore;
  readonly now: number;
}
