import { describe, expect, test } from "vitest";
import type { Attempt } from "../../src/applying/attempt.ts";
import { judge } from "../../src/applying/judge.ts";
import type { SitePlan } from "../../src/planning/plan.ts";
import { actionOf, planOf, siteOf } from "./plans.ts";

const ACTION = actionOf("suspend", "a", {
  patch: [
    { op: "test", path: "/phone", value: "1" },
    { op: "replace", path: "/phone", value: "2" },
    { op: "replace", path: "/lastName", value: "Smith" },
    { op: "remove", path: "/floor" },
  ],
});
const PLAN = planOf([siteOf("one", [ACTION])]);

const AFTER: Readonly<Record<string, SitePlan | null>> = {
  "is so": siteOf("one", []),
  unchanged: siteOf("one", [ACTION]),
  "changed in part": siteOf("one", [
    { ...ACTION, patch: [{ op: "replace", path: "/lastName", value: "Smith" }] },
  ]),
  "changed by others": siteOf("one", [
    { ...ACTION, patch: [{ op: "replace", path: "/lastName", value: "Jones" }] },
  ]),
  deferred: siteOf("one", [], {
    deferred: [{ email: "A@example.com", wish: "suspend", reason: "is pending" }],
  }),
  "gone, and to be created": siteOf("one", [
    actionOf("create", "a", {
      id: "create:one:a@example.com",
      patch: [
        { op: "add", path: "/phone", value: "2" },
        { op: "add", path: "/lastName", value: "Smith" },
      ],
    }),
  ]),
  "status not known": siteOf("one", [], {
    deferred: [{ email: "a@example.com", wish: "compare", reason: "has an unknown status" }],
  }),
  "other deferral": siteOf("one", [], {
    deferred: [
      { email: "a@example.com", wish: "purge", reason: "is expired" },
      { email: "b@example.com", wish: "suspend", reason: "is pending" },
    ],
  }),
  "not read": null,
};

const APPLIED: Attempt = { is: "applied", isSeen: false };
const SEEN: Attempt = { is: "applied", isSeen: true };
const ALREADY: Attempt = { is: "already" };
const REFUSED: Attempt = { is: "failed", message: "the server did not do it", detail: "no", isSent: true };
const NOT_SENT: Attempt = { is: "failed", message: "not the live one", detail: null, isSent: false };
const WAITING: Attempt = { is: "not-attempted", message: "waits" };
const SILENT: Attempt = { is: "unanswered", message: "no entry" };
const OPEN: Attempt = { is: "open", message: "answer lost", detail: "closed" };

describe("the last re-read decides", () => {
  test.each<[string, Attempt, string, string, string | null, string | null]>([
    ["done", APPLIED, "is so", "applied", null, null],
    [
      "silent no-op",
      APPLIED,
      "unchanged",
      "failed",
      "the server reported success, but live state is unchanged",
      null,
    ],
    [
      "done in part",
      APPLIED,
      "changed in part",
      "failed",
      "the server reported success, but lastName still differs",
      null,
    ],
    ["done, then somebody else", APPLIED, "changed by others", "applied", null, null],
    [
      "a wish that has to wait",
      APPLIED,
      "deferred",
      "failed",
      "the server reported success, but it cannot be done now: is pending",
      null,
    ],
    [
      "done, and the account is gone",
      APPLIED,
      "gone, and to be created",
      "failed",
      "the server reported success, but phone, lastName still differ",
      null,
    ],
    [
      "done, and then nobody can tell",
      APPLIED,
      "status not known",
      "failed",
      "the server reported success, but it cannot be done now: has an unknown status",
      null,
    ],
    ["somebody else's deferral", APPLIED, "other deferral", "applied", null, null],
    [
      "success nobody can confirm",
      APPLIED,
      "not read",
      "unknown",
      "the server reported success; live state was not read again",
      null,
    ],
    ["success that was seen", SEEN, "not read", "applied", null, null],
    [
      "seen, and undone by others",
      SEEN,
      "unchanged",
      "failed",
      "the server reported success, but live state is unchanged",
      null,
    ],
    ["already so", ALREADY, "is so", "already", null, null],
    ["already so, not read again", ALREADY, "not read", "already", null, null],
    [
      "already so, and changed again",
      ALREADY,
      "unchanged",
      "failed",
      "it was so before, but live state is unchanged: somebody else has changed it",
      null,
    ],
    ["refused", REFUSED, "unchanged", "failed", "the server did not do it", "no"],
    ["refused, not read again", REFUSED, "not read", "failed", "the server did not do it", "no"],
    [
      "refused, and done all the same",
      REFUSED,
      "is so",
      "applied",
      "the server did not do it, it was said; live state shows it all the same",
      "no",
    ],
    ["held at the last moment", NOT_SENT, "unchanged", "failed", "not the live one", null],
    ["held at the last moment, and so", NOT_SENT, "is so", "already", null, null],
    ["its turn never came", WAITING, "unchanged", "not-attempted", "waits", null],
    ["its turn never came, not read", WAITING, "not read", "not-attempted", "waits", null],
    ["its turn never came, and so", WAITING, "is so", "already", null, null],
    ["no entry, and so", SILENT, "is so", "applied", "no entry; live state shows it", null],
    ["no entry, and not so", SILENT, "unchanged", "failed", "no entry, and live state is unchanged", null],
    ["no entry, not read", SILENT, "not read", "unknown", "no entry", null],
    ["open, and so", OPEN, "is so", "applied", "answer lost; live state shows it", null],
    [
      "open, and not so yet",
      OPEN,
      "unchanged",
      "unknown",
      "answer lost, and so far live state is unchanged",
      "closed",
    ],
    ["open, not read", OPEN, "not read", "unknown", "answer lost", "closed"],
  ])("%s", (_case, attempt, after, ending, message, detail) => {
    const site = AFTER[after] ?? null;
    const [outcome] = judge(PLAN, new Map([[ACTION.id, attempt]]), site === null ? null : planOf([site]));
    expect(outcome).toMatchObject({ ending, message, detail });
  });

  test("a site that a new plan lacks was not read again", () => {
    const [outcome] = judge(PLAN, new Map([[ACTION.id, APPLIED]]), planOf([siteOf("two", [])]));
    expect(outcome).toMatchObject({ ending: "unknown", site: "one", residentId: "id-a" });
  });

  test("an action without an attempt was not attempted", () => {
    expect(judge(PLAN, new Map(), PLAN)).toMatchObject([{ ending: "not-attempted" }]);
  });
});
