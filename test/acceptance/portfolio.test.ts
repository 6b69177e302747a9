import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan, SitePlan } from "../../src/planning/plan.ts";
import { PORTFOLIO, portfolioCopy, residentctl } from "./residentctl.ts";

const PLAN = ["plan", "--emulator", "seed.json"];

function siteOf(plan: Plan, name: string): SitePlan {
  const site = plan.sites.find((each) => each.name === name);
  if (site === undefined) throw new Error(`no site ${name} in the plan`);
  return site;
}

describe("the example portfolio", () => {
  let plan: Plan;

  beforeAll(async () => {
    const { stdout } = await residentctl([...PLAN, "--format", "json"], PORTFOLIO);
    plan = JSON.parse(stdout);
  });

  test("is valid", async () => {
    const { code, stdout } = await residentctl(["validate"], PORTFOLIO);
    expect(stdout).toBe("Valid: 3 sites, 60 residents.\n");
    expect(code).toBe(0);
  });

  test("plans to every kind of action, within the limits", async () => {
    const { code, stdout } = await residentctl(PLAN, PORTFOLIO);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "Plan: 4 to create, 6 to update, 1 to reinstate, 1 to suspend, 1 to unsuspend, " +
        "4 to terminate (undo until 2026-12-24), 1 to purge.",
    );
    expect(stdout).not.toContain("warning");
  });

  test("shows who is deferred and who is not declared", () => {
    expect(siteOf(plan, "harbor-point").deferred.map(({ email, wish }) => `${wish} ${email}`)).toEqual([
      "purge delphine.moreau@example.org",
      "suspend rosalind.ferreira@example.org",
    ]);
    expect(siteOf(plan, "mill-lofts").undeclared.map(({ email }) => email)).toEqual([
      "horace.pemberton@example.org",
    ]);
  });

  test("orders a chain of moves: the unit is free before somebody moves in", () => {
    const waves = new Map(siteOf(plan, "harbor-point").actions.map(({ email, wave }) => [email, wave]));
    const chain = [
      "ingeborg.mbeki@example.com",
      "orlando.nakagawa@example.org",
      "leopold.pfeiffer@example.com",
    ];
    expect(chain.map((email) => waves.get(email))).toEqual([1, 2, 3]);
  });

  test("tells who must rejoin the Wi-Fi after a move to another building", () => {
    const move = siteOf(plan, "cedar-court").actions.find(
      ({ email }) => email === "mateo.giordano@example.com",
    );
    expect(move?.effects).toContainEqual({
      type: "wifi-rejoin",
      from: expect.stringContaining("CedarCourt-Alder"),
      to: expect.stringContaining("CedarCourt-Birch"),
    });
  });

  test("ends a suspended resident by the single call, never by a bulk action", () => {
    const end = siteOf(plan, "harbor-point").actions.find(
      ({ email }) => email === "magnus.ellery@example.com",
    );
    expect(end).toMatchObject({ kind: "terminate", via: "delete" });
  });

  test("keeps the live spelling of an e-mail address", async () => {
    const directory = portfolioCopy();
    edit(
      path.join(directory, "sites", "cedar-court", "birch.yaml"),
      "lastName: Reyes",
      "lastName: Reyes-Bell",
    );
    const { stdout } = await residentctl([...PLAN, "--format", "json"], directory);
    const edited: Plan = JSON.parse(stdout);
    const update = siteOf(edited, "cedar-court").actions.find(({ patch }) =>
      patch.some((operation) => "value" in operation && operation.value === "Reyes-Bell"),
    );
    expect(update).toMatchObject({ kind: "update", email: "Jonas.Reyes@example.org" });
    expect(update?.send?.email).toBe("Jonas.Reyes@example.org");
  });

  test("is refused without the consent to its purge, which the refusal prints", async () => {
    const directory = portfolioCopy();
    const file = path.join(directory, "sites", "harbor-point.yaml");
    const token = /limit-exceeded\/purge\/[0-9a-f]{8}/.exec(readFileSync(file, "utf8"))?.[0] ?? "none";
    edit(file, `accept:\n  - ${token}`, "accept: []");
    const { code, stdout } = await residentctl(PLAN, directory);
    expect(code).toBe(3);
    expect(stdout).toContain(`- ${token}`);
  });
});

/** Replaces what stands in a file exactly once. */
function edit(file: string, before: string, after: string): void {
  const parts = readFileSync(file, "utf8").split(before);
  expect(parts, before).toHaveLength(2);
  writeFileSync(file, parts.join(after));
}
