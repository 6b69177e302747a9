import fc from "fast-check";
import type { DeclaredResident, DeclaredSite, LiveResident } from "../../src/domain/site.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { declared, emails, live, type Pair, planSites, site, tombstone, utc } from "../planning/build.ts";

/** Few people in few units, so that they meet. */
const PEOPLE = emails(9, "p");
const UNITS = ["101", "102", "103", "104", "105", "999"];
const DAYS = ["2026-11-01", "2026-11-22", "2026-11-23", "2026-11-24", "2026-12-01", "2027-01-31"];
const STATUSES = [
  "scheduled",
  "current pending",
  "current",
  "current",
  "current suspended",
  "expired",
  "asleep",
];

/** Everything that there is to plan from. */
export interface World {
  readonly pairs: readonly Pair[];
  readonly now: string;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

function spelled(email: string): fc.Arbitrary<string> {
  return fc.constantFrom(email, email, email.toUpperCase());
}

function entryOf(email: string, others: readonly string[]): fc.Arbitrary<DeclaredResident> {
  const tombstones = fc
    .constantFrom("terminated" as const, "purged" as const)
    .map((state) => tombstone(email, state));
  const living = fc
    .record({
      email: spelled(email),
      unit: fc.constantFrom(...UNITS),
      lastName: fc.constantFrom("Example", "Else"),
      phone: maybe(fc.constantFrom(null, "555-0100")),
      accessStart: maybe(fc.constantFrom(...DAYS.slice(0, 4))),
      accessEnd: maybe(fc.constantFrom(null, ...DAYS.slice(3))),
      state: fc.constantFrom("active" as const, "active" as const, "active" as const, "suspended" as const),
      isProtected: fc.boolean(),
      id: maybe(fc.constantFrom(...others.map((other) => `id-${other}`))),
      replaces: maybe(fc.constantFrom(...others)),
      transferFrom: maybe(fc.constantFrom("a", "b", "c")),
      line: fc.nat({ max: 99 }),
    })
    .map(({ email: spelling, accessStart, accessEnd, ...rest }) =>
      declared(spelling, {
        ...rest,
        ...(accessStart === undefined ? {} : { accessStart }),
        ...(accessEnd === undefined ? {} : { accessEnd }),
      }),
    );
  return fc.oneof({ weight: 1, arbitrary: tombstones }, { weight: 4, arbitrary: living });
}

function accountOf(email: string): fc.Arbitrary<LiveResident> {
  return fc
    .record({
      email: spelled(email),
      unit: fc.constantFrom(...UNITS),
      status: fc.constantFrom(...STATUSES),
      start: fc.constantFrom(null, ...DAYS.map((day) => `${day}T10:11:12`)),
      end: fc.constantFrom(null, null, ...DAYS.map((day) => `${day}T23:59:00`)),
      phone: fc.constantFrom(null, "", "555-0100"),
      onboardedAt: fc.constantFrom(null, "2025-01-01T00:00:00"),
    })
    .map(({ email: spelling, start, ...wish }) => ({
      ...live(spelling, { ...wish, start }),
      activationDateUTC: start === null ? null : utc(start).replace("+00:00", ".844348+00:00"),
    }));
}

/** Where one person is declared, and where they live, if at all. */
function personOf(email: string) {
  const others = PEOPLE.filter((person) => person !== email);
  const place = fc.constantFrom("a", "b", null);
  return fc.record({ home: place, entry: entryOf(email, others), at: place, account: accountOf(email) });
}

/** Two sites with random people, policies and clocks; an e-mail is declared, and lives, at one site at most. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    people: fc.tuple(...PEOPLE.map(personOf)),
    policies: fc.tuple(
      ...["a", "b"].map(() => fc.constantFrom("report" as const, "terminate" as const, "refuse" as const)),
    ),
    isTight: fc.boolean(),
    now: fc.constantFrom(
      "2026-11-23T07:59:59Z",
      "2026-11-23T18:00:00Z",
      "2026-11-24T07:59:00Z",
      "2027-02-01T08:00:00Z",
    ),
  })
  .map(({ people, policies, isTight, now }) => {
    const limits = { create: "100%", update: "100%", suspend: "100%", terminate: "100%" };
    const pairs = ["a", "b"].map((name, index) => ({
      declared: site(
        people.filter((person) => person.home === name).map((person) => person.entry),
        { name, undeclared: policies[index] ?? "report", limits: isTight ? {} : limits },
      ),
      live: people.filter((person) => person.at === name).map((person) => person.account),
    }));
    return { pairs, now };
  });

/** The plan of a world, with the consents given that `consents` picks from those it prints. */
export function planWorld(
  world: World,
  consents: (tokens: readonly string[]) => readonly string[] = () => [],
): Plan {
  const first = planSites(world.pairs, world);
  const pairs = world.pairs.map((pair) => {
    const planned = first.sites.find((candidate) => candidate.name === pair.declared.name);
    const tokens = consents((planned?.refusals ?? []).flatMap((refusal) => refusal.consent ?? []));
    return tokens.length === 0 ? pair : { ...pair, declared: withConsents(pair.declared, tokens) };
  });
  return planSites(pairs, world);
}

function withConsents(wanted: DeclaredSite, tokens: readonly string[]): DeclaredSite {
  return { ...wanted, accept: tokens.map((token) => ({ token, source: wanted.source })) };
}
