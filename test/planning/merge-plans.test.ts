import { describe, expect, test } from "vitest";
import { planDigest } from "../../src/planning/digest.ts";
import { mergePlans } from "../../src/planning/merge-plans.ts";
import { action, plan, site } from "../reporting/sample-plan.ts";

const siteNamed = (name: string) =>
  site({ name, siteId: `id-${name}`, actions: [action("create", { id: `create:${name}:ada@example.com` })] });
const A = plan([siteNamed("a"), siteNamed("c")], {
  validUntil: "2026-12-02T00:00:00Z",
  digest: "a".repeat(64),
});
const B = plan([siteNamed("b")], { validUntil: "2026-12-01T00:00:00Z", digest: "b".repeat(64) });

describe("plans of different sites", () => {
  test("are one, with the digest of all their actions", () => {
    const merged = mergePlans([A, B]);
    expect(merged.sites.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(merged.digest).toBe(planDigest([...A.sites, ...B.sites]));
    expect(merged.digest).toBe(mergePlans([B, A]).digest);
    expect(merged.validUntil).toBe("2026-12-01T00:00:00Z");
  });

  test.each([
    [null, null, null],
    [null, "2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z"],
    ["2026-12-01T00:00:00Z", null, "2026-12-01T00:00:00Z"],
    ["2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z"],
  ])("are valid until %j and %j: %j", (a, b, expected) => {
    expect(
      mergePlans([
        { ...A, validUntil: a },
        { ...B, validUntil: b },
      ]).validUntil,
    ).toBe(expected);
  });

  test("that are redacted have a digest of their digests; one alone keeps its own", () => {
    const [a, b] = [{ ...A, redacted: true } as const, { ...B, redacted: true } as const];
    expect(mergePlans([a]).digest).toBe(A.digest);
    expect(mergePlans([a, b]).digest).toBe(mergePlans([b, a]).digest);
    expect(mergePlans([a, { ...b, digest: "c".repeat(64) }]).digest).not.toBe(mergePlans([a, b]).digest);
  });
});

describe("plans that are not parts of one", () => {
  test.each([
    [{ ...B, now: "2026-11-23T17:00:01Z" }, "their now is 2026-11-23T17:00:00Z and 2026-11-23T17:00:01Z"],
    [{ ...B, source: { ...B.source, digest: "f".repeat(64) } }, "different declarations"],
    [{ ...B, source: { ...B.source, commit: "c".repeat(40) } }, "different declarations"],
    [
      { ...B, tool: { name: "residentctl", version: "9.9.9" } } as const,
      "different versions of this program",
    ],
    [{ ...B, redacted: true } as const, "one is redacted"],
    [plan([siteNamed("a")]), "the site a is in two"],
    [plan([{ ...siteNamed("z"), siteId: "id-a" }]), "the site z is in two"],
  ])("are an error (%#)", (other, words) => {
    expect(() => mergePlans([A, other])).toThrow(words);
  });
});
