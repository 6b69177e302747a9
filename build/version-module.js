// `built:version`: the version in package.json, so that no run has to look for that file.
import { readFileSync } from "node:fs";

/**
 * A plugin, for rolldown and for vite alike.
 *
 * @returns {{ name: string, resolveId(id: string): string | null, load(id: string): string | null }}
 */
export function versionModule() {
  return {
    name: "version-module",
    resolveId: (id) => (id === "built:version" ? "\0built:version" : null),
    load: (id) => (id === "\0built:version" ? versionText() : null),
  };
}

function versionText() {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return `export const version = ${JSON.stringify(version)};`;
}
