import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailKey } from "../../src/domain/email.ts";
import type { LiveResident } from "../../src/domain/site.ts";
import type { Plan, SitePlan } from "../../src/planning/plan.ts";
import { planSites } from "../planning/build.ts";
import { planWorld, type World, worlds } from "./arbitrary-sites.ts";

/** A few for every run of the suite, each with another seed; more on request. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 80) };

function liveOf(world: World): ReadonlyMap<string, LiveResident> {
  const all = world.pairs.flatMap((pair) => pair.live as readonly LiveResident[]);
  return new Map(all.map((resident) => [emailKey(resident.email), resident]));
}

function entriesOf(world: World) {
  const all = world.pairs.flatMap((pair) => pair.declared.residents);
  return new Map(all.map((entry) => [emailKey(entry.email), entry]));
}

const applicable = (plan: Plan): readonly SitePlan[] =>
  plan.sites.filter((planned) => planned.refusals.length === 0);

/** Checks a promise with no consent given, and with every consent that the plan prints. */
function always(promise: (world: World, plan: Plan) => void): void {
  fc.assert(
    fc.property(worlds, fc.boolean(), (world, isAgreed) => {
      promise(world, planWorld(world, isAgreed ? (tokens) => tokens : () => []));
    }),
    RUNS,
  );
}

