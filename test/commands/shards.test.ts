import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeShards, shardsFor } from "../../src/commands/shards.ts";
import type { DeclaredResident, DeclaredSite } from "../../src/domain/site.ts";

/** A site of so many residents; the first of them come from other sites. */
function declared(name: string, size: number, ...transfers: readonly string[]): DeclaredSite {
  const source = { file: `sites/${name}.yaml`, line: 1, column: 1 };
  const residents = Array.from({ length: size }, (_, index): DeclaredResident => {
    return {
      email: `r${index}@example.com`,
      firstName: "Ada",
      lastName: "Tenant",
      phone: undefined,
      unit: undefined,
      accessStart: undefined,
      accessEnd: undefined,
      state: "active",
      isProtected: false,
      id: undefined,
      replaces: undefined,
      transferFrom: transfers[index],
      source,
    };
  });
  const limit = { unit: "count", value: 0 } as const;
  const limits = { create: limit, update: limit, suspend: limit, terminate: limit, purge: limit };
  return {
    name,
    siteId: `id-${name}`,
    teamId: "t",
    timezone: "UTC",
    times: { start: "00:00", end: "23:59" },
    policy: { undeclared: "report", limits },
    accept: [],
    residents,
    source,
  };
}

const names = (sites: readonly DeclaredSite[], most: number) =>
  makeShards(sites, most).map(({ sites: own }) => own);

describe("shards", () => {
  test("are balanced by residents, the largest site first", () => {
    const sites = [declared("a", 10), declared("b", 6), declared("c", 5), declared("d", 1)];
    expect(names(sites, 2)).toEqual([
      ["a", "d"],
      ["b", "c"],
    ]);
  });

  test("are no more than there are sites, and one where one is asked for", () => {
    expect(names([declared("b", 1), declared("a", 1)], 9)).toEqual([["a"], ["b"]]);
    expect(names([declared("b", 1), declared("a", 1)], 1)).toEqual([["a", "b"]]);
  });

  test("spread sites without residents too", () => {
    expect(names([declared("a", 0), declared("b", 0), declared("c", 0), declared("d", 0)], 2)).toEqual([
      ["a", "c"],
      ["b", "d"],
    ]);
  });

  test("keep together what a transfer ties together, however many steps away", () => {
    const sites = [declared("a", 3, "c"), declared("b", 9), declared("c", 3, "d"), declared("d", 1)];
    expect(names(sites, 4)).toEqual([["b"], ["a", "c", "d"]]);
  });

  test("hold every site once, whatever the order it comes in, and differ by no more than the largest group", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (sizes, most) => {
          const sites = sizes.map((size, index) => declared(`s${index}`, size));
          const shards = makeShards(sites, most);
          expect(shards.flatMap((shard) => shard.sites).sort()).toEqual(sites.map(({ name }) => name).sort());
          expect(makeShards([...sites].reverse(), most)).toEqual(shards);
          const weights = shards.map(({ residents }) => residents);
          expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(Math.max(...sizes));
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    [1, 10, 1],
    [50, 400, 1],
    [51, 1, 2],
    [2, 20_000, 2],
    [5_000, 0, 16],
  ])("auto, for %d sites of %d residents, are %d", (count, size, expected) => {
    const site = declared("a", size);
    expect(shardsFor(Array.from({ length: count }, () => site))).toBe(expected);
  });
});
