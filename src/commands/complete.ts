import path from "node:path";
import type { Command } from "commander";
import { scanNames } from "../declarations/scan-names.ts";
import { workingTree } from "../declarations/working-tree.ts";
import { visibleText } from "../domain/visible-text.ts";
import { EXPLAINED_RULES } from "../reporting/rule-texts.ts";
import { type Candidate, type Line, readLine } from "./complete-line.ts";
import type { World } from "./world.ts";

/**
 * `__complete WORD…`, for the scripts of `completion`: what can stand where the last word is being typed, a line
 * each, a tab before its description; the last line is `:words`, or `:files` or `:folders` for the shell's own.
 * Reads files only, speaks to no server, and never fails: somebody is typing.
 */
export function complete(program: Command, typed: readonly string[], world: World): void {
  const line = readLine(program, typed.length === 0 ? [""] : typed);
  const current = typed.at(-1) ?? "";
  const lines = candidatesOf(line, world)
    .filter(({ word }) => word.startsWith(current) && visibleText(word) === word)
    .map(({ word, description }) => (description === "" ? word : `${word}\t${description}`));
  const { kind } = line.next;
  const last = kind === "files" || kind === "folders" ? kind : "words";
  world.stdout.write(`${[...lines, `:${last}`].join("\n")}\n`);
}

function candidatesOf({ next, directory }: Line, world: World): readonly Candidate[] {
  switch (next.kind) {
    case "words":
      return next.words;
    case "rules":
      return EXPLAINED_RULES.map(({ id, summary }) => ({ word: id, description: summary }));
    case "sites":
    case "emails": {
      const names = scanNames(workingTree(path.resolve(world.cwd, directory ?? ".")));
      return names[next.kind].map((name) => ({ word: `${next.before}${name}`, description: "" }));
    }
    case "files":
    case "folders":
      return [];
  }
}
