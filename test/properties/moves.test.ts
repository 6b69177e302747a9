import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveResident } from "../../src/domain/site.ts";
import type { Action, SitePlan } from "../../src/planning/plan.ts";
import { declared, emails, live, planSite, site, tokensOf, tombstone } from "../planning/build.ts";

/** A naive model of who is where: a stay in whole days, counted from 2026-12-01. */
interface Stay {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}
type Occupants = ReadonlyMap<string, Stay>;

const PEOPLE = emails(8, "m");
const UNITS = ["101", "102", "103", "104"];
const DAYS = 60;

function dayText(day: number): string {
  return new Date(Date.UTC(2026, 11, 1 + day)).toISOString().slice(0, 10);
}

function overlaps(a: Stay, b: Stay): boolean {
  for (let day = a.from; day <= a.to; day += 1) {
    if (a.unit === b.unit && day >= b.from && day <= b.to) return true;
  }
  return false;
}

function isFree(stays: Iterable<Stay>, stay: Stay): boolean {
  return [...stays].every((other) => !overlaps(other, stay));
}

/** Who is where; nobody meets anybody. Stays that do not fit any more are left out. */
const occupants: fc.Arbitrary<Occupants> = fc
  .array(
    fc.record({
      unit: fc.constantFrom(...UNITS),
      from: fc.integer({ min: 0, max: DAYS }),
      length: fc.integer({ min: 0, max: DAYS }),
    }),
    { minLength: PEOPLE.length, maxLength: PEOPLE.length },
  )
  .map((wishes) => {
    const stays = new Map<string, Stay>();
    wishes.forEach(({ unit, from, length }, index) => {
      const stay = { unit, from, to: from + length };
      const email = PEOPLE[index];
      if (email !== undefined && isFree(stays.values(), stay)) stays.set(email, stay);
    });
    return stays;
  });

interface Moves {
  readonly before: Occupants;
  readonly after: Occupants;
  /** Declared by unit only: the dates are not managed. */
  readonly isUndated: boolean;
}

const moves: fc.Arbitrary<Moves> = fc.record({
  before: occupants,
  after: occupants,
  isUndated: fc.constant(false),
});

/** The same people for the whole time, dealt to units anew: this is what makes rings. */
const dealt: fc.Arbitrary<Moves> = fc
  .tuple(fc.shuffledSubarray(UNITS, { minLength: 2 }), fc.nat({ max: 5 }))
  .chain(([from]) => fc.tuple(fc.constant(from), fc.shuffledSubarray(from, { minLength: from.length })))
  .map(([from, to]) => ({
    before: deal(from),
    after: deal(to),
    isUndated: true,
  }));

/** Two stays a unit, one after the other, so that rings share units. */
function deal(units: readonly string[]): Occupants {
  const stays = units.flatMap((unit) => [
    { unit, from: 0, to: 20 },
    { unit, from: 21, to: 50 },
  ]);
  return new Map(stays.map((stay, index): [string, Stay] => [PEOPLE[index] ?? "", stay]));
}

function planMoves(
  { before, after }: Moves,
  protectedPeople: readonly string[],
  isAgreed: boolean,
): SitePlan {
  const there = [...before].map(
    ([email, stay]): LiveResident =>
      live(email, {
        unit: stay.unit,
        status: "scheduled",
        start: `${dayText(stay.from)}T00:00:00`,
        end: `${dayText(stay.to)}T23:59:00`,
      }),
  );
  const entries = PEOPLE.flatMap((email) => {
    const stay = after.get(email);
    if (stay === undefined) return before.has(email) ? [tombstone(email, "terminated")] : [];
    const isProtected = protectedPeople.includes(email);
    return [
      declared(email, {
        unit: stay.unit,
        accessStart: dayText(stay.from),
        accessEnd: dayText(stay.to),
        isProtected,
      }),
    ];
  });
  const limits = { create: "100", update: "100", suspend: "100", terminate: "100", purge: "100" };
  const plan = (accept: readonly string[]) => planSite(site(entries, { accept, limits }), there);
  const refused = plan([]);
  return isAgreed ? plan(tokensOf(refused)) : refused;
}

/** Does one action after the other, wave by wave and within a wave in a random order, and watches every state. */
function simulate(
  plan: SitePlan,
  { before, after }: Moves,
  order: (actions: readonly Action[]) => readonly Action[],
): Occupants {
  const stays = new Map(before);
  const done = new Set<string>();
  const last = Math.max(0, ...plan.actions.map((action) => action.wave));
  for (let wave = 1; wave <= last; wave += 1) {
    const now = plan.actions.filter((action) => action.wave === wave);
    for (const action of order(now)) {
      for (const id of action.after) expect(done).toContain(id);
      stays.delete(action.email);
      const stay = after.get(action.email);
      if (action.kind !== "terminate" && stay !== undefined) {
        expect(isFree(stays.values(), stay)).toBe(true);
        stays.set(action.email, stay);
      }
      done.add(action.id);
    }
  }
  return stays;
}

describe("random moves", () => {
  const check = (arbitrary: fc.Arbitrary<Moves>, numRuns: number) => {
    let refused = 0;
    let waited = 0;
    fc.assert(
      fc.property(
        arbitrary,
        fc.subarray([...PEOPLE], { maxLength: 2 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (world, protectedPeople, isAgreed, chance) => {
          const keeps = protectedPeople.filter((email) => world.after.has(email));
          const plan = planMoves(world, keeps, isAgreed);
          const rules = new Set(plan.refusals.map((refusal) => refusal.rule));
          rules.delete("email-change");
          if (rules.size > 0) {
            refused += 1;
            // Before and after are both possible: only a ring can be in the way, and a consent gets it out of it.
            expect([...rules]).toEqual(["unit-cycle"]);
            if (isAgreed) expect(plan.refusals.every((refusal) => refusal.consent === null)).toBe(true);
            return;
          }
          if (plan.actions.some((action) => action.wave > 1)) waited += 1;
          const shuffled = (actions: readonly Action[]) =>
            actions
              .map((action) => ({ action, key: chance.next().value }))
              .sort((a, b) => a.key - b.key)
              .map(({ action }) => action);
          const end = simulate(plan, world, shuffled);
          expect(new Map([...end].sort())).toEqual(new Map([...world.after].sort()));
        },
      ),
      { numRuns },
    );
    return { refused, waited };
  };

  it("never put two residents in a unit on a day, and all come about, or the site is refused", () => {
    const { waited } = check(moves, 700);
    expect(waited).toBeGreaterThan(50);
  });

  it("of people who are dealt to each other's units too, with and without consent", () => {
    const { refused, waited } = check(dealt, 300);
    expect(refused).toBeGreaterThan(20);
    expect(waited).toBeGreaterThan(20);
  });
});
