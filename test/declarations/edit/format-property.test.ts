import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commentsOf } from "../../../src/declarations/edit/comments.ts";
import { formatFile } from "../../../src/declarations/edit/format-file.ts";
import { declaredSites } from "./live.ts";
import { messyFile } from "./messy.ts";

const FILE = "sites/a.yaml";

/** What a file declares, without the places. */
function meaning(text: string): unknown {
  const sites = declaredSites(new Map([[FILE, text]]));
  return JSON.parse(JSON.stringify(sites, (key, value) => (key === "source" ? undefined : value)));
}

function comments(text: string): readonly string[] {
  return commentsOf(text)
    .map((comment) => comment.text)
    .sort();
}

function emptyLines(text: string): number {
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => line.trim() === "").length;
}

describe("whatever a file looked like", () => {
  test.each([false, true])(
    "formatting keeps meaning and comments, and is done at once (sorted: %s)",
    (isSorted) => {
      fc.assert(
        fc.property(fc.gen(), (draw) => {
          const source = messyFile((arb) => draw(() => arb));
          const formatted = formatFile(source, isSorted);
          expect(meaning(formatted)).toEqual(meaning(source));
          expect(comments(formatted)).toEqual(comments(source));
          expect(formatFile(formatted, isSorted)).toBe(formatted);
          expect(formatted).not.toMatch(/[ \t]$|\r|\n\n\n|[^\n]$/);
          if (!isSorted) expect(emptyLines(formatted)).toBeLessThanOrEqual(emptyLines(source));
        }),
        { numRuns: 60, endOnFailure: true },
      );
    },
  );
});
