import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newSiteText } from "../../../src/declarations/edit/new-site.ts";
import { pullSite } from "../../../src/declarations/edit/pull-site.ts";
import type { LiveSite } from "../../../src/domain/site.ts";
import { anyLive, anyLiveSite, declaredSites, liveSite, NOW, orderlyLiveSite, planOf } from "./live.ts";
import { messyFile } from "./messy.ts";

const FILE = "sites/a.yaml";

function newFile(timezone: string): ReadonlyMap<string, string> {
  return new Map([[FILE, newSiteText({ name: "a", siteId: "id-a", teamId: "t1", timezone })]]);
}

function pull(files: ReadonlyMap<string, string>, live: LiveSite, includeExpired = false, now = NOW) {
  const [declared] = declaredSites(files);
  if (declared === undefined) throw new Error("no site");
  const input = { files, declared, live, now, includeExpired, declaredElsewhere: new Map() };
  const result = pullSite(input);
  return { ...result, files: new Map([...files, ...result.edits]) };
}

/** What the next plan would do, and whom it does not know. */
function remaining(files: ReadonlyMap<string, string>, live: LiveSite, now = NOW) {
  const site = planOf(files, live, now).sites[0];
  return {
    actions: site?.actions,
    refusals: site?.refusals,
    undeclared: site?.undeclared.map((r) => r.email),
  };
}

const zone = fc.constantFrom("America/Los_Angeles", "Europe/Berlin", "UTC", "Australia/Lord_Howe");

describe("the first plan after a pull is empty", () => {
  test("into a new site, whatever is live", () => {
    fc.assert(
      fc.property(anyLiveSite, zone, fc.boolean(), (live, timezone, includeExpired) => {
        const { files, notes } = pull(newFile(timezone), live, includeExpired);
        const leftOut = notes.filter(({ kind }) => kind === "left-out").map(({ email }) => email);
        const living = new Set(
          live.residents.filter((r) => r.status.name !== "expired").map(({ email }) => email),
        );
        expect(remaining(files, live)).toEqual({
          actions: [],
          refusals: [],
          undeclared: expect.toSatisfy(
            (emails: string[]) =>
              [...emails].sort().join() ===
              leftOut
                .filter((email) => living.has(email))
                .sort()
                .join(),
          ),
        });
        const again = pull(files, live, includeExpired);
        expect([...again.edits]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("into files that declared something else before", () => {
    fc.assert(
      fc.property(
        anyLiveSite,
        orderlyLiveSite,
        zone,
        fc.boolean(),
        (before, live, timezone, includeExpired) => {
          const first = pull(newFile(timezone), before, true);
          const { files, notes } = pull(first.files, live, includeExpired);
          const stuck = notes.some(
            ({ kind, reason }) => kind === "attention" && /stays as declared/.test(reason ?? ""),
          );
          fc.pre(!stuck);
          expect(remaining(files, live)).toMatchObject({ actions: [], refusals: [] });
          expect([...pull(files, live, includeExpired).edits]).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("into files however they were written, whose unconcerned lines stay", () => {
    fc.assert(
      fc.property(fc.gen(), fc.array(anyLive, { minLength: 4, maxLength: 4 }), (draw, anybody) => {
        const source = messyFile((arb) => draw(() => arb));
        const before = new Map([[FILE, source]]);
        const residents = declaredSites(before)[0]?.residents ?? [];
        const site = liveSite(
          residents.flatMap(({ email }, index) => {
            const somebody = anybody[index];
            const isGone = somebody === undefined || somebody.status.name === "expired";
            return isGone ? [] : [{ ...somebody, email: email.toUpperCase(), unit: `${index}`, phone: null }];
          }),
        );
        const { files, notes } = pull(before, site);
        fc.pre(notes.every(({ kind }) => kind === "changed" || kind === "removed"));
        expect(remaining(files, site)).toEqual({ actions: [], refusals: [], undeclared: [] });
        expect([...pull(files, site).edits]).toEqual([]);
        const isUntouched = (line: string) => /^# |^\S.*: .*# note/.test(line) && !line.startsWith("- ");
        const lines = (text: string) => text.split("\n").filter(isUntouched);
        const after = new Set(lines(files.get(FILE) ?? ""));
        const removed = notes.some(({ kind }) => kind === "removed");
        if (!removed) expect(lines(source).filter((line) => !after.has(line))).toEqual([]);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});
