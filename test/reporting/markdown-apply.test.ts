import { describe, expect, test } from "vitest";
import type { ActionOutcome, ApplyReport, SiteSummary } from "../../src/applying/apply-report.ts";
import { applyMarkdown } from "../../src/reporting/markdown-apply.ts";
import { joinReports } from "../../src/reporting/markdown-join.ts";
import { COMMENT_BYTES } from "../../src/reporting/markdown-plan.ts";
import { mentionsIn } from "./github-mentions.ts";
import { HOSTILE } from "./hostile.ts";

const NONE = { applied: 0, already: 0, failed: 0, "not-attempted": 0, unknown: 0 };

function outcome(changes: Partial<ActionOutcome> = {}): ActionOutcome {
  return {
    actionId: "create:wraeclast:ada@example.com",
    site: "wraeclast",
    kind: "create",
    email: "r-12345678",
    residentId: null,
    unit: { building: "Hudson", floor: "1", unit: "105" },
    ending: "applied",
    message: null,
    detail: null,
    ...changes,
  };
}

function summary(changes: Partial<SiteSummary> = {}): SiteSummary {
  return {
    name: "wraeclast",
    siteId: "s-1",
    endings: { ...NONE, applied: 1 },
    refusedBy: [],
    isVerified: true,
    remaining: 0,
    ...changes,
  };
}

function report(changes: Partial<ApplyReport> = {}): ApplyReport {
  return {
    outcomes: [outcome()],
    sites: [summary()],
    jobs: [],
    problems: [],
    remaining: null,
    journalFile: null,
    isInterrupted: false,
    exitCode: 0,
    ...changes,
  };
}

describe("an apply in Markdown", () => {
  test.each([
    [report(), "## Residents: applied", "**1 applied.**"],
    [report({ outcomes: [] }), "## Residents: applied", "**Nothing was to be done.**"],
    [report({ exitCode: 1 }), "## Residents: apply incomplete", "1 applied"],
    [report({ exitCode: 3 }), "## Residents: apply refused", "1 applied"],
    [report({ exitCode: 130, isInterrupted: true }), "## Residents: apply interrupted", "1 applied"],
  ])("says how it ended", (given, title, counts) => {
    const text = applyMarkdown(given, COMMENT_BYTES);
    expect(text.split("\n")[0]).toContain(title);
    expect(text.split("\n")[2]).toContain(counts);
  });

  test("shows what was not done before what was, and never the server's words", () => {
    const text = applyMarkdown(
      report({
        outcomes: [
          outcome(),
          outcome({
            ending: "failed",
            kind: "purge",
            message: "it was not done",
            detail: "ada@example.com is odd",
          }),
          outcome({ ending: "already" }),
        ],
        problems: [
          { site: "wraeclast", message: "slow", detail: "x" },
          { site: null, message: "odd", detail: null },
        ],
        sites: [
          summary(),
          summary({
            name: "b",
            refusedBy: ["stale-plan"],
            endings: NONE,
            remaining: null,
            isVerified: false,
          }),
          summary({ name: "quiet", endings: NONE }),
          summary({ name: "open", endings: NONE, remaining: 2 }),
        ],
        exitCode: 1,
      }),
      COMMENT_BYTES,
    );
    expect(text).toContain(
      "| failed | purge | wraeclast | <code>Hudson/1/105</code> | <code>r-12345678</code> | it was not done |",
    );
    expect(text.indexOf("### Not done")).toBeLessThan(text.indexOf("2 done</summary>"));
    expect(text).toContain("- **wraeclast**: slow\n- odd\n");
    expect(text).toContain("| b | refused by stale-plan | not known: live state was not read again |");
    expect(text).toContain("| open |  | 2 |");
    expect(text).not.toContain("| quiet |");
    expect(text).not.toContain("ada@example.com is odd");
  });

  test("drops whole rows from the end of what was done", () => {
    const text = applyMarkdown(
      report({ outcomes: Array.from({ length: 3_000 }, () => outcome()) }),
      COMMENT_BYTES,
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
    expect(text).toMatch(/<\/details>\n\n\*\*\d+ more lines\*\*/);
  });

  test.each(HOSTILE)("%j is harmless", (text) => {
    const unit = { building: text, floor: text, unit: text };
    const hostile = outcome({ site: text, email: text, unit, message: text, ending: "failed" });
    const markdown = applyMarkdown(
      report({
        outcomes: [hostile],
        sites: [summary({ name: text })],
        problems: [{ site: text, message: text, detail: text }],
      }),
      COMMENT_BYTES,
    );
    expect(markdown.split("\n")).toHaveLength(20);
    expect(mentionsIn(markdown)).toEqual([]);
    expect(markdown.replaceAll(/<\/?code>|<\/?details>|<\/?summary>/g, "")).not.toMatch(/[<>`@]|\p{Cf}/u);
  });
});

describe("several reports in one", () => {
  const long = (title: string) => `## ${title}\n\n**counts**\n\n${"row\n".repeat(100)}`;

  test("are all there where they fit", () => {
    expect(joinReports([long("a"), "## b\n"], 10_000)).toBe(`${long("a").trimEnd()}\n\n## b\n`);
  });

  test("keep at least how they ended", () => {
    const text = joinReports([long("a"), long("b"), long("c")], 700);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(700);
    expect(text).toContain("row\n\n## b\n\n**counts**\n\nThe rest is in the log of the run.\n\n## c");
  });
});
