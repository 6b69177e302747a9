import { readFileSync } from "node:fs";

/** The version in `package.json`, which stands beside both `src` and `dist`. */
export function toolVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
