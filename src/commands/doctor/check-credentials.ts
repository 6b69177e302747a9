import { ExpectedError } from "../../domain/exit.ts";
import { readCredentials } from "../../elevenos/credentials.ts";
import type { World } from "../world.ts";
import { type Finding, failure, ok } from "./finding.ts";

/** Which credential variables are set; their values are never looked at further. */
export function checkCredentials(env: World["env"], isEmulator: boolean): Finding {
  if (isEmulator) return ok("credentials", "the account of the emulator's seed is used");
  try {
    const { token, login } = readCredentials(env);
    if (token === null) return ok("credentials", "ELEVENOS_EMAIL and ELEVENOS_PASSWORD are set");
    const renewal =
      login === null ? ", with nothing to renew it with" : ", ELEVENOS_EMAIL and ELEVENOS_PASSWORD";
    return ok("credentials", `ELEVENOS_TOKEN is set${renewal}`);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return failure("credentials", error.message, error.remedy);
  }
}
