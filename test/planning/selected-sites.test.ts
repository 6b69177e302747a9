import { describe, expect, it } from "vitest";
import { actionLines, declared, live, planSites, rulesOf, site, siteOf, tombstone } from "./build.ts";

const MOVER = "mover@example.com";

describe("a site that is in the plan for a selected one's transfers only", () => {
  const sites = [
    {
      declared: site(
        [tombstone("leaver@example.com", "terminated"), declared("named@example.com", { unit: "111" })],
        {
          name: "a",
          undeclared: "refuse",
          accept: ["limit-exceeded/terminate/00000000"],
        },
      ),
      live: [
        live(MOVER, { unit: "107" }),
        live("leaver@example.com", { unit: "108" }),
        live("named@example.com", { unit: "110" }),
        live("stranger@example.com", { unit: "109" }),
      ],
    },
    { declared: site([declared(MOVER, { transferFrom: "a" })], { name: "b" }), live: [] },
    {
      declared: site([declared("third@example.com", { unit: "103" })], { name: "c" }),
      live: [],
    },
  ];

  it("holds its half and nothing else: nobody there is ended, changed or complained about", () => {
    const a = siteOf(planSites(sites, { selected: new Set(["b"]) }), "a");
    expect(actionLines(a)).toEqual([`purge ${MOVER}`]);
    expect([a.scope, a.undeclared, a.warnings, rulesOf(a)]).toEqual(["transfers", [], [], []]);
  });

  it("says nothing of transfers between others", () => {
    const plan = planSites(sites, { selected: new Set(["c"]) });
    expect([siteOf(plan, "a"), siteOf(plan, "b")].flatMap(actionLines)).toEqual([]);
    expect(actionLines(siteOf(plan, "c"))).toEqual(["create third@example.com"]);
  });

  it("is planned whole where it is selected", () => {
    const a = siteOf(planSites(sites, { selected: new Set(["a", "b"]) }), "a");
    expect(a.scope).toBeUndefined();
    expect(actionLines(a)).toHaveLength(3);
    expect(rulesOf(a)).toContain("undeclared");
  });
});
