import pc from "picocolors";
import type { ActionKind } from "../../src/domain/action-kind.ts";
import type { Action, Plan, Refusal, SendRecord, SitePlan } from "../../src/planning/plan.ts";

export const PLAIN = pc.createColors(false);

const UNIT = { building: "Hudson", floor: "1", unit: "105" };

/** An action with plausible facts of its kind; `changes` overrides any of them. */
export function action(kind: ActionKind, changes: Partial<Action> = {}): Action {
  const email = changes.email ?? "ada@example.com";
  return {
    id: `${kind}:wraeclast:${email.toLowerCase()}`,
    kind,
    email,
    residentId: kind === "create" ? null : "id-1",
    unit: UNIT,
    source: { file: "sites/wraeclast.yaml", line: 12 },
    wave: 1,
    after: [],
    via: kind === "create" ? "import" : kind === "update" || kind === "reinstate" ? "put" : "bulkaction",
    patch: [],
    send: null,
    reasons: ["declared so"],
    effects: [],
    ...changes,
  };
}

export function send(changes: Partial<SendRecord> = {}): SendRecord {
  return {
    email: "ada@example.com",
    firstName: "Ada",
    lastName: "Lovelace",
    phone: null,
    ...UNIT,
    activationDateUTC: null,
    deactivationDateUTC: null,
    ...changes,
  };
}

export function refusal(changes: Partial<Refusal> = {}): Refusal {
  return {
    rule: "limit-exceeded",
    message: "5 to terminate, and the limit is 10 % (2)",
    emails: ["ada@example.com", "bob@example.org"],
    sources: [{ file: "sites/wraeclast.yaml", line: 12 }],
    remedy: "Add the consent.",
    consent: "limit-exceeded/terminate/9c41f0aa",
    ...changes,
  };
}

/** A site's part of a plan; the counts follow from the actions. */
export function site(changes: Partial<SitePlan> = {}): SitePlan {
  const actions = changes.actions ?? [];
  const of = (kind: ActionKind) => actions.filter((one) => one.kind === kind).length;
  return {
    name: "wraeclast",
    siteId: "s-1",
    teamId: "t-1",
    liveDigest: "0".repeat(64),
    counts: {
      live: 20,
      declared: 20,
      unchanged: 17,
      create: of("create"),
      update: of("update"),
      reinstate: of("reinstate"),
      suspend: of("suspend"),
      unsuspend: of("unsuspend"),
      terminate: of("terminate"),
      purge: of("purge"),
    },
    actions,
    deferred: [],
    undeclared: [],
    refusals: [],
    warnings: [],
    ...changes,
  };
}

export function plan(sites: readonly SitePlan[], changes: Partial<Plan> = {}): Plan {
  return {
    formatVersion: "1.0",
    tool: { name: "residentctl", version: "0.1.0" },
    now: "2026-11-23T17:00:00Z",
    validUntil: null,
    source: { commit: null, dirty: null, digest: "a".repeat(64) },
    sites,
    digest: "d".repeat(64),
    ...changes,
  };
}
