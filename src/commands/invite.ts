import type { ExitCode } from "../domain/exit.ts";
import { type CallFlags, runCall } from "./calls.ts";
import type { World } from "./world.ts";

/** `invite EMAIL…`: sends the invitation again to pending residents, and the Wi-Fi details to those onboarded. */
export function invite(emails: readonly string[], flags: CallFlags, world: World): Promise<ExitCode> {
  return runCall("invite", emails, flags, world);
}
