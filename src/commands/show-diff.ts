import { createTwoFilesPatch } from "diff";
import { visibleText } from "../domain/visible-text.ts";
import type { Context } from "./context.ts";

/** A unified diff of one file for stdout. What is not visible in a line stands as `\u{1b}`. */
export function fileDiff(context: Context, file: string, before: string, after: string): string {
  const { colors } = context;
  const name = visibleText(file);
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split("\n").filter((line) => !/^=+$/.test(line));
  return lines
    .map((line) => visibleText(line.replace(/\r$/, "")))
    .map((line) => {
      if (line.startsWith("+")) return colors.green(line);
      if (line.startsWith("-")) return colors.red(line);
      return line.startsWith("@@") ? colors.cyan(line) : line;
    })
    .join("\n");
}
