import { describe, expect, test } from "vitest";
import type { CallName } from "./fake-server.ts";
import { apply, declareSite, endings, everyKind, planNow, scene } from "./scene.ts";

const WRITES: readonly CallName[] = [
  "submitBulkAction",
  "submitImport",
  "terminateResident",
  "purgeResident",
  "updateResident",
];

describe("apply", () => {
  test("does each kind by its own call, ends before it changes before it creates, and a new plan is empty", async () => {
    const at = everyKind();
    const report = await apply(at);

    expect(endings(report)).toEqual([
      "create new@example.com: applied",
      "update Moved@example.com: applied",
      "reinstate back@example.com: applied",
      "suspend pause@example.com: applied",
      "unsuspend resume@example.com: applied",
      "terminate end-paused@example.com: applied",
      "terminate end@example.com: applied",
      "purge gone-paused@example.com: applied",
      "purge gone@example.com: applied",
    ]);
    expect(report.exitCode).toBe(0);
    expect(report.remaining?.sites.flatMap((site) => site.actions)).toEqual([]);
    const writes = at.server.calls.filter((call) => WRITES.includes(call.name));
    expect(
      writes.map(({ name, args }) => `${name} ${name === "submitBulkAction" ? args[1] : ""}`.trim()),
    ).toEqual([
      "submitBulkAction terminate",
      "submitBulkAction terminate-purge",
      "terminateResident",
      "purgeResident",
      "submitBulkAction suspend",
      "submitBulkAction unsuspend",
      "updateResident",
      "updateResident",
      "submitImport",
    ]);
    expect(at.server.invitations).toEqual(["new@example.com"]);
  });

  test("sends a missing start as the moment of the apply, and fields nobody manages as they are", async () => {
    const at = everyKind();
    await apply(at);
    const fields = at.server.calls.find((call) => call.name === "submitImport")?.args[1];
    expect(fields).toMatchObject([
      {
        email: "new@example.com",
        activationDateUTC: expect.stringMatching(/^2026-11-23T10:0\d:\d\d\+00:00$/),
      },
    ]);
    const moved = at.server.calls.find((call) => call.name === "updateResident")?.args[2];
    expect(moved).toMatchObject({ email: "Moved@example.com", phone: "543-678-9012", unit: "302" });
  });

  test("an empty plan sends nothing and leaves no journal", async () => {
    const at = scene([declareSite("one", [])]);
    const report = await apply(at);
    expect(report).toMatchObject({ exitCode: 0, journalFile: null, outcomes: [], jobs: [] });
  });

  test("applied twice, the second has nothing to do", async () => {
    const at = everyKind();
    await apply(at);
    const plan = await planNow(at.server, at.declared);
    expect(plan.sites.flatMap((site) => site.actions)).toEqual([]);
  });
});
