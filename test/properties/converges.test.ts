import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { LiveResident } from "../../src/domain/site.ts";
import { parseStatus } from "../../src/domain/status.ts";
import type { Action, Plan, SendRecord } from "../../src/planning/plan.ts";
import { declared, live, planSites, site, utc } from "../planning/build.ts";
import { planWorld, type World, worlds } from "./arbitrary-sites.ts";

/** A naive server: the state table of the API and nothing else, for residents in memory. */
type Residents = Map<string, LiveResident>;

const LONG_AGO = "2026-10-31T23:59:00";

function epoch(text: string | null): number | null {
  return text === null ? null : Temporal.Instant.from(text).epochMilliseconds;
}

/** The status that a resident's dates and history come to. Words that are not known stay. */
function settled(resident: LiveResident, now: number): LiveResident {
  const { name } = resident.status;
  if (name === "unknown") return resident;
  const end = epoch(resident.deactivationDateUTC);
  const start = epoch(resident.activationDateUTC);
  if (end !== null && end <= now) return { ...resident, status: parseStatus(["expired"]) };
  if (start !== null && start > now) return { ...resident, status: parseStatus(["scheduled"]) };
  if (resident.onboardedAt == null) return { ...resident, status: parseStatus(["current", "pending"]) };
  return { ...resident, status: parseStatus(name === "suspended" ? ["current", "suspended"] : ["current"]) };
}

/** An account as a server would list it: an expired one has an end in the past. */
function listed(resident: LiveResident, now: number): LiveResident {
  const isEnded = resident.status.name === "expired" && (epoch(resident.deactivationDateUTC) ?? now) >= now;
  const ended = { deactivationDate: LONG_AGO, deactivationDateUTC: utc(LONG_AGO) };
  return settled(isEnded ? { ...resident, ...ended } : resident, now);
}

function stored(resident: LiveResident, send: SendRecord, now: number): LiveResident {
  const { activationDateUTC, deactivationDateUTC, email, ...fields } = send;
  expect(email).toBe(resident.email);
  return settled(
    {
      ...resident,
      ...fields,
      activationDate: null,
      activationDateUTC,
      deactivationDate: null,
      deactivationDateUTC,
    },
    now,
  );
}

function perform(action: Action, there: Residents, now: number): void {
  const { send, email } = action;
  const resident = [...there.values()].find(({ residentId }) => residentId === action.residentId);
  if (send !== null && resident === undefined) {
    const start = send.activationDateUTC ?? new Date(now).toISOString().replace(".000Z", "+00:00");
    const blank = { ...live(email, { onboardedAt: null }), residentId: `new-${email}` };
    there.set(blank.residentId, stored(blank, { ...send, activationDateUTC: start }, now));
    return;
  }
  if (resident === undefined) throw new Error(`${action.id} is on nobody`);
  const put = (changed: LiveResident) => there.set(resident.residentId, changed);
  switch (action.kind) {
    case "purge":
      there.delete(resident.residentId);
      return;
    case "terminate":
      put({
        ...resident,
        deactivationDate: null,
        deactivationDateUTC: new Date(now - 86_400_000).toISOString(),
        status: parseStatus(["expired"]),
      });
      return;
    case "suspend":
      // Of anybody who is not current it changes nothing, and says nothing.
      if (resident.status.name === "current")
        put({ ...resident, status: parseStatus(["current", "suspended"]) });
      return;
    case "unsuspend":
      if (resident.status.name === "suspended") put({ ...resident, status: parseStatus(["current"]) });
      return;
    default:
      if (send !== null) put(stored(resident, send, now));
  }
}

/** Does all actions of the sites that are not refused, wave by wave over all sites. */
function applied(world: World, plan: Plan): World {
  const now = Date.parse(world.now);
  const ready = plan.sites.filter((planned) => planned.refusals.length === 0);
  const there = new Map(
    world.pairs.map((pair): [string, Residents] => [
      pair.declared.name,
      new Map((pair.live as readonly LiveResident[]).map((resident) => [resident.residentId, resident])),
    ]),
  );
  const actions = ready.flatMap((planned) =>
    planned.actions.map((action) => ({ action, site: planned.name })),
  );
  for (const { action, site } of actions.sort((a, b) => a.action.wave - b.action.wave)) {
    perform(action, there.get(site) ?? new Map(), now);
  }
  return {
    ...world,
    pairs: world.pairs.map((pair) => ({
      ...pair,
      live: [...(there.get(pair.declared.name)?.values() ?? [])],
    })),
  };
}

describe("a plan that was applied", () => {
  it("leaves nothing to do but what is deferred, at every site that was not refused", () => {
    let done = 0;
    fc.assert(
      fc.property(worlds, (random) => {
        const now = Date.parse(random.now);
        const world = {
          ...random,
          pairs: random.pairs.map((pair) => ({
            ...pair,
            live: (pair.live as readonly LiveResident[]).map((resident) => listed(resident, now)),
          })),
        };
        const plan = planWorld(world, (tokens) => tokens);
        const again = planSites(applied(world, plan).pairs, world);
        for (const planned of plan.sites) {
          if (planned.refusals.length > 0) continue;
          done += planned.actions.length;
          const left = again.sites.find((candidate) => candidate.name === planned.name);
          // A wish that had to wait may come true: a suspension, once an update has let a scheduled resident in.
          const waited = new Set(planned.deferred.map((deferral) => deferral.email));
          const undone = left?.actions.filter((action) => !waited.has(action.email));
          expect(undone?.map((action) => [action.id, action.reasons])).toEqual([]);
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 250) },
    );
    expect(done).toBeGreaterThan(20);
  });

  it("does so too for the accounts of a whole building that moves over", () => {
    const people = ["a", "b", "c"].map((name) => `${name}@example.com`);
    const world: World = {
      now: "2026-11-23T18:00:00Z",
      pairs: [
        {
          declared: planPair("a", []),
          live: people.map((email, index) => live(email, { unit: String(101 + index) })),
        },
        { declared: planPair("b", people), live: [] },
      ],
    };
    const plan = planSites(world.pairs, world);
    expect(plan.sites.flatMap((planned) => planned.actions)).toHaveLength(6);
    const again = planSites(applied(world, plan).pairs, world);
    expect(
      again.sites.flatMap((planned) => [...planned.actions, ...planned.deferred, ...planned.refusals]),
    ).toEqual([]);
  });
});

function planPair(name: string, people: readonly string[]) {
  const entries = people.map((email, index) =>
    declared(email, { unit: String(101 + index), transferFrom: "a" }),
  );
  return { ...site(entries), name };
}
