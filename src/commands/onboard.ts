import type { ExitCode } from "../domain/exit.ts";
import { type CallFlags, runCall } from "./calls.ts";
import type { World } from "./world.ts";

/** `onboard EMAIL…`: begins the onboarding of scheduled residents now, with their first invitation. */
export function onboard(emails: readonly string[], flags: CallFlags, world: World): Promise<ExitCode> {
  return runCall("onboard", emails, flags, world);
}
