import type { ExitCode } from "../domain/exit.ts";
import { type CallFlags, runCall } from "./calls.ts";
import type { World } from "./world.ts";

/** `psk-reset EMAIL`: sends the resident a link to reset their Wi-Fi key. */
export function pskReset(emails: readonly string[], flags: CallFlags, world: World): Promise<ExitCode> {
  return runCall("psk-reset", emails, flags, world);
}
