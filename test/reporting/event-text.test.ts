import { expect, test } from "vitest";
import { eventLine } from "../../src/reporting/event-text.ts";

const step = {
  id: "s",
  site: "wrae\u001bclast",
  wave: 1,
  work: { kind: "import", action: "create" },
  size: 3,
} as const;

test.each([
  [{ type: "site-started", site: "a", actions: 3 }, null],
  [{ type: "wave-started", site: "a", wave: 1 }, null],
  [{ type: "step-started", step }, null],
  [{ type: "job-submitted", step, jobId: "j" }, null],
  [{ type: "job-progress", step, jobId: "j", done: 1, total: 3 }, null],
  [{ type: "step-finished", step, succeeded: 2 }, "wrae\\u{1b}clast: create by a job: 2 of 3 done"],
  [{ type: "notice", site: "a", message: "wai\nts", detail: "words" }, "a: wai\\u{a}ts"],
  [{ type: "site-finished", site: "a" }, null],
  [{ type: "verification-started" }, "Reading live state again"],
  [{ type: "verification-finished", remaining: 1 }, "Read again: 1 action still due"],
  [{ type: "verification-finished", remaining: null }, "Live state could not be read again"],
] as const)("%j is the line %j", (event, expected) => {
  expect(eventLine(event)).toBe(expected);
});

test("a step of single requests says so", () => {
  const put = { ...step, site: "a", work: { kind: "put", action: "update" } } as const;
  expect(eventLine({ type: "step-finished", step: put, succeeded: 3 })).toBe(
    "a: update one by one: 3 of 3 done",
  );
});
