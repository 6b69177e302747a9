import { execFileSync } from "node:child_process";

/** Builds once before any test, so that tests of the real binary never run a stale one. */
export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}
