import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { replaceFile } from "../../src/commands/replace-file.ts";
import { temporaryDirectory } from "./scene.ts";

test("a link stays a link, and folders are made", async () => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, "real.yaml"), "old");
  symlinkSync("real.yaml", path.join(directory, "link.yaml"));
  await replaceFile(path.join(directory, "link.yaml"), "new");
  expect(readFileSync(path.join(directory, "real.yaml"), "utf8")).toBe("new");
  await replaceFile(path.join(directory, "a", "b.yaml"), "b");
  expect(readdirSync(directory, { recursive: true }).sort()).toEqual([
    "a",
    "a/b.yaml",
    "link.yaml",
    "real.yaml",
  ]);
});

test("a place that cannot be written to is said, and nothing is left there", async () => {
  const directory = temporaryDirectory();
  mkdirSync(path.join(directory, "folder.yaml"));
  await expect(replaceFile(path.join(directory, "folder.yaml"), "x")).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/folder\.yaml cannot be written: /),
  });
  writeFileSync(path.join(directory, "file"), "");
  await expect(replaceFile(path.join(directory, "file", "x.yaml"), "x")).rejects.toMatchObject({
    exitCode: 1,
  });
  expect(readdirSync(directory).sort()).toEqual(["file", "folder.yaml"]);
});
