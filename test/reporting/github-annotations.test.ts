import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/declarations/problem.ts";
import { planAnnotations, validationAnnotations } from "../../src/reporting/github-annotations.ts";
import { HOSTILE } from "./hostile.ts";
import { action, plan, refusal, site } from "./sample-plan.ts";

function problem(changes: Partial<Problem> = {}): Problem {
  return {
    severity: "error",
    rule: "email",
    message: "The address has no @.",
    remedy: "Complete it.",
    position: { file: "sites/a.yaml", line: 3, column: 12 },
    ...changes,
  };
}

const validation = (problems: readonly Problem[]) => ({ problems, sites: 1, residents: 2 });

describe("the problems of validate", () => {
  test("are commands on their lines", () => {
    expect(
      validationAnnotations(validation([problem(), problem({ severity: "warning", value: "secret" })])),
    ).toBe(
      "::error file=sites/a.yaml,line=3,col=12,title=email::The address has no @.%0AComplete it.\n" +
        "::warning file=sites/a.yaml,line=3,col=12,title=email::The address has no @.%0AComplete it.\n",
    );
  });

  test("are none in valid declarations", () => {
    expect(validationAnnotations(validation([]))).toBe("Valid: 1 site, 2 residents.\n");
  });

  test("beyond ten are in the log, and the tenth command says so", () => {
    const lines = validationAnnotations(validation(Array.from({ length: 12 }, () => problem()))).split("\n");
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines[9]).toBe(
      "::error title=residentctl::3 more: GitHub shows no more than 10. They are in the log.",
    );
    expect(lines[10]).toBe("error: sites/a.yaml:3: The address has no @. Complete it.");
    expect(lines).toHaveLength(14);
  });

  test("keep colons, commas and percent signs in their place", () => {
    const position = { file: "a:b,c%.yaml", line: 1, column: 1 };
    expect(validationAnnotations(validation([problem({ position, message: "100 %: a, b" })]))).toContain(
      "file=a%3Ab%2Cc%25.yaml,line=1,col=1,title=email::100 %25: a, b%0A",
    );
  });
});

describe("a plan", () => {
  test("is errors, warnings and notices, with what ends access before the rest", () => {
    const shown = plan([
      site({
        actions: [
          action("create"),
          action("update", { patch: [{ op: "replace", path: "/phone", value: "1" }], source: null }),
          action("terminate", { effects: [{ type: "undo-until", date: "2026-12-24" }] }),
        ],
        refusals: [refusal(), refusal({ consent: null, sources: [], rule: "protected" })],
        warnings: [{ message: "used up", source: { file: "sites/w.yaml", line: 2 } }],
      }),
    ]);
    const lines = planAnnotations(shown).split("\n");
    expect(lines[0]).toBe(
      "::error file=sites/wraeclast.yaml,line=12,title=limit-exceeded at wraeclast::5 to terminate, and the limit is 10 %25 (2)%0AAdd the consent.%0AConsent, in accept: - limit-exceeded/terminate/9c41f0aa",
    );
    expect(lines[1]).toMatch(/^::error title=protected at wraeclast::/);
    expect(lines[2]).toBe("::warning file=sites/w.yaml,line=2,title=wraeclast::used up");
    expect(lines[3]).toMatch(/^::notice title=residentctl plan::Plan: 1 to create.*%0ADigest: d{64}$/);
    expect(lines[4]).toMatch(/title=terminate at wraeclast::.*; can be undone until 2026-12-24$/);
    expect(lines[5]).toMatch(/^::notice file=sites\/wraeclast.yaml,line=12,title=create at wraeclast::/);
    expect(lines[6]).toBe("::notice title=update at wraeclast::Hudson/1/105 ada@example.com; fields: phone");
  });

  test("without changes says so", () => {
    expect(planAnnotations(plan([site()]))).toMatch(/^::notice title=residentctl plan::No changes\./);
  });
});

describe("hostile text", () => {
  test.each(HOSTILE)("%j starts no command of its own", (text) => {
    const unit = { building: text, floor: text, unit: text };
    const source = { file: text, line: 1 };
    const many = Array.from({ length: 12 }, () => action("update", { email: text, unit, source }));
    const shown = plan([
      site({
        name: text,
        actions: many,
        refusals: [refusal({ message: text })],
        warnings: [{ message: text, source }],
      }),
    ]);
    const lines = planAnnotations(shown).trimEnd().split("\n");
    // One error, one warning, ten notices, four in the log.
    expect(lines).toHaveLength(16);
    for (const line of lines) {
      expect(line).toMatch(/^(::(error|warning|notice) [^:]*::|notice: )/);
      expect(line).not.toMatch(/\p{Cc}|\p{Cf}/u);
      if (!line.startsWith("::")) expect(line).not.toContain("##[");
    }
  });
});
