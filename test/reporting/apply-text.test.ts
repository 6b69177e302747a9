import { describe, expect, test } from "vitest";
import type { ActionOutcome, ApplyReport, JobRecord, SiteSummary } from "../../src/applying/apply-report.ts";
import type { Ending } from "../../src/applying/attempt.ts";
import { APPLY_REPORTERS } from "../../src/reporting/apply-reporters.ts";
import { reportText } from "../../src/reporting/apply-text.ts";
import { redactApplyItem } from "../../src/reporting/redact-apply.ts";
import { action, PLAIN, plan, site } from "./sample-plan.ts";

function outcome(ending: Ending, changes: Partial<ActionOutcome> = {}): ActionOutcome {
  return {
    actionId: "suspend:wraeclast:ada@example.com",
    site: "wraeclast",
    kind: "suspend",
    email: "ada@example.com",
    residentId: "id-ada",
    unit: { building: "Hudson", floor: "1", unit: "105" },
    ending,
    message: null,
    detail: null,
    ...changes,
  };
}

function summary(changes: Partial<SiteSummary> = {}): SiteSummary {
  return {
    name: "wraeclast",
    siteId: "s-1",
    endings: { applied: 1, already: 0, failed: 0, "not-attempted": 0, unknown: 0 },
    refusedBy: [],
    isVerified: true,
    remaining: 0,
    ...changes,
  };
}

function report(changes: Partial<ApplyReport> = {}): ApplyReport {
  return {
    outcomes: [outcome("applied")],
    sites: [summary()],
    jobs: [],
    problems: [],
    remaining: null,
    journalFile: ".residentctl/journal/j.jsonl",
    isInterrupted: false,
    exitCode: 0,
    ...changes,
  };
}

const job: JobRecord = {
  site: "wraeclast",
  jobId: "j-1",
  action: "suspend",
  submitted: 5,
  end: "finished",
  success: 3,
  failed: 2,
};

