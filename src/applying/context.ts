import type { Timing } from "../domain/timing.ts";
import type { ElevenOS } from "../elevenos/api.ts";
import type { ApplyEvent } from "./events.ts";
import type { ApplySettings } from "./settings.ts";

/** What everything that talks to the server is handed. */
export interface ApplyContext {
  readonly api: ElevenOS;
  readonly timing: Timing;
  readonly settings: ApplySettings;
  /** Stop at once: ends requests and waits. */
  readonly aborting: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
}
