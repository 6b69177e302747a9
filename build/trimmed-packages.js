// Parts of packages that this program never runs, but that would be loaded with them at every start.

/** Text for text, as the package has it today. That it is no longer there is an error: nobody would notice otherwise. */
const TRIMS = [
  {
    // commander starts subcommands that are programs of their own. There are none here; loading takes 1.5 ms.
    file: "/node_modules/commander/lib/command.js",
    from: "const childProcess = require('node:child_process');",
    to: "const childProcess = null;",
  },
];

/**
 * A plugin for rolldown.
 *
 * @returns {{ name: string, transform(code: string, id: string): string | null }}
 */
export function trimmedPackages() {
  return {
    name: "trimmed-packages",
    transform: (code, id) => {
      const trim = TRIMS.find(({ file }) => id.endsWith(file));
      if (trim === undefined) return null;
      if (!code.includes(trim.from)) throw new Error(`${id} no longer has: ${trim.from}`);
      return code.replace(trim.from, () => trim.to);
    },
  };
}