describe("an apply's report as text", () => {
  test("tells each resident's ending, the jobs, what is left and what went wrong", () => {
    const shown = reportText(
      report({
        outcomes: [
          outcome("applied"),
          outcome("already", { kind: "terminate", email: "b@example.com" }),
          outcome("failed", { message: "the server did not do it", detail: "no such unit" }),
          outcome("not-attempted", { kind: "create", message: "waits for another" }),
          outcome("unknown", { message: "the answer was lost (timeout)" }),
        ],
        sites: [
          summary({
            endings: { applied: 1, already: 1, failed: 1, "not-attempted": 1, unknown: 1 },
            remaining: 2,
          }),
          summary({ name: "quiet", siteId: "s-2" }),
        ],
        jobs: [job, { ...job, jobId: "j-2", end: "lost", success: null, failed: null }],
        problems: [
          { site: "wraeclast", message: "counts do not add up", detail: "5 != 6" },
          { site: null, message: "live state could not be read again at the end", detail: null },
        ],
        exitCode: 1,
      }),
      PLAIN,
    );
    expect(shown).toBe(`\
wraeclast: 1 applied, 1 already so, 1 FAILED, 1 not attempted, 1 UNKNOWN
  applied        | suspend    Hudson/1/105  ada@example.com
  already so     - terminate  Hudson/1/105  b@example.com
  FAILED         | suspend    Hudson/1/105  ada@example.com
      the server did not do it
      no such unit
  not attempted  + create     Hudson/1/105  ada@example.com
      waits for another
  UNKNOWN        | suspend    Hudson/1/105  ada@example.com
      the answer was lost (timeout)
  job j-1 (suspend): 5 submitted, 3 succeeded, 2 failed; finished
  job j-2 (suspend): 5 submitted; its answer was lost
  note: counts do not add up: 5 != 6
  Read again: 2 actions still due.

note: live state could not be read again at the end

Incomplete: 1 applied, 1 already so, 1 FAILED, 1 not attempted, 1 UNKNOWN.
Journal: .residentctl/journal/j.jsonl
`);
  });

  test.each([
    [report(), "Done: 1 applied.\n"],
    [
      report({ isInterrupted: true, exitCode: 130 }),
      "Interrupted; the next apply goes on from here: 1 applied.\n",
    ],
    [report({ exitCode: 3 }), "Refused in part or in whole: 1 applied.\n"],
    [report({ exitCode: 1 }), "Incomplete: 1 applied.\n"],
    [report({ outcomes: [], exitCode: 0, journalFile: null }), "Done: nothing to do.\n"],
    [report({ outcomes: [], exitCode: 1, journalFile: null }), "Incomplete: nothing was done.\n"],
  ])("ends in a verdict: %#", (value, expected) => {
    expect(reportText(value, PLAIN)).toContain(`\n${expected}`.replace(/^\n(.*: nothing)/, "$1"));
  });

  test.each([
    [{ isVerified: false, remaining: null }, "Live state was not read again: what is left is not known."],
    [{ isVerified: true, remaining: null }, "Live state was not read again: what is left is not known."],
    [{ remaining: 1 }, "Read again: 1 action still due."],
    [{ remaining: 0 }, "Read again: nothing is left but what is deferred."],
  ])("says of a site with %j what is left", (changes, expected) => {
    expect(reportText(report({ sites: [summary(changes)] }), PLAIN)).toContain(`\n  ${expected}\n`);
  });

  test("tells of a refused site, and of one that only has a problem", () => {
    const nobody = { applied: 0, already: 0, failed: 0, "not-attempted": 0, unknown: 0 };
    const shown = reportText(
      report({
        outcomes: [],
        sites: [
          summary({ refusedBy: ["protected", "stale-plan"], endings: nobody }),
          summary({ name: "other", endings: nobody }),
          summary({ name: "silent", endings: nobody }),
        ],
        problems: [{ site: "other", message: "look", detail: null }],
        exitCode: 3,
      }),
      PLAIN,
    );
    expect(shown).toContain(
      "wraeclast: nothing to do\n  REFUSED by protected, stale-plan: nothing was written\n",
    );
    expect(shown).toContain("other: nothing to do\n  note: look\n");
    expect(shown).not.toContain("silent");
  });

  test.each([
    ["time-limit", "not finished within the time limit"],
    ["interrupted", "not waited for any longer"],
  ] as const)("says of a job that ended by %s: %s", (end, words) => {
    expect(reportText(report({ jobs: [{ ...job, end }] }), PLAIN)).toContain(`2 failed; ${words}\n`);
  });

  test("keeps control characters out of the terminal", () => {
    const hostile = "\u001b[2J\n";
    const shown = reportText(
      report({
        outcomes: [outcome("failed", { site: hostile, email: hostile, message: hostile, detail: hostile })],
        sites: [summary({ name: hostile })],
        jobs: [{ ...job, site: hostile, jobId: hostile }],
        problems: [{ site: hostile, message: hostile, detail: hostile }],
        journalFile: hostile,
        exitCode: 1,
      }),
      PLAIN,
    );
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("what an apply shows without personal data", () => {
  const pseudonym = () => "r-00000000";
  const redact = (item: Parameters<typeof redactApplyItem>[0]) => redactApplyItem(item, pseudonym);
  const personal = /example\.(com|org)|Ada|server words|id-ada/;

  test("of the plan", () => {
    const item = redact({ type: "plan", plan: plan([site({ actions: [action("suspend")] })]) });
    expect(JSON.stringify(item)).not.toMatch(personal);
    expect(item).toMatchObject({ plan: { redacted: true } });
  });

  test("of what was reviewed", () => {
    const one = action("suspend");
    const item = redact({
      type: "reviewed",
      reviewed: {
        stale: [
          { site: "wraeclast", email: one.email, reviewed: one, now: one },
          { site: "wraeclast", email: one.email, reviewed: null, now: one },
        ],
        alreadySo: [one],
        withdrawn: [{ action: one, reason: "ada@example.com is pending" }],
      },
    });
    expect(JSON.stringify(item)).not.toMatch(personal);
    for (const format of ["text", "json"] as const) {
      const shown = APPLY_REPORTERS[format](item, PLAIN);
      expect(shown).toContain("reviewed, and has to wait now: r-00000000 is pending");
      expect(shown).toContain("reviewed, and already so");
      expect(shown).toContain("reviewed: nothing; now: suspend");
    }
  });

  const step = {
    id: "s",
    site: "wraeclast",
    wave: 1,
    work: { kind: "put", action: "update" },
    size: 1,
  } as const;
  const told = {
    type: "outcome",
    step,
    actionId: "suspend:w:ada@example.com",
    kind: "suspend",
    email: "ada@example.com",
  } as const;

  test.each([
    [{ ...told, attempt: { is: "applied", isSeen: true } }],
    [{ ...told, attempt: { is: "already" } }],
    [
      {
        ...told,
        attempt: { is: "failed", message: "ada@example.com", detail: "server words", isSent: true },
      },
    ],
    [{ ...told, attempt: { is: "open", message: "lost", detail: "server words" } }],
    [{ ...told, attempt: { is: "not-attempted", message: "waits for create:w:ada@example.com" } }],
    [{ ...told, attempt: { is: "unanswered", message: "ada@example.com" } }],
    [{ type: "notice", site: "wraeclast", message: "ada@example.com", detail: "server words" }],
    [{ type: "site-finished", site: "wraeclast" }],
  ] as const)("of an event: %#", (event) => {
    const item = redact({ type: "event", event });
    expect(JSON.stringify(item)).not.toMatch(personal);
    expect(item).toMatchObject({ event: { type: event.type } });
    expect(APPLY_REPORTERS.text(item, PLAIN)).toBe("");
    expect(JSON.parse(APPLY_REPORTERS.json(item))).toMatchObject({ type: event.type });
  });

  test("of the report", () => {
    const value = report({
      outcomes: [
        outcome("failed", { message: "waits for ada@example.com", detail: "server words" }),
        outcome("applied"),
      ],
      problems: [{ site: null, message: "ada@example.com", detail: "server words" }],
      remaining: plan([site({ actions: [action("suspend")] })]),
    });
    const item = redact({ type: "report", report: value });
    expect(JSON.stringify(item)).not.toMatch(personal);
    expect(APPLY_REPORTERS.text(item, PLAIN)).toContain("waits for r-00000000");
    expect(redact({ type: "report", report: report() })).toMatchObject({ report: { remaining: null } });
  });
});

test("nothing is said of a reviewed plan that still holds", () => {
  const reviewed = { stale: [], alreadySo: [], withdrawn: [] };
  expect(APPLY_REPORTERS.text({ type: "reviewed", reviewed }, PLAIN)).toBe("");
});
