import { fileURLToPath } from "node:url";

/** The program, as it is built. */
export const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A script of the bench, as it is built: `floor-plan.js`. */
export function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
