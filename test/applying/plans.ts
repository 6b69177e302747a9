import type { ActionKind } from "../../src/domain/action-kind.ts";
import { planDigest } from "../../src/planning/digest.ts";
import type { Action, Plan, Refusal, Rule, SitePlan, Via } from "../../src/planning/plan.ts";

const VIA: Readonly<Record<ActionKind, Via>> = {
  create: "import",
  update: "put",
  reinstate: "put",
  suspend: "bulkaction",
  unsuspend: "bulkaction",
  terminate: "bulkaction",
  purge: "bulkaction",
};

/** An action by hand, for `name@example.com` at Hudson/1/105. */
export function actionOf(kind: ActionKind, name: string, more: Partial<Action> = {}): Action {
  const email = `${name}@example.com`;
  const unit = { building: "Hudson", floor: "1", unit: "105" };
  const sends = VIA[kind] === "put" || VIA[kind] === "import";
  return {
    id: `${kind}:one:${email}`,
    kind,
    email,
    residentId: kind === "create" ? null : `id-${name}`,
    unit,
    source: { file: "sites/one.yaml", line: 7 },
    wave: 1,
    after: [],
    via: VIA[kind],
    patch: [
      { op: "test", path: "/phone", value: "1" },
      { op: "replace", path: "/phone", value: "2" },
    ],
    send: sends
      ? {
          ...unit,
          email,
          firstName: "Chris",
          lastName: "Wilson",
          phone: "2",
          activationDateUTC: "2026-01-01T08:00:00+00:00",
          deactivationDateUTC: null,
        }
      : null,
    reasons: [],
    effects: [],
    ...more,
  };
}

export function refusal(rule: Rule): Refusal {
  return { rule, message: "no", emails: [], sources: [], remedy: "edit", consent: null };
}

export function siteOf(name: string, actions: readonly Action[], more: Partial<SitePlan> = {}): SitePlan {
  return {
    name,
    siteId: `site-${name}`,
    teamId: "team-1",
    liveDigest: "0".repeat(64),
    counts: {
      live: 0,
      declared: 0,
      unchanged: 0,
      create: 0,
      update: 0,
      reinstate: 0,
      suspend: 0,
      unsuspend: 0,
      terminate: 0,
      purge: 0,
    },
    actions,
    deferred: [],
    undeclared: [],
    refusals: [],
    warnings: [],
    ...more,
  };
}

export function planOf(sites: readonly SitePlan[], more: Partial<Plan> = {}): Plan {
  return {
    formatVersion: "1.0",
    tool: { name: "residentctl", version: "0.0.0" },
    now: "2026-11-23T10:00:00Z",
    validUntil: null,
    source: { commit: null, dirty: null, digest: "0".repeat(64) },
    sites,
    digest: planDigest(sites),
    ...more,
  };
}