describe("whatever is declared, live and the time", () => {
  it("no e-mail is ever sent but the live spelling, or for a new account the declared one", () => {
    always((world, plan) => {
      const there = liveOf(world);
      const entries = entriesOf(world);
      for (const action of plan.sites.flatMap((planned) => planned.actions)) {
        const key = emailKey(action.email);
        expect(action.email).toBe(there.get(key)?.email ?? entries.get(key)?.email);
        if (action.send !== null) expect(action.send.email).toBe(action.email);
        if (action.kind !== "create") {
          expect(there.get(key)?.residentId).toBe(action.residentId);
          expect(action.patch.some((operation) => operation.path === "/email")).toBe(false);
        }
      }
    });
  });

  it("the digest is over the canonical JSON of what is decided, and nothing else", () => {
    always((_, plan) => {
      const decided = plan.sites
        .flatMap((planned) => planned.actions)
        .map(({ id, kind, email, residentId, unit, via, patch, wave, send }) => {
          const paths = patch.map(({ path }) => path);
          const part = { id, kind, email, residentId, unit, via, patch, wave };
          const start = { activationDateUTC: send?.activationDateUTC };
          const end = { deactivationDateUTC: send?.deactivationDateUTC };
          const isSent = (path: string) => send !== null && paths.includes(path);
          return {
            ...part,
            ...(isSent("/accessStart") ? start : {}),
            ...(isSent("/accessEnd") ? end : {}),
          };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const text = canonicalize(decided) ?? "";
      expect(plan.digest).toBe(createHash("sha256").update(text).digest("hex"));
    });
  });

  it("nobody is purged without state purged and its consent, or transferFrom", () => {
    always((world, plan) => {
      const entries = entriesOf(world);
      for (const planned of applicable(plan)) {
        const home = world.pairs.find((pair) => pair.declared.name === planned.name)?.declared;
        for (const { email } of planned.actions.filter((action) => action.kind === "purge")) {
          const entry = entries.get(emailKey(email));
          if (entry?.state === "purged")
            expect(plan).toSatisfy(() => hasPurgeConsent(world, plan, planned.name));
          else
            expect([entry?.transferFrom, entry?.state, home?.residents.includes(entry as never)]).toEqual([
              planned.name,
              "active",
              false,
            ]);
        }
      }
    });
  });

  it("nobody who is protected is suspended or ended, and nobody with an unknown status touched", () => {
    always((world, plan) => {
      const there = liveOf(world);
      const entries = entriesOf(world);
      for (const { email, kind } of applicable(plan).flatMap((planned) => planned.actions)) {
        const key = emailKey(email);
        if (entries.get(key)?.isProtected)
          expect(["create", "update", "reinstate", "unsuspend"]).toContain(kind);
      }
      const onAccounts = plan.sites
        .flatMap((planned) => planned.actions)
        .filter(({ kind }) => kind !== "create");
      for (const { email } of onAccounts) {
        expect(there.get(emailKey(email))?.status.name).not.toBe("unknown");
      }
    });
  });

  it("nobody is ended but by their own entry, by replaces or transferFrom, by the policy, or to break a cycle", () => {
    always((world, plan) => {
      const entries = entriesOf(world);
      for (const { declared } of world.pairs) {
        const planned = plan.sites.find((candidate) => candidate.name === declared.name);
        const own = new Set(declared.residents.map((entry) => emailKey(entry.email)));
        for (const action of planned?.actions ?? []) {
          if (action.kind !== "terminate") continue;
          const key = emailKey(action.email);
          const entry = entries.get(key);
          const reasons = action.reasons.join();
          if (own.has(key)) {
            const isBroken = planned?.actions.some(
              (other) => other.kind === "reinstate" && other.email === action.email,
            );
            expect(entry?.state === "terminated" || entry?.accessEnd != null || isBroken).toBe(true);
          } else if (reasons.startsWith("replaced by")) {
            expect(
              declared.residents.some(({ replaces }) => replaces !== undefined && emailKey(replaces) === key),
            ).toBe(true);
          } else {
            expect([declared.policy.undeclared, entry === undefined || !isWantedAt(world, key)]).toEqual([
              "terminate",
              true,
            ]);
          }
        }
      }
    });
  });

  it("a move to another site is done whole or not at all", () => {
    always((_, plan) => {
      const ready = applicable(plan).flatMap((planned) => planned.actions);
      const ids = new Set(ready.map((action) => action.id));
      for (const action of ready) for (const id of action.after) expect(ids).toContain(id);
      for (const purge of ready.filter((action) => action.reasons.join().includes("(transferFrom)"))) {
        const create = ready.find((action) => action.kind === "create" && action.email === purge.email);
        expect(create?.after).toContain(purge.id);
        expect(create?.wave).toBeGreaterThan(purge.wave);
      }
    });
  });

  it("ids are unique, waves follow what they wait for, and counts add up", () => {
    always((_, plan) => {
      const actions = plan.sites.flatMap((planned) => planned.actions);
      const wave = new Map(actions.map((action) => [action.id, action.wave]));
      expect(wave.size).toBe(actions.length);
      for (const planned of plan.sites) {
        const { live: _l, declared: _d, unchanged: _u, ...kinds } = planned.counts;
        expect(Object.values(kinds).reduce((a, b) => a + b, 0)).toBe(planned.actions.length);
      }
      for (const action of applicable(plan).flatMap((planned) => planned.actions)) {
        for (const id of action.after)
          expect(action.wave).toBeGreaterThan(wave.get(id) ?? Number.POSITIVE_INFINITY);
      }
    });
  });

  it("the same is decided, in the same words, in whatever order sites, entries, residents and units come", () => {
    const shuffled = worlds.chain((world) =>
      fc.record({
        world: fc.constant(world),
        pairs: fc
          .tuple(
            ...world.pairs.map((pair) =>
              fc.record({
                entries: shuffle(pair.declared.residents),
                there: shuffle(pair.live as readonly LiveResident[]),
                accept: fc.constant(pair.declared),
              }),
            ),
          )
          .chain((parts) =>
            shuffle(
              parts.map(({ entries, there, accept }) => ({
                declared: { ...accept, residents: entries },
                live: there,
              })),
            ),
          ),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ world, pairs }) => {
        expect(planSites(pairs, world)).toEqual(planSites(world.pairs, world));
      }),
      RUNS,
    );
  });

  it("so it is where the API lists ids and e-mails twice, with other facts", () => {
    const doubled = worlds.map((world) =>
      world.pairs.map((pair) => {
        const there = pair.live as readonly LiveResident[];
        const again = there.map((live) => ({ ...live, lastName: `${live.lastName} again` }));
        const last = there.at(-1);
        const asLast =
          last === undefined ? [] : there.map((live) => ({ ...live, residentId: last.residentId }));
        return { declared: pair.declared, live: [...there, ...again, ...asLast] };
      }),
    );
    const both = doubled.chain((pairs) =>
      fc.record({
        pairs: fc.constant(pairs),
        shuffled: fc.tuple(
          ...pairs.map(({ declared, live }) =>
            shuffle<LiveResident>(live).map((there) => ({ declared, live: there })),
          ),
        ),
      }),
    );
    fc.assert(
      fc.property(both, ({ pairs, shuffled }) => {
        expect(planSites(shuffled)).toEqual(planSites(pairs));
      }),
      RUNS,
    );
  });

  it("the same is decided wherever an entry stands, and at any time before validUntil", () => {
    fc.assert(
      fc.property(worlds, fc.double({ min: 0, max: 0.999, noNaN: true }), (world, part) => {
        const plan = planSites(world.pairs, world);
        const elsewhere = world.pairs.map((pair) => ({
          ...pair,
          declared: {
            ...pair.declared,
            residents: pair.declared.residents.map((entry, line) => ({
              ...entry,
              source: { file: "z.yaml", line: line + 1, column: 1 },
            })),
          },
        }));
        expect(planSites(elsewhere, world).digest).toBe(plan.digest);
        const now = Date.parse(world.now);
        const until = plan.validUntil === null ? now + 1e10 : Date.parse(plan.validUntil);
        const later = new Date(now + Math.floor((until - now) * part)).toISOString();
        expect(planSites(world.pairs, { now: later }).digest).toBe(plan.digest);
      }),
      RUNS,
    );
  });
});

function shuffle<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

/** True where the plan without any consent is refused for its purges: so it took the consent to plan them. */
function hasPurgeConsent(world: World, plan: Plan, name: string): boolean {
  const refused = planSites(world.pairs, world).sites.find((planned) => planned.name === name);
  return (
    plan.sites.some((planned) => planned.name === name && planned.refusals.length === 0) &&
    (refused?.refusals ?? []).some((refusal) => refusal.consent?.startsWith("limit-exceeded/purge/"))
  );
}

function isWantedAt(world: World, key: string): boolean {
  return world.pairs.some(({ declared }) =>
    declared.residents.some((entry) => {
      const isLiving = entry.state === "active" || entry.state === "suspended";
      return emailKey(entry.email) === key && isLiving && entry.accessEnd == null;
    }),
  );
}
