import { test } from "vitest";
import { surviveCrashes } from "./crash-lives.ts";

test("killed at random points, an apply is finished by the next one, and nobody is invited twice", async () => {
  await surviveCrashes(10);
}, 120_000);
