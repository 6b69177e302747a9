import { expect, test } from "vitest";
import { alignColumns } from "../../src/reporting/columns.ts";

test("columns are as wide as their widest cell in terminal cells, and nothing trails", () => {
  expect(
    alignColumns([
      ["日本", "x", "last"],
      ["abcde", "", ""],
      ["\u001b[1mab\u001b[22m", "yy"],
    ]),
  ).toEqual(["日本   x   last", "abcde", "\u001b[1mab\u001b[22m     yy"]);
});
