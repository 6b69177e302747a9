import { describe, expect, test } from "vitest";
import { matchJob } from "../../src/applying/match-job.ts";
import type { JobEntry, JobStatus } from "../../src/elevenos/api.ts";
import { actionOf } from "./plans.ts";

const ACTIONS = [actionOf("terminate", "a"), actionOf("terminate", "b"), actionOf("create", "c")];

const byId = (id: string, message: string | null = null): JobEntry => ({
  residentId: id,
  email: null,
  message,
});
const byEmail = (email: string, message: string | null = null): JobEntry => ({
  residentId: null,
  email,
  message,
});

function finished(
  succeeded: readonly JobEntry[],
  failed: readonly JobEntry[],
  counts: Partial<JobStatus> = {},
): JobStatus {
  return {
    isFinished: true,
    status: "finished",
    progress: 100,
    total: succeeded.length + failed.length,
    success: succeeded.length,
    failed: failed.length,
    result: { succeeded, failed },
    ...counts,
  };
}

function read(status: JobStatus) {
  const { attempts, problems } = matchJob(ACTIONS, status);
  const ends = ACTIONS.map((action) => {
    const attempt = attempts.get(action);
    return attempt?.is === "failed" ? `failed: ${attempt.detail}` : (attempt?.is ?? "none");
  });
  return { ends, problems };
}

describe("a finished job, resident by resident", () => {
  test("by ResidentId, else by e-mail without case", () => {
    const status = finished(
      [byId("id-a"), byEmail("C@Example.com")],
      [byEmail("B@example.com", "Unit not found")],
    );
    expect(read(status)).toEqual({ ends: ["applied", "failed: Unit not found", "applied"], problems: [] });
  });

  test("the ResidentId comes before the e-mail, and an unknown id falls back to it", () => {
    const status = finished(
      [
        { residentId: "id-a", email: "b@example.com", message: null },
        { residentId: "brand-new", email: "c@example.com", message: null },
      ],
      [byId("id-b")],
    );
    expect(read(status).ends).toEqual(["applied", "failed: it gives no reason", "applied"]);
  });

  test("the server's words are made visible", () => {
    const status = finished([byId("id-a"), byId("id-b")], [byEmail("c@example.com", "\u001b[2Jno")]);
    expect(read(status).ends[2]).toBe("failed: \\u{1b}[2Jno");
  });

  test.each<[string, JobStatus, string[], string[]]>([
    [
      "an entry on both sides is a failure",
      finished([byId("id-a"), byId("id-b"), byEmail("c@example.com")], [byId("id-a", "no")], {
        total: 3,
        success: null,
      }),
      ["failed: no", "applied", "applied"],
      ["the job has more than one entry for 1 of the residents"],
    ],
    [
      "entries that nobody submitted",
      finished(
        [byId("id-a"), byId("id-b"), byEmail("c@example.com"), byId("id-x"), byEmail("x@example.com")],
        [],
        {
          total: 3,
          success: null,
        },
      ),
      ["applied", "applied", "applied"],
      ["2 of the job's entries match no resident that was submitted"],
    ],
    [
      "an entry without any identity",
      finished([byId("id-a"), byId("id-b")], [{ residentId: null, email: null, message: "row 3" }]),
      ["applied", "applied", "none"],
      [
        "1 of the job's entries match no resident that was submitted",
        "the job has no entry for 1 of the 3 residents",
      ],
    ],
    [
      "counts that do not add up",
      finished([byId("id-a"), byId("id-b"), byEmail("c@example.com")], [], {
        total: 4,
        success: 2,
        failed: 1,
      }),
      ["applied", "applied", "applied"],
      [
        "the job counts 4 residents, and 3 were submitted",
        "the job counts 2 successes and lists 3",
        "the job counts 1 failures and lists 0",
      ],
    ],
    [
      "a sum that is not what was submitted",
      finished([byId("id-a"), byId("id-b")], [], { total: null }),
      ["applied", "applied", "none"],
      [
        "the job counts 2 successes and 0 failures, and 3 residents were submitted",
        "the job has no entry for 1 of the 3 residents",
      ],
    ],
    [
      "no readable result",
      finished([], [], { total: 3, success: 3, failed: 0, result: null }),
      ["none", "none", "none"],
      ["the job is finished and gives no readable result"],
    ],
  ])("%s", (_case, status, ends, problems) => {
    expect(read(status)).toEqual({ ends, problems });
  });
});
