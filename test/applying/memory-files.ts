import path from "node:path";
import type { AppendFile, JournalFiles } from "../../src/applying/journal-files.ts";

/** Journal files in memory: for tests that begin and end very many of them. */
export function memoryFiles(content = new Map<string, string>()): JournalFiles & {
  readonly content: Map<string, string>;
} {
  const appendTo = (file: string): AppendFile => ({
    append: async (text) => {
      content.set(file, `${content.get(file) ?? ""}${text}`);
    },
    close: async () => undefined,
  });
  return {
    content,
    makeDirectory: async () => undefined,
    list: async (directory) =>
      [...content.keys()]
        .filter((file) => path.dirname(file) === directory)
        .map((file) => path.basename(file))
        .sort(),
    read: async (file) => content.get(file) ?? "",
    create: async (file) => {
      content.set(file, "");
      return appendTo(file);
    },
    resume: async (file, bytes) => {
      content.set(file, (content.get(file) ?? "").slice(0, bytes));
      return appendTo(file);
    },
    rename: async (from, to) => {
      content.set(to, content.get(from) ?? "");
      content.delete(from);
    },
    remove: async (file) => {
      content.delete(file);
    },
  };
}
