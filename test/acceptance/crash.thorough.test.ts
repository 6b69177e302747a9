import { test } from "vitest";
import { surviveCrashes } from "./crash-lives.ts";

/** Every kill is a process of its own: RESIDENTCTL_CRASHES asks for more of them. */
const CRASHES = Number(process.env.RESIDENTCTL_CRASHES ?? "50");

test(`killed at ${CRASHES} random points, an apply is finished by the next one, and nobody is invited twice`, async () => {
  await surviveCrashes(CRASHES);
}, 1_800_000);
