import { describe, expect, test } from "vitest";
import { readPlanFile } from "../../src/applying/plan-file.ts";
import { ExpectedError } from "../../src/domain/exit.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { sealPlan } from "../../src/planning/seal.ts";
import { everyKind, planNow } from "./scene.ts";

async function realPlan(): Promise<Plan> {
  const at = everyKind();
  return planNow(at.server, at.declared);
}

function errorOf(text: string): ExpectedError {
  try {
    readPlanFile(text, "plan.json");
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("a saved plan", () => {
  test("comes back as it was", async () => {
    const sealed = sealPlan(await realPlan());
    expect(readPlanFile(JSON.stringify(sealed), "plan.json")).toEqual(JSON.parse(JSON.stringify(sealed)));
  });

  test("in another layout and order of keys too", async () => {
    const sealed = sealPlan(await realPlan());
    const turned = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(sealed))).reverse());
    expect(readPlanFile(JSON.stringify(turned, null, 4), "plan.json").digest).toBe(sealed.digest);
  });

  test.each<[string, string, string]>([
    ["no JSON", '{"email":"cwilson@example.com', "is not JSON"],
    ["no object", "[]", "is not a plan: it is not a JSON object"],
    ["null", "null", "is not a plan: it is not a JSON object"],
    ["no version", "{}", "is not a plan: it has no formatVersion"],
    ["a version that is none", '{"formatVersion":"one"}', "is not a plan: it has no formatVersion"],
    [
      "an unknown major version",
      '{"formatVersion":"2.0"}',
      "has format version 2.0, and this program reads 1.x",
    ],
    ["a redacted plan", '{"formatVersion":"1.0","redacted":true}', "is a redacted plan"],
    ["not a plan", '{"formatVersion":"1.3","sites":"cwilson@example.com"}', "is not a plan: "],
  ])("%s is refused", (_case, text, message) => {
    const error = errorOf(text);
    expect(error.exitCode).toBe(4);
    expect(error.message).toContain(`plan.json ${message}`);
    expect(error.message).not.toContain("cwilson");
  });

  test("a minor version that is not known yet is read", async () => {
    const plan = { ...(await realPlan()), formatVersion: "1.7" };
    expect(readPlanFile(JSON.stringify(sealPlan(plan)), "plan.json").formatVersion).toBe("1.7");
  });

  test("of very many errors a few are said", () => {
    const { message } = errorOf(JSON.stringify({ formatVersion: "1.0", sites: 7 }));
    expect(message).toMatch(/must have required property 'tool'.*; and \d+ more\.$/);
  });

  test("a few errors are all said, with their places", async () => {
    const plan = { ...(await realPlan()), digest: "short" };
    expect(errorOf(JSON.stringify(plan)).message).toMatch(
      /^plan\.json is not a plan: \/digest must match pattern [^;]*$/,
    );
  });

  test("without a seal it is refused", async () => {
    expect(errorOf(JSON.stringify(await realPlan())).message).toContain("has no seal");
  });

  test("sealed over a digest that is not its own it is refused", async () => {
    const plan = { ...(await realPlan()), digest: "0".repeat(64) };
    expect(errorOf(JSON.stringify(sealPlan(plan))).message).toContain(
      "its digest does not match its actions",
    );
  });

  test("any changed character that means something is refused", async () => {
    const text = JSON.stringify(sealPlan(await realPlan()));
    let read = 0;
    for (let at = 0; at < text.length; at += 7) {
      const changed = `${text.slice(0, at)}${text[at] === "z" ? "y" : "z"}${text.slice(at + 1)}`;
      const error = errorOf(changed);
      expect(error.exitCode).toBe(4);
      read += 1;
    }
    expect(read).toBeGreaterThan(500);
  });
});
