import { expect, test } from "vitest";
import type { Planned } from "../../src/commands/planning-context.ts";
import { rehearse } from "../../src/commands/rehearse.ts";
import type { DeclaredSite, LiveSite } from "../../src/domain/site.ts";
import { action, plan, site } from "../reporting/sample-plan.ts";
import { fakeProcess, MAPLE, TEAM } from "./scene.ts";

const LIVE: LiveSite = { siteId: MAPLE, teamId: TEAM, residents: [], mappings: [] };
const DECLARED = { name: "maple", siteId: MAPLE, teamId: TEAM, timezone: "UTC", residents: [] } as const;

function planned(changes: Partial<Planned>): Planned {
  return {
    plan: plan([site({ name: "maple", siteId: MAPLE, teamId: TEAM })]),
    sites: [DECLARED as unknown as DeclaredSite],
    live: new Map([["maple", LIVE]]),
    isIncomplete: false,
    planAgain: () => plan([]),
    ...changes,
  };
}

const { world } = fakeProcess({ cwd: "/" });

test("a rehearsal that leaves something says what: the action, and that it is still due", async () => {
  const due = plan([
    site({
      name: "maple",
      siteId: MAPLE,
      teamId: TEAM,
      actions: [
        action("suspend", {
          residentId: "nobody",
          patch: [{ op: "replace", path: "/state", value: "suspended" }],
        }),
      ],
    }),
  ]);
  const [first] = due.sites;
  const more = plan([{ ...site(first), actions: [...(first?.actions ?? []), action("terminate")] }]);
  const { converged, remaining } = await rehearse(planned({ plan: due, planAgain: () => more }), 4, world);
  expect(converged).toBe(false);
  expect(remaining[0]).toMatch(/^maple: suspend ada@example\.com: failed: /);
  expect(remaining).toContain("maple: 2 actions still due");
  expect(remaining.at(-1)).toMatch(/^maple: a new plan holds 1 more action/);
});

test("a site that a new plan lacks could not be read again", async () => {
  const due = plan([
    site({
      name: "maple",
      siteId: MAPLE,
      teamId: TEAM,
      actions: [action("suspend", { residentId: "nobody" })],
    }),
  ]);
  const { converged, remaining } = await rehearse(planned({ plan: due }), 4, world);
  expect(converged).toBe(false);
  expect(remaining).toContain("maple: could not be read again");
});

test("a site without live state is not part of it, and nothing to do is done", async () => {
  const empty = plan([]);
  expect(await rehearse(planned({ plan: empty, live: new Map() }), 4, world)).toEqual({
    converged: true,
    remaining: [],
  });
});
