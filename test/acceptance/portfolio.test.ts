import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan, SitePlan } from "../../src/planning/plan.ts";
import { portfolioCopy, residentctl } from "./residentctl.ts";

const SITE_OF_THE_PURGE = path.join("sites", "harbor-point.yaml");

async function planOf(directory: string): Promise<{ readonly code: number | null; readonly plan: Plan }> {
  const { code, stdout } = await residentctl(
    ["plan", "--emulator", "seed.json", "--format", "json"],
    directory,
  );
  return { code, plan: JSON.parse(stdout) };
}

function siteOf(plan: Plan, name: string): SitePlan {
  const site = plan.sites.find((each) => each.name === name);
  if (site === undefined) throw new Error(`no site ${name} in the plan`);
  return site;
}

describe("the example portfolio", () => {
  test("is valid", async () => {
    const { code, stdout } = await residentctl(["validate"], portfolioCopy());
    expect(stdout).toBe("Valid: 3 sites, 60 residents.\n");
    expect(code).toBe(0);
  });

  test("plans to every kind of action, within the limits", async () => {
    const { code, stdout } = await residentctl(["plan", "--emulator", "seed.json"], portfolioCopy());
    expect(code).toBe(0);
    expect(stdout).toContain(
      "Plan: 4 to create, 6 to update, 1 to reinstate, 1 to suspend, 1 to unsuspend, " +
        "4 to terminate (undo until 2026-12-24), 1 to purge.",
    );
    expect(stdout).not.toContain("warning");
  });

  test("shows who is deferred and who is not declared", async () => {
    const { plan } = await planOf(portfolioCopy());
    expect(siteOf(plan, "harbor-point").deferred.map(({ email, wish }) => `${wish} ${email}`)).toEqual([
      "purge delphine.moreau@example.org",
      "suspend rosalind.ferreira@example.org",
    ]);
    expect(siteOf(plan, "mill-lofts").undeclared.map(({ email }) => email)).toEqual([
      "horace.pemberton@example.org",
    ]);
  });

  test("orders a chain of moves: the unit is free before somebody moves in", async () => {
    const { plan } = await planOf(portfolioCopy());
    const waves = new Map(siteOf(plan, "harbor-point").actions.map(({ email, wave }) => [email, wave]));
    expect(
      ["ingeborg.mbeki@example.com", "orlando.nakagawa@example.org", "leopold.pfeiffer@example.com"].map(
        (email) => waves.get(email),
      ),
    ).toEqual([1, 2, 3]);
  });

  test("ends a suspended resident by the single call, never by a bulk action", async () => {
    const { plan } = await planOf(portfolioCopy());
    const via = siteOf(plan, "harbor-point").actions.find(
      ({ email }) => email === "magnus.ellery@example.com",
    );
    expect(via).toMatchObject({ kind: "terminate", via: "delete" });
  });

  test("is refused without the consent to its purge, which the refusal prints", async () => {
    const directory = portfolioCopy();
    const file = path.join(directory, SITE_OF_THE_PURGE);
    const text = readFileSync(file, "utf8");
    const token = /limit-exceeded\/purge\/[0-9a-f]{8}/.exec(text)?.[0];
    writeFileSync(file, text.replace(`accept:\n  - ${token}`, "accept: []"));
    const { code, plan } = await planOf(directory);
    expect(code).toBe(3);
    expect(plan.sites.flatMap(({ refusals }) => refusals.map(({ consent }) => consent))).toEqual([token]);
  });
});
