import { describe, expect, test } from "vitest";
import type { LiveResident } from "../../src/domain/site.ts";
import { parseStatus, type StatusName } from "../../src/domain/status.ts";
import {
  type CallMail,
  type CallName,
  type CallSite,
  decideCall,
  planCall,
} from "../../src/planning/imperative.ts";

const WORDS: Readonly<Record<StatusName, readonly string[]>> = {
  scheduled: ["scheduled"],
  pending: ["current", "pending"],
  current: ["current"],
  suspended: ["current", "suspended"],
  expired: ["expired"],
  unknown: ["vacationing"],
};

function live(name: string, unit: string, status: StatusName): LiveResident {
  return {
    residentId: `id-${name}`,
    email: `${name}@example.com`,
    firstName: name,
    lastName: "Tenant",
    phone: null,
    building: "Hudson",
    floor: "1",
    unit,
    activationDate: null,
    activationDateUTC: null,
    deactivationDate: null,
    deactivationDateUTC: null,
    status: parseStatus(WORDS[status]),
  };
}

function site(name: string, residents: readonly LiveResident[]): CallSite {
  return { name, siteId: `site-${name}`, teamId: "team", residents, mappings: [] };
}

type Row = readonly [CallName, StatusName, CallMail | RegExp];

const DECISIONS: readonly Row[] = [
  ["invite", "scheduled", /scheduled: the first invitation goes out on the activation date/],
  ["invite", "pending", "invitation"],
  ["invite", "current", "wifi-details"],
  ["invite", "suspended", "wifi-details"],
  ["invite", "expired", /is expired/],
  ["invite", "unknown", /does not know/],
  ["psk-reset", "scheduled", /no Wi-Fi key yet/],
  ["psk-reset", "pending", /no Wi-Fi key until/],
  ["psk-reset", "current", "psk-reset-link"],
  ["psk-reset", "suspended", "psk-reset-link"],
  ["psk-reset", "expired", /is expired/],
  ["psk-reset", "unknown", /does not know/],
  ["onboard", "scheduled", "invitation"],
  ["onboard", "pending", /went out already/],
  ["onboard", "current", /completed onboarding/],
  ["onboard", "suspended", /completed onboarding/],
  ["onboard", "expired", /is expired/],
  ["onboard", "unknown", /does not know/],
];

test("an account whose id another e-mail has too gets none: the call might reach the other one", () => {
  const shared = { ...live("b", "102", "current"), residentId: "id-a" };
  for (const residents of [
    [live("a", "101", "current"), shared, live("c", "103", "current")],
    [shared, live("a", "101", "current"), live("c", "103", "current")],
  ]) {
    const plan = planCall("psk-reset", [site("one", residents)], {
      emails: ["a@example.com", "c@example.com"],
      unit: null,
    });
    expect(plan.targets.map(({ email }) => email)).toEqual(["c@example.com"]);
    expect(plan.refused).toMatchObject([
      { email: "a@example.com", reason: expect.stringContaining("another e-mail too") },
    ]);
  }
});

describe("who gets which e-mail", () => {
  test.each(DECISIONS)("%s of a %s resident: %s", (call, status, expected) => {
    const decision = decideCall(call, status);
    if (typeof expected === "string") expect(decision).toEqual({ mail: expected });
    else
      expect(decision).toEqual({
        reason: expect.stringMatching(expected),
        remedy: expect.stringMatching(/\.$/),
      });
  });
});

const MAPLE = site("maple", [
  live("bea", "102", "pending"),
  live("ada", "101", "current"),
  live("cid", "103", "scheduled"),
]);
const OAK = site("oak", [live("dan", "101", "current")]);

describe("whom a selection means", () => {
  const emailsOf = (items: readonly { readonly email: string }[]) => items.map(({ email }) => email);

  test("everybody of the sites where nothing else is said; who does not qualify is left out", () => {
    const plan = planCall("invite", [MAPLE, OAK], { emails: [], unit: null });
    expect(emailsOf(plan.targets)).toEqual(["ada@example.com", "bea@example.com", "dan@example.com"]);
    expect(emailsOf(plan.leftOut)).toEqual(["cid@example.com"]);
    expect(plan.refused).toEqual([]);
  });

  test("who is named and does not qualify is refused", () => {
    const plan = planCall("invite", [MAPLE], { emails: ["CID@example.com", "ada@example.com"], unit: null });
    expect(emailsOf(plan.refused)).toEqual(["cid@example.com"]);
    expect(plan.leftOut).toEqual([]);
    expect(plan.missing).toEqual([]);
  });

  test("e-mails are compared without case, and the live spelling is kept", () => {
    const { targets } = planCall("invite", [MAPLE], { emails: ["ADA@EXAMPLE.COM"], unit: null });
    expect(targets).toEqual([
      {
        site: { name: "maple", siteId: "site-maple", teamId: "team" },
        residentId: "id-ada",
        email: "ada@example.com",
        unit: "Hudson/1/101",
        status: "current",
        mail: "wifi-details",
      },
    ]);
  });

  test("e-mail and unit are filters that both must fit", () => {
    const at = (unit: string) => planCall("invite", [MAPLE, OAK], { emails: ["dan@example.com"], unit });
    expect(emailsOf(at("Hudson/1/101").targets)).toEqual(["dan@example.com"]);
    expect(at("Hudson/1/102")).toMatchObject({ targets: [], missing: ["dan@example.com"] });
  });

  test("who is nowhere is missing, as written", () => {
    const plan = planCall("onboard", [MAPLE], { emails: ["Nobody@example.com"], unit: null });
    expect(plan).toEqual({
      call: "onboard",
      targets: [],
      refused: [],
      leftOut: [],
      missing: ["Nobody@example.com"],
    });
  });
});
