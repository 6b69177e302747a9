import { describe, expect, test } from "vitest";
import { ACTION_KINDS } from "../../src/domain/action-kind.ts";
import type { Effect } from "../../src/planning/plan.ts";
import { noChangesLine, summarize, summaryLine } from "../../src/reporting/summary.ts";
import { action, plan, refusal, site } from "./sample-plan.ts";

const line = (sites: Parameters<typeof plan>[0]) => summaryLine(summarize(plan(sites)));

function withEffects(...effects: readonly Effect[]) {
  return site({ actions: effects.map((effect) => action("create", { effects: [effect] })) });
}

describe("the summary line", () => {
  test("is the one of the design", () => {
    const invited: Effect = { type: "invitation", when: "now" };
    const later: Effect = { type: "invitation", when: "2026-12-01" };
    const sites = [
      site({
        actions: [
          action("create", { effects: [invited] }),
          action("create", { effects: [invited] }),
          action("update", { effects: [later] }),
        ],
      }),
      site({
        actions: [
          action("create", { effects: [invited] }),
          action("terminate", { effects: [{ type: "undo-until", date: "2026-12-24" }] }),
        ],
      }),
    ];
    expect(line(sites)).toBe(
      "Plan: 3 to create, 1 to update, 1 to terminate (undo until 2026-12-24), 0 to purge. " +
        "E-mails to residents: 3 now, 1 on 2026-12-01.",
    );
  });

  test("names every kind there is, in the order of kinds", () => {
    expect(line([site({ actions: [...ACTION_KINDS].reverse().map((kind) => action(kind)) })])).toBe(
      "Plan: 1 to create, 1 to update, 1 to reinstate, 1 to suspend, 1 to unsuspend, 1 to terminate, 1 to purge. " +
        "E-mails to residents: none.",
    );
  });

  test("counts Wi-Fi details as an e-mail now, and invitations by day", () => {
    const site = withEffects(
      { type: "wifi-details" },
      { type: "invitation", when: "2027-01-02" },
      { type: "invitation", when: "2026-12-01" },
      { type: "invitation", when: "2027-01-02" },
      { type: "irreversible" },
      { type: "wifi-rejoin", from: "a", to: "b" },
      { type: "access-gap", from: "2026-12-01", to: "2026-12-02", days: 2 },
    );
    expect(line([site])).toMatch(/E-mails to residents: 1 now, 1 on 2026-12-01, 2 on 2027-01-02\.$/);
  });

  test("adds up the days beyond twelve", () => {
    const days = Array.from({ length: 14 }, (_, index) => `2027-01-${String(10 + index)}`);
    const invitations = days.map((when): Effect => ({ type: "invitation", when }));
    expect(line([withEffects(...invitations.slice(0, 12))])).toMatch(/1 on 2027-01-21\.$/);
    expect(line([withEffects(...invitations, ...invitations)])).toMatch(
      /2 on 2027-01-20, 6 on 3 later days until 2027-01-23\.$/,
    );
  });

  test("mentions the reports that the operator account gets", () => {
    const report: Effect = { type: "operator-report" };
    expect(line([withEffects(report, report)])).toMatch(/ residents: none\. Operator reports: 2\.$/);
  });

  test("says so where terminations can be undone until different days", () => {
    const until = (date: string) => action("terminate", { effects: [{ type: "undo-until", date }] });
    expect(line([site({ actions: [until("2026-12-25"), until("2026-12-24")] })])).toContain(
      "2 to terminate (undo until 2026-12-24, some until 2026-12-25)",
    );
  });
});

describe("the line of an empty plan", () => {
  test.each([
    [[17, 20], "No changes. 37 residents at 2 sites are as declared."],
    [[1], "No changes. 1 resident at 1 site is as declared."],
    [[], "No changes. 0 residents at 0 sites are as declared."],
  ])("%j unchanged", (unchanged, expected) => {
    const sites = unchanged.map((number) => site({ counts: { ...site().counts, unchanged: number } }));
    expect(noChangesLine(plan(sites))).toBe(expected);
  });

  test("does not say that nothing changes where nothing is known", () => {
    const unread = [{ name: "maple", reason: "the server answered 500" }];
    expect(noChangesLine({ ...plan([]), unread })).toBe("Nothing is planned: no site could be read.");
    expect(noChangesLine({ ...plan([site()]), unread })).toMatch(/^No changes\. /);
  });

  test("does not say that nothing changes where a site is refused", () => {
    const refused = site({ refusals: [refusal({ rule: "status-unknown" })] });
    expect(noChangesLine(plan([refused, site()]))).toMatch(
      /^Nothing is planned, and 1 site is refused\. \d+ residents? at 2 sites /,
    );
  });
});
